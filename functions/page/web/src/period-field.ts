// The days of a report, both included: by a preset, by month, quarter or year, or one by one.
import { countDays, type Days, isDay, PRESETS, presetDays, presetOf } from "./dates.ts";
import { h } from "./dom.ts";
import { type Field, fieldGroup } from "./field.ts";
import { stepper } from "./form/stepper.ts";
import { formWords } from "./form/words.ts";
import { words } from "./words.ts";

export function periodField(days: Days, today: string, changed: (days: Days) => void): Field {
  const from = h("input", { type: "date", max: today, min: "2000-01-01", required: true, value: days.start });
  const to = h("input", { type: "date", max: today, min: "2000-01-01", required: true, value: days.end });
  const length = h("span", { class: "quiet" });
  const presets = PRESETS.map((preset) => {
    const name = formWords.presets[preset];
    const short = formWords.shortPresets[preset];
    const button = h(
      "button",
      { type: "button", class: "preset", "aria-label": short && name, title: short && name },
      short ?? name,
    );
    button.addEventListener("click", () => give(presetDays(preset, today)));
    return { preset, button };
  });
  const steps = stepper(today, give);

  function give({ start, end }: Days): void {
    [from.value, to.value] = [start, end];
    tell();
  }

  function tell(): void {
    show();
    changed({ start: from.value, end: to.value });
  }

  function show(): void {
    const given = { start: from.value, end: to.value };
    const pressed = presetOf(given, today);
    for (const { preset, button } of presets) button.setAttribute("aria-pressed", String(preset === pressed));
    const whole = isDay(given.start) && isDay(given.end) && given.start <= given.end;
    length.textContent = whole ? words.form.days(countDays(given)) : "";
    steps.show(whole ? given : null);
  }

  from.addEventListener("change", tell);
  to.addEventListener("change", tell);
  show();
  return fieldGroup(
    h("span", {}, words.form.period, " ", length),
    () => [from, to],
    h("div", { class: "presets" }, ...presets.map(({ button }) => button)),
    steps.element,
    h(
      "div",
      { class: "dates" },
      h("label", {}, h("span", {}, words.form.from), from),
      h("label", {}, h("span", {}, words.form.to), to),
    ),
  );
}
