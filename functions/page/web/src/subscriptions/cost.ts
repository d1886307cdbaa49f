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
  /** Asks once a draft has not changed for a moment, unless fields of it, named, are not as they must be yet. */
  of(draft: Draft, lacking: string[]): void;
}

/**
 * Makes the forecast until `signal` ends; `refused` is given what the API says is wrong with a draft, and names the
 * fields that is about, or says null where it is about none.
 */
export function forecast(
  calls: SubscriptionCalls,
  signal: AbortSignal,
  refused: (error: unknown) => string[] | null,
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
      const about = refused(error);
      if (about?.length) lacks(about);
      else fill(element, about ? null : h("p", {}, texts.unknown));
    }
  }

  /** Says which fields keep it from being told. */
  function lacks(fields: string[]): void {
    fill(element, h("p", { class: "quiet" }, texts.first(fields)));
  }

  signal.addEventListener("abort", () => window.clearTimeout(timer), { once: true });
  return {
    element,
    of(draft, lacking) {
      window.clearTimeout(timer);
      asking.abort();
      if (lacking.length) return lacks(lacking);
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
