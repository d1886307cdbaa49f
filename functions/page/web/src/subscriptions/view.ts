// The subscriptions of the key, each to be run, changed, paused or deleted, and the dialog that makes one. No part of the
// page's first load.
import { type Form, requestOf } from "../address.ts";
import { Refused, wasAborted } from "../api.ts";
import { attempting } from "../attempt.ts";
import { fill, h } from "../dom.ts";
import type { Names } from "../names.ts";
import type { ReportRequest } from "../openapi.d.ts";
import { problemText } from "../problems.ts";
import { isWanted } from "../question.ts";
import { say } from "../worded.ts";
import type { SubscriptionCalls } from "./calls.ts";
import { datedNow } from "./described.ts";
import { editSubscription } from "./editing.ts";
import { type Action, type Entry, entry } from "./entry.ts";
import { runsOf } from "./runs.ts";
import type { Subscription } from "./types.ts";
import { subscriptionWords } from "./words.ts";

export { subscriptionCalls } from "./calls.ts";
export { newSubscription } from "./editing.ts";
export { draftOfForm } from "./rules.ts";
export { ownZone } from "./when.ts";

export interface ListSettings {
  calls: SubscriptionCalls;
  names: Names;
  /** Tells that the list is no longer shown. */
  signal: AbortSignal;
  /** The one to lead to, if any. */
  lead: string | null;
  /** Gives what the form asks for, if that can be asked. */
  formNow(): Form | null;
  /** Puts a request into the form, for days of its period. */
  fill(request: ReportRequest): void;
  /** Shows a report. */
  open(reportId: string): void;
  /** Says which one's runs are shown, or none, for the address. */
  at(id: string | null): void;
  refused(): void;
}

interface Shown {
  subscription: Subscription;
  entry: Entry;
  /** Ends what its runs hold on to. */
  runs: AbortController | null;
}

/** Shows the list and keeps it up with what is done to it. */
export function subscriptionList({ calls, names, signal, lead, ...does }: ListSettings): HTMLElement[] {
  const texts = subscriptionWords.actions;
  const list = h("ul", { class: "subscription-list" });
  const said = h("p", { class: "subscription-said", role: "status" }, subscriptionWords.loading);
  const failed = h("p", { class: "error", role: "alert", hidden: true });
  const retry = h("button", { type: "button", hidden: true }, subscriptionWords.retry);
  const attempt = attempting(failed, { 404: subscriptionWords.notThere });
  const shown = new Map<string, Shown>();
  retry.addEventListener("click", () => void load());

  async function load(): Promise<void> {
    retry.hidden = failed.hidden = true;
    try {
      const { subscriptions } = await calls.list(signal);
      for (const { artists } of subscriptions)
        names.learnForm(artists.map(({ uuid, name }) => ({ uuid, name: name ?? "" })));
      fill(list, ...subscriptions.map((each) => add(each).element));
      said.textContent = subscriptions.length ? "" : subscriptionWords.none;
      if (lead !== null) leadTo(lead);
    } catch (error) {
      if (wasAborted(error) || signal.aborted) return;
      if (error instanceof Refused && error.status === 403) return does.refused();
      said.textContent = "";
      retry.hidden = failed.hidden = false;
      say(failed, problemText(error));
    }
  }

  /** Leads to one, with its runs opened. */
  function leadTo(id: string): void {
    const of = shown.get(id);
    if (!of) {
      failed.hidden = false;
      failed.textContent = subscriptionWords.notThere;
      failed.tabIndex = -1;
      failed.focus();
      return;
    }
    of.entry.showRuns();
    of.entry.heading.focus({ preventScroll: true });
    of.entry.element.scrollIntoView({ block: "start" });
  }

  function add(subscription: Subscription): Entry {
    const { subscription_id: id, title } = subscription;
    const made: Shown = {
      subscription,
      runs: null,
      entry: entry(
        subscription,
        names,
        {
          async run() {
            await calls.run(id, crypto.randomUUID());
            shown.get(id)?.entry.showRuns();
            said.textContent = texts.ran;
          },
          edit: () => void edit(id),
          fill: () => does.fill(datedNow(shown.get(id)!.subscription)),
          async pause(paused) {
            replace(await calls.pause(id, paused), "pause");
            said.textContent = paused ? texts.pausedNow(title) : texts.resumed(title);
          },
          runs: (place, isShown) => showRuns(made, place, isShown),
          isUnwanted() {
            const { ask } = subscriptionWords;
            return isWanted({ ...ask, title: ask.title(title) });
          },
          remove: () => remove(id),
        },
        attempt,
      ),
    };
    shown.set(id, made);
    return made.entry;
  }

  function showRuns(of: Shown, place: HTMLElement, isShown: boolean): void {
    of.runs?.abort();
    of.runs = isShown ? new AbortController() : null;
    does.at(isShown ? of.subscription.subscription_id : null);
    if (!of.runs) {
      fill(place);
      return;
    }
    const until = AbortSignal.any([signal, of.runs.signal]);
    const runs = runsOf(calls, of.subscription, until, does.open);
    fill(place, runs.element);
    void runs.read();
  }

  /** Shows what has become of one; the focus goes on to what does the same there. */
  function replace(now: Subscription, action: Action): void {
    const before = shown.get(now.subscription_id);
    before?.runs?.abort();
    const made = add(now);
    before?.entry.element.replaceWith(made.element);
    if (before?.runs) made.showRuns();
    made.focus(action);
  }

  async function edit(id: string): Promise<void> {
    const form = does.formNow();
    const { subscription: before } = shown.get(id)!;
    const edited = await editSubscription({ calls, names }, before, form && requestOf(form));
    if (!edited) return;
    const { stays, subscription } = edited;
    failed.hidden = true;
    replace(subscription, "edit");
    said.textContent = (stays === "mine" ? texts.saved : texts.theirsStays)(subscription.title);
  }

  async function remove(id: string): Promise<void> {
    try {
      await calls.remove(id);
    } catch (error) {
      // Somebody else was quicker.
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
    const gone = shown.get(id)!;
    gone.runs?.abort();
    if (gone.runs) does.at(null);
    shown.delete(id);
    const after = gone.entry.element.nextElementSibling ?? gone.entry.element.previousElementSibling;
    gone.entry.element.remove();
    const others = [...shown.values()].find((each) => each.entry.element === after);
    said.textContent = `${texts.deleted(gone.subscription.title)} ${shown.size ? "" : subscriptionWords.none}`;
    (others?.entry.heading ?? list.closest("section")?.querySelector("h2"))?.focus();
  }

  void load();
  return [said, failed, retry, list];
}
