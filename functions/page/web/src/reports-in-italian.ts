// What the page says of reports in Italian, and how it words what the API says in English: loaded after the page, and
// there before the first answer is shown.
import { words as chartsItalian } from "./charts/words.it.ts";
import { words as charts } from "./charts/words.ts";
import { words as engagementItalian } from "./sections/engagement/words.it.ts";
import { words as engagement } from "./sections/engagement/words.ts";
import { words as momentsItalian } from "./sections/moments/words.it.ts";
import { words as moments } from "./sections/moments/words.ts";
import { words as placesItalian } from "./sections/places/words.it.ts";
import { words as places } from "./sections/places/words.ts";
import { words as playlistsItalian } from "./sections/playlists/words.it.ts";
import { words as playlists } from "./sections/playlists/words.ts";
import { words as radioItalian } from "./sections/radio/words.it.ts";
import { words as radio } from "./sections/radio/words.ts";
import { words as shazamItalian } from "./sections/shazam/words.it.ts";
import { words as shazam } from "./sections/shazam/words.ts";
import { words as songsItalian } from "./sections/songs/words.it.ts";
import { words as songs } from "./sections/songs/words.ts";
import { words as tracksItalian } from "./sections/tracks/words.it.ts";
import { words as tracks } from "./sections/tracks/words.ts";
import { words as sectionsItalian } from "./sections/words.it.ts";
import { words as sections } from "./sections/words.ts";
import { shareWords as shareItalian } from "./share/words.it.ts";
import { shareWords } from "./share/words.ts";
import { subscriptionWords as subscriptionsItalian } from "./subscriptions/words.it.ts";
import { subscriptionWords } from "./subscriptions/words.ts";
import { words as tablesItalian } from "./tables/words.it.ts";
import { words as tables } from "./tables/words.ts";
import { translate } from "./translation.ts";

export { sentencesInItalian } from "./sentences.it.ts";

export function speakOfReports(): void {
  translate(charts, chartsItalian);
  translate(shareWords, shareItalian);
  translate(subscriptionWords, subscriptionsItalian);
  translate(engagement, engagementItalian);
  translate(moments, momentsItalian);
  translate(places, placesItalian);
  translate(playlists, playlistsItalian);
  translate(radio, radioItalian);
  translate(shazam, shazamItalian);
  translate(songs, songsItalian);
  translate(tracks, tracksItalian);
  translate(sections, sectionsItalian);
  translate(tables, tablesItalian);
}
