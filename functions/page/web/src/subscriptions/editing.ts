// Has a subscription made or changed in its dialog.
import { Refused } from "../api.ts";
import type { ReportRequest } from "../openapi.d.ts";
import type { SubscriptionCalls } from "./calls.ts";
import { askWhose } from "./conflict.ts";
import { draftDialog, type Settings } from "./dialog.ts";
import { differing, draftOf, insteadOf } from "./rules.ts";
import type { Draft, Subscription } from "./types.ts";
import { subscriptionWords } from "./words.ts";

/** What a subscription is after its dialog, and whose state of it stays; null if the dialog was closed. */
export type Edited = { stays: "mine" | "theirs"; subscription: Subscription } | null;

/** Has a subscription made; gives it, or null if that is given up. */
export async function newSubscription(
  { calls, names }: Settings,
  first: Draft,
): Promise<Subscription | null> {
  const texts = subscriptionWords.dialog;
  /** What was sent last, and its key, under which it is sent again: it may have arrived. */
  let sent = { body: "", key: "" };
  let made: Subscription | null = null;
  await draftDialog({ calls, names }, first, {
    title: texts.newTitle,
    submit: texts.create,
    submitting: texts.creating,
    async save(draft) {
      const body = JSON.stringify(draft);
      if (sent.body !== body) sent = { body, key: crypto.randomUUID() };
      made = await calls.create(draft, sent.key);
      return true;
    },
  });
  return made;
}

/** Has a subscription changed, which may ask for what the `form` does. */
export async function editSubscription(
  { calls, names }: Settings,
  before: Subscription,
  form: ReportRequest | null,
): Promise<Edited> {
  const texts = subscriptionWords.dialog;
  let edited: Edited = null;
  await draftDialog({ calls, names }, draftOf(before), {
    instead: form && insteadOf(before.request, form),
    title: texts.editTitle(before.title),
    submit: texts.save,
    submitting: texts.saving,
    async save(draft) {
      edited = await saved(calls, before, draft);
      return edited !== null;
    },
  });
  return edited;
}

/** Saves a draft over what it was begun with; null if somebody else changed that and nobody decides what stays. */
async function saved(calls: SubscriptionCalls, before: Subscription, draft: Draft): Promise<Edited> {
  try {
    const subscription = await calls.change(before.subscription_id, draft, before.version);
    return { stays: "mine", subscription };
  } catch (error) {
    const theirs = error instanceof Refused ? error.problem.subscription : undefined;
    if (!theirs) throw error;
    // A run of it counts its version up, too, and leaves what it says as it was.
    const changed = differing(draftOf(theirs), draftOf(before)).length > 0;
    const whose = changed ? await askWhose(draft, draftOf(theirs)) : "mine";
    if (whose === null) return null;
    return whose === "mine" ? saved(calls, theirs, draft) : { stays: "theirs", subscription: theirs };
  }
}
