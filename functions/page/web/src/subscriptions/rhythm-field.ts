// How often a subscription is due, on which day and at which time.
import { fill, h, newId } from "../dom.ts";
import { type Field, fieldGroup } from "../field.ts";
import type { Every, Rhythm } from "./types.ts";
import { weekdayName } from "./when.ts";
import { subscriptionWords } from "./words.ts";

export type Due = Pick<Rhythm, "every" | "on" | "at">;
const USUAL_DAY: Record<Every, number | null> = { day: null, week: 1, month: 3 };

/** Makes the field; of what is given only the parts it is about are told back. */
export function rhythmField(first: Due, changed: (due: Due) => void): Field {
  const texts = subscriptionWords.dialog;
  let now: Due = { every: first.every, on: first.on, at: first.at };
  const every = h(
    "select",
    { id: newId("every") },
    ...Object.entries(texts.everyNames).map(([value, text]) => h("option", { value }, text)),
  );
  const on = h("select", { id: newId("on") });
  const onLabel = h("label", { for: on.id });
  const onPart = h("div", {}, onLabel, on);
  const at = h("input", { id: newId("at"), type: "time", required: true });
  every.value = now.every;
  at.value = now.at;
  showDays();

  function showDays(): void {
    onPart.hidden = now.every === "day";
    if (now.every === "day") return;
    onLabel.textContent = now.every === "week" ? texts.weekday : texts.dayOfMonth;
    const days = now.every === "week" ? 7 : 31;
    const name = now.every === "week" ? weekdayName : dayName;
    fill(
      on,
      ...Array.from({ length: days }, (_, index) => h("option", { value: index + 1 }, name(index + 1))),
    );
    on.value = String(now.on ?? USUAL_DAY[now.every]);
  }

  function change(part: Partial<Due>): void {
    now = { ...now, ...part };
    changed(now);
  }

  every.addEventListener("change", () => {
    const chosen = every.value as Every;
    now = { ...now, every: chosen, on: USUAL_DAY[chosen] };
    showDays();
    changed(now);
  });
  on.addEventListener("change", () => change({ on: Number(on.value) }));
  at.addEventListener("input", () => change({ at: at.value.slice(0, 5) }));
  return fieldGroup(
    texts.when,
    () => [at],
    h(
      "div",
      { class: "rhythm" },
      h("div", {}, h("label", { for: every.id }, texts.every), every),
      onPart,
      h("div", {}, h("label", { for: at.id }, texts.at), at),
    ),
  );
}

function dayName(day: number): string {
  const { lastDay, orLast } = subscriptionWords.dialog;
  if (day === 31) return lastDay;
  return day > 28 ? orLast(day) : String(day);
}
