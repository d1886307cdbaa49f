// An artist's picture, or the initials where there is none.
import { h } from "./dom.ts";
import { initials } from "./format.ts";

export function portrait(name: string): HTMLElement {
  return h("span", { class: "portrait", "aria-hidden": "true" }, initials(name));
}
