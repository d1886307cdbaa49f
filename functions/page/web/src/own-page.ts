// The page of somebody with a key: the form, the report the address leads to, and what becomes of both as it changes.
import {
  type Address,
  asksTheSame,
  type Form,
  type FormArtist,
  formOf,
  readAddress,
  writeAddress,
} from "./address.ts";
import { agreement, type Price } from "./agreement.ts";
import { type Calls, Refused } from "./api.ts";
import { dayOf } from "./dates.ts";
import { h } from "./dom.ts";
import { type Draft, draftIs, type Typed, takeDraft } from "./draft.ts";
import { foldOf } from "./form/fold.ts";
import { keepUsual, usualPlatforms } from "./form/usual.ts";
import { formWords } from "./form/words.ts";
import { formView } from "./form.ts";
import { maker } from "./making.ts";
import { periodName } from "./moments.ts";
import type { Names } from "./names.ts";
import type { Report } from "./openapi.d.ts";
import { problemText } from "./problems.ts";
import { recentReports } from "./recent/list.ts";
import type { Again } from "./sections/view.ts";
import { stage } from "./stage.ts";
import { fragmentOf, subscriptionIn } from "./subscriptions/address.ts";
import { subscriptionsDoor } from "./subscriptions/door.ts";
import { openWords } from "./subscriptions/open-words.ts";
import { wrongBy } from "./validate.ts";
import { hasEnded } from "./watch.ts";
import { words } from "./words.ts";

export interface OwnPage {
  elements: HTMLElement[];
  /** Begins once there is a key: learns what can be asked for and shows what the address leads to. */
  begin(): void;
  /** Leads to what was made before, which takes the place of the report on show. */
  recent(): void;
  /** Leads to what is sent regularly, likewise. */
  subscriptions(): void;
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
  const view = formView({
    calls,
    today,
    known: () => names.known(),
    changed,
    submitted: (given) => void submit(given),
    regularly: (given) => subscriptions.make(given),
  });
  const fold = foldOf(view.element, names, view.price);
  const recent = recentReports({
    ...{ calls, names, today },
    open(report) {
      const of = formOf(report.request, named);
      asked.set(report.report_id, of);
      go({ form: of, report: report.report_id });
      shown.focusHeading();
    },
    again(report, days) {
      fill({ ...formOf(report.request, named), ...days });
    },
  });
  const shown = stage({ names, calls, recent, again });
  const subscriptions = subscriptionsDoor({
    ...{ calls, names, refused },
    open(report) {
      go({ form, report });
      shown.focusHeading();
    },
    made: leadToSubscriptions,
    formNow: () => (form.artists.length && form.platforms.length ? form : null),
    fill: (request) => fill(formOf(request, named)),
    at: (id) => history.replaceState(null, "", writeAddress(place) + fragmentOf(id)),
  });
  const question = agreement();
  const make = maker({ calls, question, priceOf: view.priceOf });
  const drafted = h("p", { class: "drafted", role: "status", hidden: true });
  const notAgain = h("p", { class: "error not-again", role: "alert", hidden: true });
  /** Forms of the reports seen in this tab, with names and pictures, which a report does not have. */
  const asked = new Map<string, Form>();
  let place: Address = placeNow(today);
  let form: Form = place.form;
  let touched = false;
  /** Reports that had not ended when they were seen last. */
  const underway = new Set<string>();

  load(form);
  draftIs(draftNow);
  window.addEventListener("popstate", () => {
    place = placeNow(today);
    show();
  });

  function load(next: Form): void {
    form = next;
    touched = false;
    names.learnForm(form.artists);
    view.load(form);
    fold.say(form);
    sayWhetherDrafted();
  }

  /** Shows what the address leads to: a report, or where one will appear; and the form that belongs to it. */
  function show(): void {
    const { report } = place;
    if (report === null) fold.alone();
    else fold.fold(true);
    load((report && asked.get(report)) || place.form);
    const subscription = subscriptionIn(location.hash);
    if (subscription !== undefined)
      shown.view(openWords.title, (signal) => subscriptions.list(subscription, signal));
    else if (report === null) shown.empty();
    else follow(report);
  }

  /** Goes to another place of the page, from which the way back leads here. */
  function go(next: Address, fragment = ""): void {
    place = next;
    history.pushState(null, "", writeAddress(place) + fragment);
    show();
  }

  /** Leads to what is sent regularly, or to one of it. */
  function leadToSubscriptions(id: string | null): void {
    go({ form, report: null }, fragmentOf(id));
  }

  /** Shows the form of a report that is no longer there, to make it again. */
  function leave(id: string): void {
    asked.delete(id);
    place = { form, report: null };
    history.replaceState(null, "", writeAddress(place));
    show();
  }

  function follow(id: string, known?: Report): void {
    notAgain.hidden = true;
    shown.follow(
      {
        read: (signal) => calls.report(id, signal),
        seen,
        askAgain,
        stopped: () => leave(id),
        refused(refusal) {
          if (refusal.status === 403) return refused();
          fold.alone();
          const of = asked.get(id);
          const isInForm = of !== undefined && asksTheSame(form, of);
          shown.message(
            words.gone.title,
            isInForm ? `${words.gone.text} ${words.gone.again}` : words.gone.text,
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
    if (!hasEnded(report)) underway.add(id);
    // What is left of the month's calls is less now, and what was fetched is cached.
    else if (underway.delete(id)) view.price();
  }

  /** Gives what is known of an artist: from the form it was chosen in, else from the report. */
  function known(uuid: string, { result }: Report): FormArtist {
    const chosen = [...form.artists, ...(place.report ? (asked.get(place.report)?.artists ?? []) : [])].find(
      (artist) => artist.uuid === uuid && artist.name,
    );
    const told = result?.metadata.artists.find((artist) => artist.uuid === uuid);
    return chosen ?? { ...named(uuid), picture: told?.imageUrl ?? null };
  }

  function named(uuid: string): FormArtist {
    return { uuid, name: names.knows(uuid) ? names.artist(uuid) : "" };
  }

  function changed(next: Form): void {
    form = next;
    touched = true;
    names.learnForm(next.artists);
    fold.say(form);
    if (place.report === null) {
      place = { form, report: null };
      history.replaceState(null, "", writeAddress(place) + fragmentNow());
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

  /** What the page would lose if it began again: of a report on show the address does not have the form. */
  function draftNow(): Draft {
    const typed = view.typed();
    const kept = !drafted.hidden || (place.report !== null && isTyped(typed));
    return { form: kept ? form : null, typed };
  }

  /** Shows a draft that was carried over. */
  function resume({ form: of, typed }: Draft): void {
    if (of && place.report !== null) {
      load(of);
      touched = true;
      if (isTyped(typed)) fold.fold(false);
    }
    view.type(typed);
  }

  /** What the report on show leads to: the same with a part of it changed. */
  function again(report: Report): Again {
    return {
      // Its price stands beside no button, and so is asked about whatever it is.
      make: (part) => askAgain(part, ({ calls: price }) => price > 0),
      fill: (part) => fill({ ...formOf(report.request, (uuid) => known(uuid, report)), ...part }),
      subscribe: () => subscriptions.make(formOf(report.request, (uuid) => known(uuid, report))),
    };
  }

  /** Puts a form up to be looked at and made. */
  function fill(next: Form): void {
    fold.fold(false);
    load(next);
    changed(next);
    view.focusSubmit();
  }

  async function submit(given: Form): Promise<void> {
    view.fail(new Map());
    view.busy(true);
    try {
      const report = await make(given);
      if (report) made(given, report, given);
    } catch (error) {
      explain(error);
    } finally {
      view.busy(false);
    }
  }

  /**
   * Asks for the same as the report on show does but for a part; a draft of another stays one. Says whether there will
   * be a report.
   */
  async function askAgain(part: Partial<Form>, asksBack?: (price: Price) => boolean): Promise<boolean> {
    const of = place.report && asked.get(place.report);
    if (!of) return false;
    notAgain.hidden = true;
    const given = { ...of, ...part };
    try {
      const report = await make(given, asksBack);
      if (report) made(given, report, asksTheSame(form, of) ? given : form);
      return report !== null;
    } catch (error) {
      if (error instanceof Refused && error.status === 403) {
        refused();
        return false;
      }
      notAgain.textContent = formWords.again.failed(periodName(given.start, given.end), problemText(error));
      notAgain.hidden = false;
      return false;
    }
  }

  /** Leads to a report that is being made; `next` is the form from then on. */
  function made(given: Form, report: Report, next: Form): void {
    asked.set(report.report_id, given);
    keepUsual(given.platforms);
    place = { form: given, report: report.report_id };
    history.pushState(null, "", writeAddress(place));
    underway.add(report.report_id);
    fold.fold(true);
    load(next);
    touched = next !== given;
    follow(report.report_id, report);
    shown.focusHeading();
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
      recent.rename();
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
        h("div", { class: "form-column" }, fold.element, view.element, view.regularly),
        h("div", { class: "report-side" }, drafted, notAgain, shown.element),
      ),
      question.element,
    ],
    begin() {
      void offer();
      show();
      const draft = takeDraft(today);
      if (draft) resume(draft);
    },
    recent() {
      if (place.report !== null || fragmentNow()) go({ form, report: null });
      // What has become of them since is read.
      else shown.empty();
      shown.focusHeading();
    },
    subscriptions() {
      if (!fragmentNow()) leadToSubscriptions(null);
      shown.focusHeading();
    },
  };
}

/** Reads the address. One that asks for nothing has the platforms that most people want: those of their last report. */
function placeNow(today: string): Address {
  const place = readAddress(location.search, today);
  if (location.search) return place;
  return { ...place, form: { ...place.form, platforms: usualPlatforms() } };
}

/** Gives the fragment of the address, where it leads to subscriptions. */
function fragmentNow(): string {
  return subscriptionIn(location.hash) === undefined ? "" : location.hash;
}

function isTyped({ artists, line }: Typed): boolean {
  return Boolean(artists || line);
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
