// The way to subscriptions: what shows and makes them is loaded once somebody wants to see or make one.
import { type Form, requestOf } from "../address.ts";
import type { Calls } from "../api.ts";
import { apiWords } from "../api-words.ts";
import { fill, h, newId } from "../dom.ts";
import { country } from "../format.ts";
import type { Names } from "../names.ts";
import type { ReportRequest } from "../openapi.d.ts";
import { artistsIn } from "../recent/described.ts";
import { words } from "../words.ts";
import { openWords } from "./open-words.ts";

export interface DoorSettings {
  calls: Calls;
  names: Names;
  formNow(): Form | null;
  fill(request: ReportRequest): void;
  open(reportId: string): void;
  at(id: string | null): void;
  /** Tells that one was made. */
  made(id: string): void;
  refused(): void;
}

export interface SubscriptionsDoor {
  /** Makes the list, which leads to one of them if it is given, until `signal` ends. */
  list(lead: string | null, signal: AbortSignal): HTMLElement;
  /** Opens the dialog that makes a subscription of a form. */
  make(form: Form): Promise<void>;
}

export function subscriptionsDoor({ calls, names, ...does }: DoorSettings): SubscriptionsDoor {
  async function view(): Promise<typeof import("./view.ts")> {
    const [loaded] = await Promise.all([import("./view.ts"), apiWords.ready()]);
    return loaded;
  }

  async function fillIn(place: HTMLElement, lead: string | null, signal: AbortSignal): Promise<void> {
    try {
      const { subscriptionCalls, subscriptionList } = await view();
      if (signal.aborted) return;
      fill(place, ...subscriptionList({ calls: subscriptionCalls(calls), names, signal, lead, ...does }));
    } catch {
      fill(place, h("p", { class: "error", role: "alert" }, words.halfLoaded.title));
    }
  }

  return {
    list(lead, signal) {
      const titleId = newId("title");
      const place = h("div", { class: "subscriptions-body" }, h("p", { role: "status" }, openWords.opening));
      void fillIn(place, lead, signal);
      return h(
        "section",
        { class: "panel subscriptions", "aria-labelledby": titleId },
        h("h2", { id: titleId, tabindex: -1 }, openWords.title),
        place,
      );
    },
    async make(form) {
      const { subscriptionCalls, newSubscription, draftOfForm, ownZone } = await view();
      const title = [artistsIn(requestOf(form), names), form.country && country(form.country)];
      const draft = draftOfForm(form, title.filter(Boolean).join(", "), ownZone());
      // Not waited for: what opened the dialog has done its part.
      void newSubscription({ calls: subscriptionCalls(calls), names }, draft).then((made) => {
        if (made) does.made(made.subscription_id);
      });
    },
  };
}
