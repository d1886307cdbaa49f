// Months, quarters and years to choose by name, and to step through.
import { beside, type CalendarPart, daysOf, partOf, partWith, type Unit, wholeDays } from "../calendar.ts";
import { type Days, EARLIEST_DAY } from "../dates.ts";
import { h } from "../dom.ts";
import { monthName, periodName } from "../moments.ts";
import { formWords } from "./words.ts";

export interface Stepper {
  element: HTMLElement;
  /** Shows which part of the calendar these days are; null are no days that can be stepped from. */
  show(days: Days | null): void;
}

const FIRST_MONTHS: Record<Unit, number[]> = {
  month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  quarter: [1, 4, 7, 10],
  year: [1],
};

export function stepper(today: string, changed: (days: Days) => void): Stepper {
  const thisYear = Number(today.slice(0, 4));
  const years = Array.from(
    { length: thisYear - Number(EARLIEST_DAY.slice(0, 4)) + 1 },
    (_, i) => thisYear - i,
  );
  const back = stepButton("‹", () => step(-1));
  const forward = stepButton("›", () => step(1));
  const other = h("option", { value: "" }, formWords.calendar.otherDays);
  const part = h(
    "select",
    { "aria-label": formWords.calendar.part },
    other,
    ...Object.keys(FIRST_MONTHS).map(group),
  );
  const year = h(
    "select",
    { "aria-label": formWords.calendar.year },
    ...years.map((each) => h("option", { value: each }, String(each))),
  );
  const said = h("p", { class: "visually-hidden", role: "status" });
  let days: Days | null = null;
  /** What was stepped through or chosen last: at the beginning of a year the days alone do not tell. */
  let unit: Unit = "month";

  function group(name: string): HTMLElement {
    const options = FIRST_MONTHS[name as Unit].map((month) =>
      h("option", { value: `${name} ${month}` }, labelOf(name as Unit, month)),
    );
    return h("optgroup", { label: formWords.calendar.groups[name as Unit] }, ...options);
  }

  function chosen(): CalendarPart | null {
    const [name, month] = part.value.split(" ");
    return name ? { unit: name as Unit, year: Number(year.value), month: Number(month) } : null;
  }

  function choose(): void {
    const wanted = chosen();
    if (!wanted) {
      disableWhatIsToCome();
      return;
    }
    unit = wanted.unit;
    // What has not begun in the year chosen gives way to what has begun last.
    const found = daysOf(wanted, today) ?? daysOf(partWith(today, unit), today);
    if (found) changed(found);
  }

  function step(by: -1 | 1): void {
    const next = days && beside(days, by, today, { rather: unit });
    if (!next) return;
    changed(next);
    said.textContent = periodName(next.start, next.end);
  }

  function show(now: Days | null): void {
    days = now;
    const is = days && partOf(days, today, unit);
    if (is) unit = is.unit;
    other.hidden = other.disabled = is !== null;
    part.value = is ? `${is.unit} ${is.month}` : "";
    if (days) year.value = String(is?.year ?? Number(days.end.slice(0, 4)));
    disableWhatIsToCome();
    offer(back, days && beside(days, -1, today, { rather: unit }), "earlier");
    offer(forward, days && beside(days, 1, today, { rather: unit }), "later");
  }

  function disableWhatIsToCome(): void {
    for (const option of part.querySelectorAll<HTMLOptionElement>("optgroup option")) {
      const [name, month] = option.value.split(" ");
      const whole = { unit: name as Unit, year: Number(year.value), month: Number(month) };
      option.disabled = wholeDays(whole).start > today;
    }
  }

  part.addEventListener("change", choose);
  year.addEventListener("change", choose);
  return { element: h("div", { class: "stepper" }, back, part, year, forward, said), show };
}

/** Makes a button that leads to another period; it stays where it is while there is none. */
export function stepButton(sign: string, step: () => void): HTMLButtonElement {
  const button = h("button", { type: "button", class: "step" }, h("span", { "aria-hidden": "true" }, sign));
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") step();
  });
  return button;
}

function offer(button: HTMLElement, days: Days | null, way: "earlier" | "later"): void {
  const { earlier, later, noEarlier, noLater } = formWords.calendar;
  const none = way === "earlier" ? noEarlier : noLater;
  const label = days ? { earlier, later }[way](periodName(days.start, days.end)) : none;
  button.setAttribute("aria-disabled", String(!days));
  button.setAttribute("aria-label", label);
  button.title = label;
}

function labelOf(unit: Unit, month: number): string {
  if (unit === "month") return monthName(month);
  return unit === "quarter" ? formWords.calendar.quarter((month + 2) / 3) : formWords.calendar.wholeYear;
}
