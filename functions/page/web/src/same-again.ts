// The period of a report on show, and beside it what asks for the same of the period before and after.
import { beside } from "./calendar.ts";
import { type Days, dayOf } from "./dates.ts";
import { h } from "./dom.ts";
import { stepButton } from "./form/stepper.ts";
import { formWords } from "./form/words.ts";
import { periodName } from "./moments.ts";
import type { Report } from "./openapi.d.ts";

/** Asks for the report on show again, for other days; it says itself what goes wrong. */
export type AskAgain = (days: Days) => Promise<unknown>;

/** Names a report's period, with a step to either side where there is somebody to ask again. */
export function periodWithSteps({ request, created_at }: Report, ask: AskAgain | null): HTMLElement {
  const days = { start: request.start_date, end: request.end_date };
  const name = h("span", {}, periodName(days.start, days.end));
  if (!ask) return name;
  const today = dayOf(new Date());
  // What was still going on ended at the day of the report.
  const asOf = dayOf(new Date(created_at));
  let asking = false;

  function stepTo(sign: string, by: -1 | 1): HTMLElement {
    const next = beside(days, by, today, { asOf });
    const none = by < 0 ? formWords.calendar.noEarlier : formWords.calendar.noLater;
    const label = next ? formWords.again.of(periodName(next.start, next.end)) : none;
    const button = stepButton(sign, async () => {
      if (asking || !next) return;
      asking = true;
      button.setAttribute("aria-busy", "true");
      await ask!(next);
      button.setAttribute("aria-busy", "false");
      asking = false;
    });
    button.setAttribute("aria-disabled", String(!next));
    button.setAttribute("aria-label", label);
    button.title = label;
    return button;
  }

  return h("span", { class: "period-steps" }, stepTo("‹", -1), name, stepTo("›", 1));
}
