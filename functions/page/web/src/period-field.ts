// The days of a report, both included, with presets.
import { countDays, type Days, isDay, PRESETS, presetDays, presetOf } from "./dates.ts";
import { h } from "./dom.ts";
import { type Field, fieldGroup } from "./field.ts";
import { words } from "./words.ts";

export function periodField(days: Days, today: string, changed: (days: Days) => void): Field {
  const from = h("input", { type: "date", max: today, min: "2000-01-01", required: true, value: days.start });
  const to = h("input", { type: "date", max: today, min: "2000-01-01", required: true, value: days.end });
  const length = h("span", { class: "quiet" });
  const presets = PRESETS.map((preset) => {
    const button = h("button", { type: "button", class: "preset" }, words.presets[preset]);
    button.addEventListener("click", () => {
      const { start, end } = presetDays(preset, today);
      [from.value, to.value] = [start, end];
      tell();
    });
    return { preset, button };
  });

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
  }

  from.addEventListener("change", tell);
  to.addEventListener("change", tell);
  show();
  return fieldGroup(
    h("span", {}, words.form.period, " ", length),
    () => [from, to],
    h("div", { class: "presets" }, ...presets.map(({ button }) => button)),
    h(
      "div",
      { class: "dates" },
      h("label", {}, h("span", {}, words.form.from), from),
      h("label", {}, h("span", {}, words.form.to), to),
    ),
  );
}
