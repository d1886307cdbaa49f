// The page put together: somebody's own, with a key and a form, or a report that was shared.
import { callsWith } from "./api.ts";
import { h } from "./dom.ts";
import { keptKey, readFragment, takeKeyFromAddress } from "./key.ts";
import { keyPrompt } from "./key-prompt.ts";
import { Names } from "./names.ts";
import { ownPage } from "./own-page.ts";
import { stage } from "./stage.ts";
import { words } from "./words.ts";

takeKeyFromAddress();
const { shared } = readFragment(location.hash);
const calls = callsWith(keptKey);

// A link opened in a tab where the page already is changes no more than the fragment.
window.addEventListener("hashchange", () => {
  const given = readFragment(location.hash);
  if (given.key !== null || given.shared !== null) location.reload();
});
document.body.prepend(...(shared ? sharedPage(shared) : pageWithKey()));

function pageWithKey(): HTMLElement[] {
  const prompt = keyPrompt(calls, () => page.begin());
  const page = ownPage({
    calls,
    names: new Names(sessionStorage),
    refused: () => prompt.ask(words.key.refused),
  });
  const changeKey = h("button", { type: "button", class: "plain" }, words.key.change);
  changeKey.addEventListener("click", () => prompt.ask());
  queueMicrotask(() => (keptKey() ? page.begin() : prompt.ask()));
  const [skip, ...rest] = page.elements;
  return [skip!, top(changeKey), ...rest, prompt.element];
}

function sharedPage(token: string): HTMLElement[] {
  const downloadFrom = `./shared/${encodeURIComponent(token)}/download`;
  const shown = stage({ names: new Names(), calls: null, downloadFrom });
  shown.follow({
    read: (signal) => calls.shared(token, signal),
    seen: () => undefined,
    refused: () => shown.message(words.gone.sharedTitle, words.gone.sharedText),
  });
  return [
    top(h("span", { class: "quiet" }, words.report.shared)),
    h("main", { class: "columns one" }, shown.element),
  ];
}

function top(end: HTMLElement): HTMLElement {
  return h(
    "header",
    { class: "top" },
    h("h1", {}, h("span", { class: "mark", "aria-hidden": "true" }), words.title),
    h("p", {}, words.tagline),
    end,
  );
}
