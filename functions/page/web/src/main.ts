// The page put together: somebody's own, with a key and a form, a report that was shared, or the example.
import { callsWith } from "./api.ts";
import { loadPlots } from "./charts/plots.ts";
import { h } from "./dom.ts";
import { fileKind, goTo, linkTo } from "./downloads.ts";
import { exampleIsAsked, exampleLink } from "./example/link.ts";
import { examplePage, leaveExample } from "./example/page.ts";
import { keep, keptKey, readFragment, takeKeyFromAddress } from "./key/kept.ts";
import { keyOffer } from "./key/offer.ts";
import { keyPrompt } from "./key/prompt.ts";
import { chosenLanguage, language, languageFor, speak } from "./language.ts";
import { languageButtons } from "./language-buttons.ts";
import { Names } from "./names.ts";
import { ownPage } from "./own-page.ts";
import { printSharply } from "./printing.ts";
import { recentWords } from "./recent/words.ts";
import { stage } from "./stage.ts";
import { openWords } from "./subscriptions/open-words.ts";
import { words } from "./words.ts";

await speak(languageFor(chosenLanguage(), navigator.languages));
document.documentElement.lang = language();

const offered = takeKeyFromAddress();
const { shared, download } = readFragment(location.hash);
const calls = callsWith(keptKey);

// A link opened in a tab where the page already is changes no more than the fragment.
window.addEventListener("hashchange", () => {
  const given = readFragment(location.hash);
  if (given.key !== null || given.shared !== null) location.reload();
});
printSharply();
document.body.prepend(...pageOf());
// Before there is anything to plot, so that a page that stays open needs no more of its files.
window.addEventListener("load", () => void loadPlots());

function pageOf(): HTMLElement[] {
  if (shared) return sharedPage(shared);
  return exampleIsAsked(location.search) ? [top(leaveExample()), examplePage()] : pageWithKey();
}

function pageWithKey(): HTMLElement[] {
  const prompt = keyPrompt(calls, () => page.begin(), exampleLink());
  const page = ownPage({
    calls,
    names: new Names(sessionStorage),
    // One that is of no use any more has no place to be kept from the key of a link.
    refused: () => (offered === null ? prompt.ask(words.key.refused) : use(offered)),
  });
  const changeKey = h("button", { type: "button", class: "plain" }, words.key.change);
  changeKey.addEventListener("click", () => prompt.ask());
  const recent = h("button", { type: "button", class: "plain" }, recentWords.open);
  recent.addEventListener("click", () => page.recent());
  const subscriptions = h("button", { type: "button", class: "plain" }, openWords.open);
  subscriptions.addEventListener("click", () => page.subscriptions());
  queueMicrotask(() => (keptKey() ? page.begin() : prompt.ask()));
  const [skip, ...rest] = page.elements;
  return [
    skip!,
    top(recent, subscriptions, changeKey),
    ...(offered === null ? [] : [offer(offered)]),
    ...rest,
    prompt.element,
  ];
}

/** Asks whether the key of the link is to be used from here on; the page is then begun anew with it. */
function offer(key: string): HTMLElement {
  return keyOffer(
    callsWith(() => key),
    () => use(key),
  );
}

function use(key: string): void {
  keep(key);
  location.reload();
}

function sharedPage(token: string): HTMLElement[] {
  const shown = stage({ names: new Names(), calls: null });
  let wanted = fileKind(download);
  shown.follow({
    read: (signal) => calls.shared(token, signal),
    seen(report) {
      const link = wanted && linkTo(report, wanted);
      if (!link) return;
      wanted = null;
      goTo(link);
    },
    refused: () => shown.message(words.gone.sharedTitle, words.gone.sharedText),
  });
  return [
    top(h("span", { class: "quiet" }, words.report.shared)),
    h("main", { class: "columns one" }, shown.element),
  ];
}

function top(...end: HTMLElement[]): HTMLElement {
  return h(
    "header",
    { class: "top" },
    h("h1", {}, h("span", { class: "mark", "aria-hidden": "true" }), words.title),
    h("p", {}, words.tagline),
    ...languageButtons(),
    ...end,
  );
}
