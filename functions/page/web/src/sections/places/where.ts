// What leads from how much to where, in a report that was made without places.
import { h } from "../../dom.ts";
import type { SectionSettings } from "../view.ts";
import { words } from "./words.ts";

export function where(name: string, { report, names, again }: SectionSettings): HTMLElement | null {
  const { request, status } = report;
  if (!again || status === "failed" || request.country) return null;
  // As long as nobody has told which platforms have places, any may.
  if (request.platforms.every((slug) => names.hasPlaces(slug) === false)) return null;
  const button = h("button", { type: "button" }, words.where);
  button.addEventListener("click", () => void again.make({ sections: [...(request.sections ?? []), name] }));
  return h(
    "section",
    { class: "panel where" },
    h("div", {}, h("h3", {}, words.whereTitle), h("p", { class: "quiet" }, words.whereAbout)),
    button,
  );
}
