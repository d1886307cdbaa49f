// What the page says in Italian before there is a report: loaded only for who reads it, and put in the place of the
// English words.

import { apiWords as apiItalian } from "./api-words.it.ts";
import { apiWords } from "./api-words.ts";
import { askingWords as askingItalian } from "./asking/words.it.ts";
import { askingWords } from "./asking/words.ts";
import { exampleWords as exampleItalian } from "./example/words.it.ts";
import { exampleWords } from "./example/words.ts";
import { formWords as formItalian } from "./form/words.it.ts";
import { formWords } from "./form/words.ts";
import { keyWords as keyItalian } from "./key/words.it.ts";
import { keyWords } from "./key/words.ts";
import { priceWords as priceItalian } from "./price-words.it.ts";
import { priceWords } from "./price-words.ts";
import { recentWords as recentItalian } from "./recent/words.it.ts";
import { recentWords } from "./recent/words.ts";
import { rosterWords as rosterItalian } from "./rosters/words.it.ts";
import { rosterWords } from "./rosters/words.ts";
import { runningWords as runningItalian } from "./running/words.it.ts";
import { runningWords } from "./running/words.ts";
import { openWords as openItalian } from "./subscriptions/open-words.it.ts";
import { openWords } from "./subscriptions/open-words.ts";
import { translate } from "./translation.ts";
import { words as italian } from "./words.it.ts";
import { words } from "./words.ts";

export function speakItalian(): void {
  translate(apiWords, apiItalian);
  void apiWords.ready();
  translate(askingWords, askingItalian);
  translate(exampleWords, exampleItalian);
  translate(recentWords, recentItalian);
  translate(runningWords, runningItalian);
  translate(formWords, formItalian);
  translate(rosterWords, rosterItalian);
  translate(keyWords, keyItalian);
  translate(priceWords, priceItalian);
  translate(openWords, openItalian);
  translate(words, italian);
}
