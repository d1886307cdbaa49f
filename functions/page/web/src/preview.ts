// What the report of the form would cost: how many calls, of which cached, and what no call can answer.
import { type Form, requestOf } from "./address.ts";
import { type Calls, wasAborted } from "./api.ts";
import { fill, h } from "./dom.ts";
import type { Platform, Unanswerable } from "./types.ts";
import { words } from "./words.ts";

const PAUSE_MS = 350;

export interface Cost {
  element: HTMLElement;
  /** Asks what a form costs once it has not changed for a moment; says nothing of one that is not valid. */
  of(form: Form, valid: boolean): void;
}

export function costLine(calls: Calls, platforms: () => Platform[]): Cost {
  const element = h("div", { class: "cost-line", "aria-live": "polite" });
  let timer: number | undefined;
  let asking = new AbortController();

  async function ask(form: Form): Promise<void> {
    asking = new AbortController();
    const { signal } = asking;
    try {
      const { upstream_calls, cached, unanswerable } = await calls.preview(requestOf(form), signal);
      if (signal.aborted) return;
      const line = h("p", {}, words.preview.calls(upstream_calls, cached));
      fill(element, line, unanswerable.length ? reasons(unanswerable) : null);
    } catch (error) {
      if (!wasAborted(error) && !signal.aborted) fill(element, h("p", {}, words.preview.unknown));
    }
  }

  function reasons(unanswerable: Unanswerable[]): HTMLElement {
    const names = new Map(platforms().map(({ slug, name }) => [slug, name]));
    const each = new Map(unanswerable.map(({ platform__slug: slug, reason }) => [slug, reason]));
    const list = [...each].map(([slug, reason]) => h("li", {}, h("strong", {}, names.get(slug) ?? slug), ` ${reason}`));
    return h("details", {}, h("summary", {}, words.preview.unanswerable(unanswerable.length)), h("ul", {}, ...list));
  }

  return {
    element,
    of(form, valid) {
      window.clearTimeout(timer);
      asking.abort();
      if (!valid) {
        element.replaceChildren();
        return;
      }
      if (!element.childElementCount) fill(element, h("p", {}, words.preview.counting));
      timer = window.setTimeout(() => void ask(form), PAUSE_MS);
    },
  };
}
