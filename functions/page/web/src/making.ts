// Makes the report of a form, by whoever agreed to what it takes.
import { type Form, requestOf } from "./address.ts";
import { type Agreement, needsAgreement, type Price } from "./agreement.ts";
import type { Calls } from "./api.ts";
import type { Report } from "./openapi.d.ts";
import { priceIn } from "./problems.ts";

/**
 * Gives the report there will be; null if the person did not agree, who is asked where `asksBack` says so of the price.
 * It throws what the call to make it throws.
 */
export type Make = (form: Form, asksBack?: (price: Price) => boolean) => Promise<Report | null>;

export interface MakerSettings {
  calls: Calls;
  question: Agreement;
  /** Gives what the report of a form takes, where that is told. */
  priceOf(form: Form): Promise<Price | null>;
}

export function maker({ calls, question, priceOf }: MakerSettings): Make {
  /** The last request that got no answer, and the key under which it is sent again: it may have arrived. */
  let unanswered: { body: string; key: string } | null = null;

  /** Sends a form; `agreed` is how many calls the person agreed to, where that is above the usual. */
  async function send(form: Form, agreed: number | null): Promise<Report | null> {
    const request = { ...requestOf(form), ...(agreed === null ? {} : { max_upstream_calls: agreed }) };
    const body = JSON.stringify(request);
    const key = unanswered?.body === body ? unanswered.key : crypto.randomUUID();
    unanswered = { body, key };
    try {
      const report = await calls.make(request, key);
      unanswered = null;
      return report;
    } catch (error) {
      // What it takes has changed since it was told, or was not known.
      const price = priceIn(error);
      if (price === null) throw error;
      return (await question.ask(price)) ? send(form, price.calls) : null;
    }
  }

  return async (form, asksBack = needsAgreement) => {
    const price = await priceOf(form);
    if (!price || !asksBack(price)) return send(form, null);
    return (await question.ask(price)) ? send(form, price.calls > price.limit ? price.calls : null) : null;
  };
}
