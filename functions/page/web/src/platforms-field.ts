// The platforms of a report, as the API lists them. What a country has no figures of is greyed and says so.
import { fill, h, newId, swatch } from "./dom.ts";
import { type Field, fieldGroup } from "./field.ts";
import { arrowsLead } from "./form/arrows.ts";
import { usualPlatforms } from "./form/usual.ts";
import { formWords } from "./form/words.ts";
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
  let country: string | null = null;

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
    const picked = platforms.map(({ slug }) => slug).filter(isChosen);
    show();
    changed(picked);
  }

  /** Chooses these and no others. */
  function choose(slugs: string[]): void {
    for (const [slug, box] of boxes) box.checked = slugs.includes(slug);
    grey();
    ledAnew();
    tell();
  }

  function show(): void {
    const picked = platforms.map(({ slug }) => slug).filter(isChosen);
    number.textContent = words.form.chosen(picked.length);
    for (const { button, slugs } of sets) {
      const these = slugs();
      button.hidden = these === null;
      const same = these?.length === picked.length && picked.every((slug) => these.includes(slug));
      button.setAttribute("aria-pressed", String(same));
    }
  }

  function isChosen(slug: string): boolean {
    return boxes.get(slug)?.checked ?? false;
  }

  function isAnswerable(platform: Platform): boolean {
    return country === null || platform.by_country;
  }

  function grey(): void {
    for (const platform of platforms) {
      const box = boxes.get(platform.slug)!;
      const answerable = isAnswerable(platform);
      // What is chosen already stays, to be seen and taken away; its row will say the same.
      box.disabled = !answerable && !box.checked;
      box.closest("label")!.classList.toggle("unanswerable", !answerable);
      notes.get(platform.slug)!.textContent = answerable
        ? platform.metric
        : formWords.platforms.unanswerable(platform.metric);
    }
  }

  /** Makes a button that chooses a set; it is not there where the set is null. */
  function set(
    label: string,
    slugs: () => string[] | null,
  ): { button: HTMLElement; slugs: () => string[] | null } {
    const button = h("button", { type: "button", class: "preset" }, label);
    button.addEventListener("click", () => choose(slugs() ?? []));
    return { button, slugs };
  }

  const slugsOf = (some: Platform[]): string[] => some.map(({ slug }) => slug);
  const sets = [
    set(formWords.platforms.all, () => slugsOf(platforms.filter(isAnswerable))),
    set(formWords.platforms.byCountry, () => slugsOf(platforms.filter((each) => each.by_country))),
    set(formWords.platforms.usual, () => {
      const usual = usualPlatforms();
      const known = slugsOf(platforms.filter(({ slug }) => usual.includes(slug)));
      return known.length ? known : null;
    }),
    set(formWords.platforms.none, () => []),
  ];
  const hint = h("p", { class: "visually-hidden", id: newId("hint") }, formWords.platforms.arrows);
  const grid = h("div", { class: "platforms" }, ...platforms.map(option));
  if (!platforms.length) fill(grid, h("p", { class: "quiet" }, words.form.platformsLoading));
  const ledAnew = arrowsLead(grid, [...boxes.values()]);
  show();
  const legend = h("span", {}, words.form.platforms, " ", number);
  const buttons = h(
    "div",
    { class: "presets", role: "group", "aria-label": formWords.platforms.sets, hidden: !platforms.length },
    ...sets.map(({ button }) => button),
  );
  const made = fieldGroup(legend, () => [...boxes.values()], buttons, hint, grid);
  made.element.setAttribute("aria-describedby", hint.id);
  return {
    ...made,
    forCountry(next) {
      country = next;
      grey();
      show();
      ledAnew();
    },
  };
}
