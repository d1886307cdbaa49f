// The platforms of a report, as the API lists them. What a country has no figures of is greyed and says so.
import { fill, h, swatch } from "./dom.ts";
import { type Field, fieldGroup } from "./field.ts";
import type { Platform } from "./openapi.d.ts";
import { words } from "./words.ts";

export interface PlatformsField extends Field {
  /** Shows which platforms have figures for the country, or all of them without one. */
  forCountry(country: string | null): void;
}

export function platformsField(
  platforms: Platform[],
  chosen: string[],
  changed: (slugs: string[]) => void,
): PlatformsField {
  const number = h("span", { class: "quiet" });
  const boxes = new Map<string, HTMLInputElement>();
  const notes = new Map<string, HTMLElement>();

  function option(platform: Platform): HTMLElement {
    const box = h("input", { type: "checkbox", value: platform.slug });
    box.checked = chosen.includes(platform.slug);
    box.addEventListener("change", tell);
    boxes.set(platform.slug, box);
    const note = h("span", { class: "option-note" });
    notes.set(platform.slug, note);
    return h(
      "label",
      { class: "platform" },
      box,
      swatch(platform.color),
      h("span", { class: "platform-name" }, platform.name),
      note,
    );
  }

  function tell(): void {
    const picked = platforms.map(({ slug }) => slug).filter((slug) => boxes.get(slug)?.checked);
    count(picked.length);
    changed(picked);
  }

  function count(chosen: number): void {
    number.textContent = words.form.chosen(chosen);
  }

  const grid = h("div", { class: "platforms" }, ...platforms.map(option));
  if (!platforms.length) fill(grid, h("p", { class: "quiet" }, words.form.platformsLoading));
  count([...boxes.values()].filter((box) => box.checked).length);
  const legend = h("span", {}, words.form.platforms, " ", number);
  return {
    ...fieldGroup(legend, () => [...boxes.values()], grid),
    forCountry(country) {
      for (const platform of platforms) {
        const box = boxes.get(platform.slug)!;
        const answerable = country === null || platform.by_country;
        // What is chosen already stays, to be seen and taken away; its row will say the same.
        box.disabled = !answerable && !box.checked;
        box.closest("label")!.classList.toggle("unanswerable", !answerable);
        notes.get(platform.slug)!.textContent = answerable ? platform.metric : words.form.notByCountry;
      }
    },
  };
}
