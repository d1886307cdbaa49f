// What leads to the example.
import { h } from "../dom.ts";
import { exampleWords } from "./words.ts";

/** What the address has where the example is asked for. */
const ASKED_BY = "example";

export function exampleIsAsked(search: string): boolean {
  return new URLSearchParams(search).has(ASKED_BY);
}

export function exampleLink(): HTMLElement {
  return h("a", { class: "button", href: `?${ASKED_BY}` }, exampleWords.look);
}
