// What a subscription will cost a month and when it is due, told before it is made.
import { wasAborted } from "../api.ts";
import { fill, h } from "../dom.ts";
import { period as days } from "../format.ts";
import type { SubscriptionCalls } from "./calls.ts";
import type { Draft, SubscriptionPreview } from "./types.ts";
import { dueText } from "./when.ts";
import { subscriptionWords } from "./words.ts";

const PAUSE_MS = 400;

export interface Forecast {
  element: HTMLElement;
  /** Asks once a draft has not changed for a moment; null where it is not complete yet. */
  of(draft: Draft | null): void;
}

/** Makes the forecast until `signal` ends; `refused` is given what the API says is wrong with a draft. */
export function forecast(
  calls: SubscriptionCalls,
  signal: AbortSignal,
  refused: (error: unknown) => boolean,
): Forecast {
  const texts = subscriptionWords.preview;
  const element = h("div", { class: "forecast", "aria-live": "polite" });
  let timer: number | undefined;
  let asking = new AbortController();

  async function ask(draft: Draft): Promise<void> {
    asking = new AbortController();
    const given = AbortSignal.any([asking.signal, signal]);
    try {
      const preview = await calls.preview(draft, given);
      if (!given.aborted) fill(element, ...told(preview));
    } catch (error) {
      if (wasAborted(error) || given.aborted) return;
      fill(element, refused(error) ? null : h("p", {}, texts.unknown));
    }
  }

  signal.addEventListener("abort", () => window.clearTimeout(timer), { once: true });
  return {
    element,
    of(draft) {
      window.clearTimeout(timer);
      asking.abort();
      if (draft === null) {
        fill(element, h("p", { class: "quiet" }, texts.first));
        return;
      }
      if (!element.querySelector("ol")) fill(element, h("p", { class: "quiet" }, texts.asking));
      timer = window.setTimeout(() => void ask(draft), PAUSE_MS);
    },
  };
}

function told({ cost, due, first_period: first, time_zone: zone }: SubscriptionPreview): HTMLElement[] {
  const texts = subscriptionWords.preview;
  const { runs_a_month: runs, upstream_calls_per_run: perRun, upstream_calls_a_month: aMonth } = cost;
  const { left, limit } = cost.budget;
  return [
    h(
      "p",
      { class: cost.fits ? "" : "error" },
      h("strong", {}, texts.cost(runs, perRun, aMonth)),
      cost.fits ? null : ` ${texts.fitsNot(limit)}`,
    ),
    h("p", { class: "quiet" }, texts.left(left, limit)),
    h("p", { class: "forecast-next" }, texts.next),
    h("ol", {}, ...due.map((at) => h("li", {}, dueText(at, zone)))),
    h("p", { class: "quiet" }, texts.about(days(first.start, first.end))),
  ];
}
