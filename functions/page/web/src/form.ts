// The form: a field for each part of a request, what making it would cost, and the button.
import type { Comparison, Form, FormArtist } from "./address.ts";
import type { Price } from "./agreement.ts";
import type { Calls } from "./api.ts";
import { type ArtistsField, artistsField } from "./artists-field.ts";
import { asking } from "./asking/asking.ts";
import { attempting } from "./attempt.ts";
import { type CountryField, countryField } from "./country-field.ts";
import { fill, h, newId } from "./dom.ts";
import type { Typed } from "./draft.ts";
import { type Field, field } from "./field.ts";
import { formWords } from "./form/words.ts";
import { listed } from "./format.ts";
import type { Platforms } from "./openapi.d.ts";
import { periodField } from "./period-field.ts";
import { type PlatformsField, platformsField } from "./platforms-field.ts";
import { costLine } from "./preview.ts";
import { sectionsField } from "./sections-field.ts";
import { type SongsField, songsField } from "./songs-field.ts";
import { openWords } from "./subscriptions/open-words.ts";
import { type FieldName, IN_ORDER, type Wrong, wrongIn } from "./validate.ts";
import { say } from "./worded.ts";
import { words } from "./words.ts";

export interface FormView {
  element: HTMLElement;
  /** The button below the form that has its report sent regularly. */
  regularly: HTMLElement;
  /** Shows another form, and forgets what was wrong with the last. */
  load(form: Form): void;
  /** Says what platforms and sections there are. */
  offer(offered: Platforms): void;
  /** Says what is wrong and puts the focus there. */
  fail(wrong: Wrong): void;
  busy(busy: boolean): void;
  /** Gives what is typed in the fields that look it up. */
  typed(): Typed;
  /** Has that stand there again. */
  type(typed: Typed): void;
  /** Leads to the button, below a form that was filled in. */
  focusSubmit(): void;
  /** Gives what the report of a form takes, where that is told. */
  priceOf(form: Form): Promise<Price | null>;
  /** Asks again what making it would cost, for whoever sees the form. */
  price(): void;
}

export interface FormSettings {
  calls: Calls;
  today: string;
  /** Lists artists that may be meant where a name is not found as it was typed. */
  known(): FormArtist[];
  changed(form: Form): void;
  submitted(form: Form): void;
  /** The report of the form is to be sent regularly. */
  regularly(form: Form): Promise<void>;
}

export function formView({ calls, today, known, changed, submitted, regularly }: FormSettings): FormView {
  let form: Form;
  let offered: Platforms = { platforms: [], sections: [] };
  let fields: Record<FieldName, Field>;
  let artistsOf: ArtistsField;
  let countryOf: CountryField;
  let platformsOf: PlatformsField;
  let songsOf: SongsField;
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const submit = h("button", { class: "primary", type: "submit" }, words.form.submit);
  const subscribe = h(
    "button",
    { type: "button", class: "plain regularly", "aria-haspopup": "dialog" },
    openWords.subscribe,
  );
  const body = h("div", { class: "fields" });
  // One for all forms, so that what the last one would have cost is asked no more once another is shown.
  const cost = costLine(calls, () => offered.platforms);
  // Likewise one for all forms: rosters are loaded once, and a line stays as it was typed.
  const ask = asking(calls, (part) => {
    const before = form;
    take({ ...form, ...part });
    submit.focus();
    return () => take(before);
  });
  const titleId = newId("title");
  const element = h(
    "form",
    { class: "panel form", novalidate: true, "aria-labelledby": titleId },
    h("h2", { id: titleId, tabindex: -1 }, words.form.title),
    body,
    h("div", { class: "foot" }, error, submit, h("div", { class: "cost" }, cost.element)),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit.getAttribute("aria-disabled") === "true") return;
    const wrong = wrongAsGiven();
    if (wrong.size) fail(wrong);
    else submitted(form);
  });
  const attempt = attempting(error, {});
  subscribe.addEventListener("click", () => {
    const wrong = wrongAsGiven();
    // What comes regularly has days of its own each time.
    wrong.delete("period");
    fail(wrong);
    if (!wrong.size) void attempt(subscribe, openWords.opening, () => regularly(form));
  });

  /** What is wrong with the form and with what is typed in it. */
  function wrongAsGiven(): Wrong {
    // First, as it may change the form.
    const noCountry = countryOf.typed();
    const wrong = wrongIn(form, today);
    const typed = artistsOf.typed();
    if (typed) wrong.set("artists", formWords.artists.notChosen(typed));
    if (noCountry) wrong.set("country", formWords.noCountry(noCountry));
    return wrong;
  }

  function take(next: Form): void {
    load(next);
    changed(form);
  }

  function change(part: Partial<Form>): void {
    form = { ...form, ...part };
    ask.line.changed();
    fail(wrongAtOnce(), false);
    if ("sections" in part) songsOf.forSections(form.sections);
    if ("country" in part) platformsOf.forCountry(form.country);
    tellCost();
    changed(form);
  }

  /** What is wrong, and not merely lacking yet: a form begins with days. */
  function wrongAtOnce(): Wrong {
    const period = wrongIn(form, today).get("period");
    return new Map(period ? [["period", period]] : []);
  }

  function tellCost(): void {
    if (!element.hidden) cost.of(form, wrongIn(form, today));
  }

  function load(next: Form): void {
    form = next;
    const compare = select(form.compare, (value) => change({ compare: value }));
    platformsOf = platformsNow();
    artistsOf = ask.artists(
      form.artists,
      (changed) => artistsField(calls, form.artists, changed, known),
      (artists) => change({ artists }),
    );
    countryOf = countryField(form.country, (country) => change({ country }));
    songsOf = songsField(form.songsLimit, (songsLimit) => change({ songsLimit }));
    songsOf.forSections(form.sections);
    fields = {
      artists: artistsOf,
      platforms: platformsOf,
      period: periodField({ start: form.start, end: form.end }, today, (days) => change(days)),
      country: countryOf,
      compare: field(words.form.compare, compare, compare),
      sections: sectionsNow(),
      songsLimit: songsOf,
    };
    const { artists, period, country, sections, songsLimit } = fields;
    const pair = h("div", { class: "pair" }, country.element, fields.compare.element);
    fill(
      body,
      ask.line.element,
      ask.rosters,
      artists.element,
      period.element,
      pair,
      platformsOf.element,
      sections.element,
      songsLimit.element,
    );
    fail(wrongAtOnce(), false);
    tellCost();
  }

  function platformsNow(): PlatformsField {
    const made = platformsField(offered.platforms, form.platforms, (slugs) => change({ platforms: slugs }));
    made.forCountry(form.country);
    return made;
  }

  function sectionsNow(): Field {
    return sectionsField(offered.sections, form.sections, (names) => change({ sections: names }));
  }

  function fail(wrong: Wrong, focus = true): void {
    for (const [name, field] of Object.entries(fields)) field.fail(wrong.get(name as FieldName) ?? null);
    const names = IN_ORDER.filter((name) => wrong.has(name));
    const whole = wrong.get("form") ?? (focus && names.length ? summaryOf(names) : null);
    error.hidden = whole === null;
    say(error, whole);
    if (focus && names[0]) fields[names[0]].lead();
  }

  return {
    element,
    regularly: subscribe,
    load,
    fail,
    priceOf: cost.priceOf,
    typed: () => ({ artists: artistsOf.typed(), line: ask.line.typed() }),
    type(typed) {
      artistsOf.type(typed.artists);
      ask.line.type(typed.line);
    },
    focusSubmit() {
      submit.focus();
    },
    offer(now) {
      ask.begin();
      offered = now;
      const { platforms, sections } = fields;
      platformsOf = platformsNow();
      fields = { ...fields, platforms: platformsOf, sections: sectionsNow() };
      platforms.element.replaceWith(platformsOf.element);
      sections.element.replaceWith(fields.sections.element);
      tellCost();
    },
    price() {
      cost.forget();
      tellCost();
    },
    busy(busy) {
      // Not disabled, which would take the focus away from who has just pressed it.
      submit.setAttribute("aria-disabled", String(busy));
      submit.textContent = busy ? words.form.submitting : words.form.submit;
    },
  };
}

/** Says beside the button which fields to look at: they may be out of sight. */
function summaryOf(names: FieldName[]): string {
  return words.invalid.look(listed(names.map((name) => words.form[name])));
}

function select(chosen: Comparison | null, changed: (value: Comparison | null) => void): HTMLSelectElement {
  const options = Object.entries(words.comparisons).map(([value, text]) => h("option", { value }, text));
  const element = h("select", {}, ...options);
  element.value = chosen ?? "none";
  element.addEventListener("change", () =>
    changed(element.value === "none" ? null : (element.value as Comparison)),
  );
  return element;
}
