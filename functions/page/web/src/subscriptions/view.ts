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
import { words } from "../words.ts";
import type { SubscriptionCalls } from "./calls.ts";
import { datedNow } from "./described.ts";
import { editSubscription } from "./editing.ts";
import { type Action, type Entry, entry, shownOf } from "./entry.ts";
import { whileLookedAt } from "./looking.ts";
import { type Runs, runsOf } from "./runs.ts";
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
  /** What its entry says, to tell whether that is still so. */
  said: string;
  entry: Entry;
  /** Its runs, while they are shown, and what ends all they hold on to. */
  runs: (Runs & { end: AbortController }) | null;
}

/** How often the list is read again while somebody looks at it: others change it, and so does time. */
const READ_AGAIN_MS = 60_000;

/** Shows the list and keeps it up with what is done to it, here and elsewhere. */
export function subscriptionList({ calls, names, signal, lead, ...does }: ListSettings): HTMLElement[] {
  const texts = subscriptionWords.actions;
  const list = h("ul", { class: "subscription-list" });
  const said = h("p", { class: "subscription-said", role: "status" }, subscriptionWords.loading);
  const failed = h("p", { class: "error", role: "alert", hidden: true });
  const retry = h("button", { type: "button", hidden: true }, subscriptionWords.retry);
  const attempt = attempting(failed, { 404: subscriptionWords.notThere });
  const shown = new Map<string, Shown>();
  /** Counts what was done here: what was read before that is not shown after it. */
  let done = 0;
  retry.addEventListener("click", () => void load());

  async function read(): Promise<Subscription[]> {
    const { subscriptions } = await calls.list(signal);
    for (const { artists } of subscriptions)
      names.learnForm(artists.map(({ uuid, name }) => ({ uuid, name: name ?? "" })));
    return subscriptions;
  }

  async function load(): Promise<void> {
    retry.hidden = failed.hidden = true;
    try {
      const subscriptions = await read();
      fill(list, ...subscriptions.map((each) => add(each).element));
      whileLookedAt(() => void refresh(), READ_AGAIN_MS, signal);
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

  /** Brings the list up to what there is now; what has not changed stays as it is, and so does the focus. */
  async function refresh(): Promise<void> {
    const before = done;
    try {
      const subscriptions = await read();
      if (signal.aborted || done !== before || document.querySelector("dialog[open]")) return;
      for (const [id, of] of [...shown])
        if (!subscriptions.some(({ subscription_id: other }) => other === id)) {
          said.textContent = texts.deleted(of.subscription.title);
          drop(of);
        }
      const now = new Date();
      let place = list.firstElementChild;
      for (const subscription of subscriptions) {
        const of = shown.get(subscription.subscription_id);
        const { element } = of ? brought(of, subscription, now) : add(subscription);
        if (!of) list.insertBefore(element, place);
        place = element.nextElementSibling;
      }
      if (failed.textContent === words.problem.offline) failed.hidden = true;
      if (shown.size && said.textContent === subscriptionWords.none) said.textContent = "";
    } catch (error) {
      // What is shown may be old then; the next time says more.
      if (error instanceof Refused && error.status === 403 && !signal.aborted) does.refused();
    }
  }

  /** Brings an entry up to what its subscription is now, unless somebody is in the middle of it. */
  function brought(of: Shown, now: Subscription, moment: Date): Entry {
    const focused = of.entry.focused();
    if (of.said === shownOf(now, names, moment) || focused === "other") {
      void of.runs?.read();
      return of.entry;
    }
    const made = swap(now);
    if (focused === "heading") made.heading.focus();
    else if (focused) made.focus(focused);
    return made;
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
      said: shownOf(subscription, names, new Date()),
      runs: null,
      entry: entry(
        subscription,
        names,
        {
          async run() {
            await here(id, () => calls.run(id, crypto.randomUUID()));
            shown.get(id)?.entry.showRuns();
            said.textContent = texts.ran;
          },
          edit: () => void edit(id),
          fill: () => does.fill(datedNow(shown.get(id)!.subscription)),
          async pause(paused) {
            replace(await here(id, () => calls.pause(id, paused)), "pause");
            said.textContent = paused ? texts.pausedNow(title) : texts.resumed(title);
          },
          runs: (place, isShown) => showRuns(made, place, isShown),
          isUnwanted() {
            const { ask } = subscriptionWords;
            return isWanted({ ...ask, title: ask.title(title) });
          },
          remove: () => remove(id, title),
        },
        attempt,
      ),
    };
    shown.set(id, made);
    return made.entry;
  }

  /** Does something with one of the list, which leaves the list if it turns out not to be there any more. */
  async function here<Answer>(id: string, act: () => Promise<Answer>): Promise<Answer> {
    try {
      return await act();
    } catch (error) {
      const gone = error instanceof Refused && error.status === 404 ? shown.get(id) : undefined;
      if (gone) {
        said.textContent = "";
        drop(gone);
      }
      throw error;
    } finally {
      done += 1;
    }
  }

  function showRuns(of: Shown, place: HTMLElement, isShown: boolean): void {
    of.runs?.end.abort();
    of.runs = null;
    does.at(isShown ? of.subscription.subscription_id : null);
    if (!isShown) {
      fill(place);
      return;
    }
    const end = new AbortController();
    const made = runsOf(of.subscription, {
      calls,
      signal: AbortSignal.any([signal, end.signal]),
      open: does.open,
      gone() {
        said.textContent = "";
        drop(of);
        failed.hidden = false;
        failed.textContent = subscriptionWords.notThere;
      },
    });
    of.runs = { ...made, end };
    fill(place, made.element);
    void made.read();
  }

  /** Shows what has become of one; the focus goes on to what does the same there. */
  function replace(now: Subscription, action: Action): void {
    if (shown.has(now.subscription_id)) swap(now).focus(action);
  }

  /** Puts an entry in the place of the one there is of the same subscription, with its runs if they are shown. */
  function swap(now: Subscription): Entry {
    const before = shown.get(now.subscription_id)!;
    before.runs?.end.abort();
    const made = add(now);
    before.entry.element.replaceWith(made.element);
    if (before.runs) made.showRuns();
    return made;
  }

  /** Takes one off the list; the focus, if it was there, goes on to what takes its place. */
  function drop(gone: Shown): void {
    const { element } = gone.entry;
    const hadFocus = gone.entry.focused() !== null;
    gone.runs?.end.abort();
    if (gone.runs) does.at(null);
    shown.delete(gone.subscription.subscription_id);
    const after = element.nextElementSibling ?? element.previousElementSibling;
    element.remove();
    if (!shown.size) said.textContent = subscriptionWords.none;
    if (hadFocus) focusOn(after);
  }

  function focusOn(place: Element | null): void {
    const next = [...shown.values()].find(({ entry }) => entry.element === place);
    (next?.entry.heading ?? list.closest("section")?.querySelector("h2"))?.focus();
  }

  async function edit(id: string): Promise<void> {
    const form = does.formNow();
    const { subscription: before } = shown.get(id)!;
    const edited = await editSubscription({ calls, names }, before, form && requestOf(form));
    // Given up, as may be because somebody else has deleted it.
    if (!edited) return void refresh();
    done += 1;
    const { stays, subscription } = edited;
    failed.hidden = true;
    replace(subscription, "edit");
    said.textContent = (stays === "mine" ? texts.saved : texts.theirsStays)(subscription.title);
  }

  async function remove(id: string, title: string): Promise<void> {
    try {
      await here(id, () => calls.remove(id));
    } catch (error) {
      // Somebody else was quicker.
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
    const gone = shown.get(id);
    if (gone) drop(gone);
    said.textContent = `${texts.deleted(title)} ${shown.size ? "" : subscriptionWords.none}`;
  }

  void load();
  return [said, failed, retry, list];
}
