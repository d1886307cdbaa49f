// What the report of the form would cost: how many calls, of which cached; what no call can answer, and what cannot be
// compared whatever comes.
import { type Form, requestOf } from "./address.ts";
import type { Price } from "./agreement.ts";
import { type Calls, Refused, wasAborted } from "./api.ts";
import { fill, h } from "./dom.ts";
import { type Note, sentencesOf } from "./notes.ts";
import type { NotComparable, Platform, Preview, Unanswerable } from "./openapi.d.ts";
import { priceWords } from "./price-words.ts";
import { IN_ORDER, type Wrong, wrongBy } from "./validate.ts";
import { langOf, sentences } from "./worded.ts";
import { words } from "./words.ts";

const PAUSE_MS = 350;

export interface Cost {
  element: HTMLElement;
  /** Asks what a form costs once it has not changed for a moment; of one with something wrong it names what is. */
  of(form: Form, wrong: Wrong): void;
  /** Gives the price of a form, asking for it if it is not known yet; null where that is not told. */
  priceOf(form: Form): Promise<Price | null>;
  /** Forgets the price it knows: what is left of the month's calls, or what is cached, has changed. */
  forget(): void;
}

export function costLine(calls: Calls, platforms: () => Platform[]): Cost {
  const element = h("div", { class: "cost-line", "aria-live": "polite" });
  let timer: number | undefined;
  let asking = new AbortController();
  let known: { asked: string; price: Price } | null = null;

  async function ask(form: Form): Promise<void> {
    asking = new AbortController();
    const { signal } = asking;
    try {
      const preview = await calls.preview(requestOf(form), signal);
      const { price, cached, sections, unanswerable, not_comparable, budget } = preview;
      if (signal.aborted) return;
      learn(form, preview);
      const atMost = sections.some((section) => section.at_most);
      fill(
        element,
        h(
          "div",
          { class: price > budget.left ? "price too-much" : "price" },
          h("p", {}, priceWords.of(price, budget.left, atMost)),
          cached ? h("p", { class: "quiet" }, priceWords.cached(cached)) : null,
        ),
        unanswerable.length ? reasons(unanswerable) : null,
        not_comparable?.length ? incomparable(not_comparable, form) : null,
      );
    } catch (error) {
      if (wasAborted(error) || signal.aborted) return;
      if (error instanceof Refused && error.status === 422) untold(wrongBy(error.problem));
      else fill(element, h("p", {}, words.preview.unknown));
    }
  }

  /** Says which fields keep it from being told. */
  function untold(wrong: Wrong): void {
    const names = IN_ORDER.filter((name) => wrong.has(name)).map((name) => words.form[name]);
    const why = wrong.get("form");
    const told = names.length ? words.preview.first(names) : (why ?? words.preview.unknown);
    fill(element, h("p", { class: "quiet", lang: langOf(told) }, told));
  }

  function learn(form: Form, { price, limit, budget }: Preview): Price {
    known = { asked: JSON.stringify(requestOf(form)), price: { calls: price, limit, left: budget.left } };
    return known.price;
  }

  async function priceOf(form: Form): Promise<Price | null> {
    const request = requestOf(form);
    if (known?.asked === JSON.stringify(request)) return known.price;
    try {
      return learn(form, await calls.preview(request, new AbortController().signal));
    } catch {
      return null; // Why is said where the report is asked for: that fails likewise, or asks back itself.
    }
  }

  function platformOf(slug: string): { platform__name: string; platform__audience_metric_name: string } {
    const known = platforms().find((platform) => platform.slug === slug);
    return { platform__name: known?.name ?? slug, platform__audience_metric_name: known?.metric ?? "" };
  }

  function reasons(unanswerable: Unanswerable[]): HTMLElement {
    const each = [
      ...new Map(unanswerable.map((cell) => [`${cell.section}/${cell.platform__slug}`, cell])).values(),
    ];
    const list = each.map(({ section, platform__slug: slug, status, reason }) => {
      // What a section lacks, only the API can say.
      const coded = status === "not_published" && !section;
      const notes: { notes?: Note[] } = coded ? { notes: [{ code: status }] } : {};
      const told = sentencesOf({ ...platformOf(slug), note: sentences(reason), ...notes }).join(" ");
      return h("li", { lang: langOf(told) }, told);
    });
    return h(
      "details",
      {},
      h("summary", {}, words.preview.unanswerable(unanswerable.length)),
      h("ul", { tabindex: 0 }, ...list),
    );
  }

  /** Names what will not be compared, before anything is spent on it. */
  function incomparable(platforms: NotComparable[], { compare }: Form): HTMLElement {
    const each = platforms.map(({ platform__slug: slug, reason, notes }) => ({
      ...platformOf(slug),
      note: reason,
      notes,
    }));
    const names = each.map(({ platform__name, platform__audience_metric_name }) =>
      `${platform__name} ${platform__audience_metric_name}`.trim(),
    );
    const list = each.map((of, index) =>
      h("li", {}, h("strong", {}, names[index] ?? ""), ` ${sentencesOf(of).join(" ")}`),
    );
    const other = words.comparisons[compare ?? "none"].toLowerCase();
    return h(
      "details",
      {},
      h("summary", {}, words.preview.notComparable(other, names)),
      h("ul", { tabindex: 0 }, ...list),
    );
  }

  return {
    element,
    priceOf,
    forget() {
      known = null;
    },
    of(form, wrong) {
      window.clearTimeout(timer);
      asking.abort();
      if (wrong.size) return untold(wrong);
      if (!element.querySelector(".price")) fill(element, h("p", {}, words.preview.counting));
      timer = window.setTimeout(() => void ask(form), PAUSE_MS);
    },
  };
}
