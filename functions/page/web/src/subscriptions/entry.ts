// One subscription of the list: when it is due, to whom it goes, what can be done with it, and its runs.
import type { Attempt } from "../attempt.ts";
import { h, newId } from "../dom.ts";
import { moment } from "../moments.ts";
import type { Names } from "../names.ts";
import { langOf, sentences } from "../worded.ts";
import { aboutOf, periodExplained, rulesOf } from "./described.ts";
import { targetLabel } from "./target-name.ts";
import type { Subscription } from "./types.ts";
import { dueText, inWords } from "./when.ts";
import { subscriptionWords } from "./words.ts";

/** What is due comes with the next tick, one in five minutes. */
const LATE_MS = 10 * 60_000;

export type Action = "run" | "edit" | "fill" | "pause" | "runs" | "delete";

export interface EntryDoes {
  run(): Promise<void>;
  edit(): void;
  /** Puts what it asks for into the form. */
  fill(): void;
  pause(paused: boolean): Promise<void>;
  /** Shows the runs in their place, or takes them away. */
  runs(place: HTMLElement, shown: boolean): void;
  remove(): Promise<void>;
  /** Says whether it is to be deleted. */
  isUnwanted(): Promise<boolean>;
}

export interface Entry {
  element: HTMLElement;
  heading: HTMLElement;
  /** Puts the focus on what does something. */
  focus(action: Action): void;
  /** Gives what the focus is on: what does something, the heading, or anything else in the entry; null if it is not. */
  focused(): Action | "heading" | "other" | null;
  showRuns(): void;
}

export function entry(subscription: Subscription, names: Names, does: EntryDoes, attempt: Attempt): Entry {
  const now = new Date();
  const { title, paused, deliver } = subscription;
  const texts = subscriptionWords.actions;
  const heading = h("h3", { tabindex: -1 }, title);
  const place = h("div", { id: newId("runs"), hidden: true });
  const buttons = {
    run: button(texts.run, () => void attempt(buttons.run, texts.running, does.run)),
    edit: button(texts.edit, () => does.edit()),
    fill: button(texts.fill, () => does.fill()),
    pause: button(paused ? texts.resume : texts.pause, () =>
      attempt(buttons.pause, paused ? texts.resuming : texts.pausing, () => does.pause(!paused)),
    ),
    runs: button(texts.runs, () => showRuns(place.hidden)),
    delete: button(texts.delete, () => void removed()),
  };
  buttons.delete.classList.add("plain");
  // It would go to nobody.
  if (!deliver.length) buttons.run.disabled = buttons.pause.disabled = true;
  buttons.runs.setAttribute("aria-expanded", "false");
  buttons.runs.setAttribute("aria-controls", place.id);

  function button(label: string, act: () => void): HTMLButtonElement {
    const made = h("button", { type: "button", "aria-label": texts.of(label, title) }, label);
    made.addEventListener("click", act);
    return made;
  }

  async function removed(): Promise<void> {
    if (await does.isUnwanted()) await attempt(buttons.delete, texts.deleting, does.remove);
  }

  function showRuns(shown: boolean): void {
    place.hidden = !shown;
    buttons.runs.setAttribute("aria-expanded", String(shown));
    does.runs(place, shown);
  }

  const element = h(
    "li",
    { class: "subscription" },
    h(
      "div",
      { class: "subscription-head" },
      heading,
      paused ? h("span", { class: "badge partial" }, subscriptionWords.paused) : null,
    ),
    h("p", { class: "quiet" }, aboutOf(subscription.request, names)),
    h("p", {}, inWords(subscription)),
    ...next(subscription, now),
    h(
      "ul",
      { class: "targets", "aria-label": subscriptionWords.targets },
      ...deliver.map((target) => h("li", {}, targetLabel(target))),
    ),
    h("p", { class: "quiet" }, small(subscription, now)),
    h("div", { class: "recent-actions" }, ...Object.values(buttons)),
    place,
  );
  return {
    element,
    heading,
    focus: (action) => buttons[action].focus(),
    focused() {
      const { activeElement: focused } = document;
      if (!element.contains(focused)) return null;
      const actions = Object.keys(buttons) as Action[];
      return focused === heading ? "heading" : (actions.find((each) => buttons[each] === focused) ?? "other");
    },
    showRuns: () => showRuns(true),
  };
}

/** Says in one text all that an entry shows of a subscription at a moment. */
export function shownOf(subscription: Subscription, names: Names, now: Date): string {
  return JSON.stringify([
    subscription,
    aboutOf(subscription.request, names),
    small(subscription, now),
    isLate(subscription, now),
  ]);
}

function isLate({ next_due: due }: Subscription, now: Date): boolean {
  return due !== null && Date.parse(due) + LATE_MS < now.getTime();
}

/** Says when it comes next, or why it does not. */
function next(subscription: Subscription, now: Date): HTMLElement[] {
  const { next_due: due, time_zone: zone, paused, failures, deliver } = subscription;
  if (!paused) {
    const { next, overdue } = subscriptionWords.due;
    return [
      ...(due === null
        ? []
        : [
            h(
              "p",
              { class: "subscription-next" },
              (isLate(subscription, now) ? overdue : next)(dueText(due, zone)),
            ),
          ]),
      ...(failures ? [h("p", { class: "paused-why" }, subscriptionWords.failures(failures))] : []),
    ];
  }
  // What somebody did by hand needs no other reason, nor does a target it has by now.
  const isPlain = paused.by === "owner" || (paused.by === "unsubscribed" && deliver.length > 0);
  const why = isPlain ? "" : sentences(paused.why);
  return [
    h(
      "p",
      { class: "paused-why" },
      `${subscriptionWords.pausedBy[paused.by]} ${subscriptionWords.since(moment(paused.at))}`,
    ),
    ...(why ? [h("p", { class: "quiet", lang: langOf(why) }, why)] : []),
  ];
}

/** Says in small letters what is rarely looked for. */
function small({ request, time_zone: zone, cost, ...rules }: Subscription, now: Date): string {
  return [
    periodExplained(request.period, zone, now),
    subscriptionWords.upTo(cost.upstream_calls_a_month),
    ...rulesOf(rules),
  ].join(" · ");
}
