// The sections a report can have beyond its rows, as the API lists them.
import { fill, h } from "./dom.ts";
import { type Field, fieldGroup } from "./field.ts";
import type { SectionOffered } from "./openapi.d.ts";
import { words } from "./words.ts";

export function sectionsField(
  sections: SectionOffered[],
  chosen: string[],
  changed: (names: string[]) => void,
): Field {
  const boxes = new Map<string, HTMLInputElement>();

  function option({ name, title, about }: SectionOffered): HTMLElement {
    const box = h("input", { type: "checkbox", value: name });
    box.checked = chosen.includes(name);
    box.addEventListener("change", () =>
      changed(sections.map((each) => each.name).filter((each) => boxes.get(each)?.checked)),
    );
    boxes.set(name, box);
    return h(
      "label",
      { class: "check" },
      box,
      h("span", {}, title),
      h("span", { class: "option-note" }, about),
    );
  }

  const list = h("div", { class: "checks" }, ...sections.map(option));
  if (!sections.length) fill(list, h("p", { class: "quiet" }, words.form.sectionsLoading));
  return fieldGroup(words.form.sections, () => [...boxes.values()], list);
}
