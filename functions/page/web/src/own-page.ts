// The page of somebody with a key: the form, the report the address leads to, and what becomes of both as it changes.
import {
  type Address,
  asksTheSame,
  type Form,
  type FormArtist,
  formOf,
  readAddress,
  requestOf,
  writeAddress,
} from "./address.ts";
import { agreement, needsAgreement } from "./agreement.ts";
import { type Calls, Refused } from "./api.ts";
import { dayOf } from "./dates.ts";
import { h } from "./dom.ts";
import { formView } from "./form.ts";
import { periodName } from "./moments.ts";
import type { Names } from "./names.ts";
import type { Report } from "./openapi.d.ts";
import { priceIn, problemText } from "./problems.ts";
import { stage } from "./stage.ts";
import { wrongBy } from "./validate.ts";
import { words } from "./words.ts";

export interface OwnPage {
  elements: HTMLElement[];
  /** Begins once there is a key: learns what can be asked for and shows what the address leads to. */
  begin(): void;
}

export interface OwnPageSettings {
  calls: Calls;
  names: Names;
  /** Asks for another key. */
  refused(): void;
}

const OFFER_AGAIN_MS = 3_000;

export function ownPage({ calls, names, refused }: OwnPageSettings): OwnPage {
  const today = dayOf(new Date());
  const shown = stage({ names, calls });
  const view = formView({ calls, today, changed, submitted: (given) => void submit(given) });
  const question = agreement();
  const drafted = h("p", { class: "drafted", role: "status", hidden: true });
  /** Forms of the reports seen in this tab, with names and pictures, which a report does not have. */
  const asked = new Map<string, Form>();
  let place: Address = readAddress(location.search, today);
  let form: Form = place.form;
  let touched = false;
  /** The last request that got no answer, and the key under which it is sent again: it may have arrived. */
  let unanswered: { body: string; key: string } | null = null;

  load(form);
  window.addEventListener("popstate", () => {
    place = readAddress(location.search, today);
    show();
  });

  function load(next: Form): void {
    form = next;
    touched = false;
    names.learnForm(form.artists);
    view.load(form);
    sayWhetherDrafted();
  }

  /** Shows what the address leads to: a report, or where one will appear; and the form that belongs to it. */
  function show(): void {
    const { report } = place;
    load((report && asked.get(report)) || place.form);
    if (report === null) shown.empty();
    else follow(report);
  }

  function follow(id: string, known?: Report): void {
    shown.follow(
      {
        read: (signal) => calls.report(id, signal),
        seen,
        refused(refusal) {
          if (refusal.status === 403) refused();
          else
            shown.message(
              words.gone.title,
              form.artists.length ? `${words.gone.text} ${words.gone.again}` : words.gone.text,
            );
        },
      },
      known,
    );
  }

  /** Brings form and address in line with the report that is shown, unless the form has become a draft of another. */
  function seen(report: Report): void {
    const id = report.report_id;
    const now = formOf(report.request, (uuid) => known(uuid, report));
    asked.set(id, now);
    if (!touched && !looksTheSame(form, now)) load(now);
    const address = writeAddress({ form: now, report: id });
    if (location.search !== address) history.replaceState(null, "", address);
    sayWhetherDrafted();
  }

  /** Gives what is known of an artist: from the form it was chosen in, else from the report. */
  function known(uuid: string, { result }: Report): FormArtist {
    const chosen = [...form.artists, ...(place.report ? (asked.get(place.report)?.artists ?? []) : [])].find(
      (artist) => artist.uuid === uuid && artist.name,
    );
    const told = result?.metadata.artists.find((artist) => artist.uuid === uuid);
    return (
      chosen ?? { uuid, name: names.knows(uuid) ? names.artist(uuid) : "", picture: told?.imageUrl ?? null }
    );
  }

  function changed(next: Form): void {
    form = next;
    touched = true;
    names.learnForm(next.artists);
    if (place.report === null) {
      place = { form, report: null };
      history.replaceState(null, "", writeAddress(place));
    }
    sayWhetherDrafted();
  }

  /** With a report on show a changed form is a draft: the address stays the report's. */
  function sayWhetherDrafted(): void {
    const of = place.report && asked.get(place.report);
    drafted.hidden = !of || asksTheSame(form, of);
    if (drafted.hidden || !of) return;
    const undo = h("button", { type: "button", class: "plain" }, words.form.undo);
    undo.addEventListener("click", () => {
      load(of);
      shown.focusHeading();
    });
    drafted.replaceChildren(words.form.drafted(periodName(of.start, of.end)), " ", undo);
  }

  async function submit(given: Form): Promise<void> {
    view.fail(new Map());
    view.busy(true);
    try {
      const price = await view.priceOf(given);
      if (!price || !needsAgreement(price)) await make(given, null);
      else if (await question.ask(price)) await make(given, price.calls > price.limit ? price.calls : null);
    } finally {
      view.busy(false);
    }
  }

  /** Makes the report of a form; `agreed` is how many calls the person agreed to, where that is above the usual. */
  async function make(given: Form, agreed: number | null): Promise<void> {
    const request = { ...requestOf(given), ...(agreed === null ? {} : { max_upstream_calls: agreed }) };
    const body = JSON.stringify(request);
    const key = unanswered?.body === body ? unanswered.key : crypto.randomUUID();
    unanswered = { body, key };
    try {
      const report = await calls.make(request, key);
      unanswered = null;
      asked.set(report.report_id, given);
      place = { form: given, report: report.report_id };
      touched = false;
      history.pushState(null, "", writeAddress(place));
      sayWhetherDrafted();
      follow(report.report_id, report);
      shown.focusHeading();
    } catch (error) {
      const price = priceIn(error);
      if (price === null) explain(error);
      // What it takes has changed since it was told, or was not known.
      else if (await question.ask(price)) await make(given, price.calls);
    }
  }

  /** Says beside the button why no report was made. */
  function explain(error: unknown): void {
    if (error instanceof Refused && error.status === 403) refused();
    else if (error instanceof Refused && error.status === 422) view.fail(wrongBy(error.problem));
    else view.fail(new Map([["form", problemText(error)]]));
  }

  async function offer(): Promise<void> {
    try {
      const offered = await calls.platforms();
      names.learnOffered(offered);
      view.offer(offered);
    } catch (error) {
      if (error instanceof Refused && error.status === 403) return refused();
      setTimeout(() => void offer(), OFFER_AGAIN_MS);
    }
  }

  return {
    elements: [
      skipLink(),
      h(
        "main",
        { class: "columns" },
        h("div", { class: "form-column" }, view.element),
        h("div", { class: "report-side" }, drafted, shown.element),
      ),
      question.element,
    ],
    begin() {
      void offer();
      show();
    },
  };
}

/** Says whether two forms show the same, names included. */
function looksTheSame(one: Form, other: Form): boolean {
  const names = (form: Form): string => JSON.stringify(form.artists.map(({ name }) => name));
  return asksTheSame(one, other) && names(one) === names(other);
}

function skipLink(): HTMLElement {
  const link = h("a", { class: "skip", href: "#report" }, words.skip);
  // Not followed: another fragment would be another entry of the history, which shows the report anew.
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("report")?.focus();
  });
  return link;
}
