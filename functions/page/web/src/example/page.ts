// A finished report with made-up figures, shown as any other and without a call to the API.
import { Offline, wasAborted } from "../api.ts";
import { apiWords } from "../api-words.ts";
import { h } from "../dom.ts";
import { Names } from "../names.ts";
import type { Report } from "../openapi.d.ts";
import { stage } from "../stage.ts";
import { inWords } from "../worded.ts";
import { words } from "../words.ts";
import { exampleWords } from "./words.ts";

export function examplePage(): HTMLElement {
  const shown = stage({ names: new Names(), calls: null });
  shown.follow({
    read,
    seen: () => undefined,
    refused: () => shown.message(words.gone.title, words.gone.text),
  });
  const note = h("p", { class: "example-note", role: "note" }, exampleWords.made);
  return h("main", { class: "columns one" }, note, shown.element);
}

/** Makes the link that leads away from it. */
export function leaveExample(): HTMLElement {
  return h("a", { class: "button", href: "./" }, exampleWords.leave);
}

/** Reads the file beside the page, whose name the page is told by its build. */
async function read(signal: AbortSignal): Promise<Report> {
  const response = await fetch(document.body.dataset.example ?? "", { signal }).catch((error: unknown) => {
    throw wasAborted(error) ? error : new Offline();
  });
  if (!response.ok) throw new Offline();
  await apiWords.ready();
  return inWords((await response.json()) as Report);
}
