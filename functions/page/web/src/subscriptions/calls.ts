// The calls about subscriptions.
import type { Calls } from "../api.ts";
import type { SubscriptionToCreate } from "../openapi.d.ts";
import type {
  Draft,
  Subscription,
  SubscriptionPreview,
  SubscriptionRun,
  SubscriptionRuns,
  Subscriptions,
} from "./types.ts";

export interface SubscriptionCalls {
  list(signal: AbortSignal): Promise<Subscriptions>;
  preview(draft: Draft, signal: AbortSignal): Promise<SubscriptionPreview>;
  /** Makes one; the same key again makes no other. */
  create(draft: Draft, idempotencyKey: string): Promise<Subscription>;
  /** Changes what one says, if it is still of this version. */
  change(id: string, draft: Draft, version: number): Promise<Subscription>;
  pause(id: string, paused: boolean): Promise<Subscription>;
  remove(id: string): Promise<void>;
  run(id: string, idempotencyKey: string): Promise<SubscriptionRun>;
  runs(id: string, cursor: string | null, limit: number, signal: AbortSignal): Promise<SubscriptionRuns>;
}

/** Makes the calls. */
export function subscriptionCalls({ request }: Calls): SubscriptionCalls {
  const of = (id: string, more = ""): string => `./subscriptions/${encodeURIComponent(id)}${more}`;
  const once = (key: string) => ({ headers: { "idempotency-key": key } });
  return {
    list: (signal) => request("GET", "./subscriptions", undefined, { signal }),
    preview: (draft, signal) => request("POST", "./subscriptions/preview", bodyOf(draft), { signal }),
    create: (draft, key) => request("POST", "./subscriptions", bodyOf(draft), once(key)),
    change: (id, draft, version) => request("PATCH", of(id), { ...draft, version }),
    pause: (id, paused) => request("PATCH", of(id), { paused }),
    remove: (id) => request("DELETE", of(id)),
    run: (id, key) => request("POST", of(id, "/run"), undefined, once(key)),
    runs(id, cursor, limit, signal) {
      const query = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) });
      return request("GET", of(id, `/runs?${query}`), undefined, { signal });
    },
  };
}

/** Gives a draft as it is posted: what is not asked for is left out. */
function bodyOf({ on, only_when: onlyWhen, ...draft }: Draft): SubscriptionToCreate {
  return {
    ...draft,
    ...(on === null ? {} : { on }),
    ...(onlyWhen === null ? {} : { only_when: onlyWhen }),
  } as SubscriptionToCreate;
}
