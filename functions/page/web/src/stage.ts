// Where a report appears: while it is made, its answer, or what stands in its place.
import type { Form } from "./address.ts";
import type { Calls, Refused } from "./api.ts";
import { fill, h } from "./dom.ts";
import { type Views, withViews } from "./load-views.ts";
import type { Names } from "./names.ts";
import type { Report } from "./openapi.d.ts";
import type { ProgressView } from "./progress.ts";
import { isWanted } from "./question.ts";
import type { Recent } from "./recent/list.ts";
import type { AskAgain } from "./same-again.ts";
import type { Again } from "./sections/view.ts";
import { startView } from "./start.ts";
import { hasEnded, type Trouble, watch } from "./watch.ts";
import { words } from "./words.ts";

export interface StageSettings {
  names: Names;
  /** Absent where a report was shared: then only what it holds is shown. */
  calls: Calls | null;
  /** What was made before, for where there is no report on show; only for somebody with a key. */
  recent?: Recent;
  /** Asks for another report like the one that is shown; absent where a report was shared. */
  again?(report: Report): Again;
}

/** A report to follow to its end. */
export interface Followed {
  read(signal: AbortSignal): Promise<Report>;
  /** Called with the report whenever it was read, before it is shown. */
  seen(report: Report): void;
  refused(refusal: Refused): void;
  /** Absent where nobody can ask for the same of other days. */
  askAgain?: AskAgain;
  /** Called when it was stopped, and so is no longer there. */
  stopped?(): void;
}

export interface Stage {
  element: HTMLElement;
  /** Follows a report; what is known of it already is shown at once. */
  follow(followed: Followed, known?: Report): void;
  empty(): void;
  /** Shows something else in the place of a report, until the signal it is made with ends. */
  view(title: string, make: (signal: AbortSignal) => HTMLElement): void;
  message(title: string, text: string): void;
  focusHeading(): void;
}

export function stage({ names, calls, recent, again }: StageSettings): Stage {
  const trouble = h("div", { class: "trouble", role: "status", hidden: true });
  const content = h("div", { class: "stage" });
  // What is shown holds on to the theme, to the window and to timers; all of it lets go when its view ends.
  let view = new AbortController();
  let progress: ProgressView | null = null;
  /** Ends the question whether to stop the report that is being made. */
  let asking = new AbortController();
  withViews(
    () => undefined,
    () => undefined,
  );
  /** The section a report was asked again for, to be led to once it is there. */
  let sought: string | undefined;

  /** Ends the view there is and begins another; gives what tells of that one's end. */
  function begin(): AbortSignal {
    view.abort();
    view = new AbortController();
    progress = null;
    say(null);
    return view.signal;
  }

  function say(kind: Trouble | null): void {
    trouble.hidden = kind === null;
    trouble.textContent = kind && words.trouble[kind];
  }

  function follow(followed: Followed, known?: Report): void {
    const signal = begin();
    const show = (how: (views: Views) => void): void =>
      withViews(
        (views) => signal.aborted || how(views),
        () => signal.aborted || message(words.halfLoaded.title, words.halfLoaded.text),
      );
    if (known) show((views) => running(views, known, followed, signal));
    else opening();
    const stop = watch(followed.read, {
      report(report) {
        if (report.result) names.learnResult(report.result);
        followed.seen(report);
        const how = hasEnded(report) ? answer : running;
        show((views) => how(views, report, followed, signal));
      },
      trouble: say,
      refused(refusal) {
        say(null);
        followed.refused(refusal);
      },
    });
    signal.addEventListener("abort", stop, { once: true });
  }

  /** Says that a report is on its way, however long its first answer takes. */
  function opening(): void {
    document.title = `${words.opening} – ${words.title}`;
    const said = h("p", { role: "status" });
    const lines = h("div", { class: "skeleton", "aria-hidden": "true" }, h("span"), h("span"), h("span"));
    fill(content, h("section", { class: "panel opening" }, said, lines));
    // Said to those who hear the page only if it comes after what it is said in.
    said.textContent = words.opening;
  }

  function running(views: Views, report: Report, followed: Followed, signal: AbortSignal): void {
    if (!progress) {
      // A repair is not stopped: what there was before would be deleted with it.
      const mayStop = calls !== null && followed.stopped !== undefined && report.revision === 1;
      const stop = (): Promise<void> => stopped(report.report_id, followed, signal);
      progress = views.progressView(names, mayStop ? stop : null);
      fill(content, progress.element);
    }
    progress.show(report);
    const { total, done, failed } = report.progress;
    document.title = `${words.running.progress(done + failed, total)} – ${words.title}`;
  }

  /** Stops a report by deleting it, if that is wanted. One that ends meanwhile is kept: it is not asked about. */
  async function stopped(id: string, followed: Followed, signal: AbortSignal): Promise<void> {
    asking = new AbortController();
    if (!(await isWanted(words.running.ask, AbortSignal.any([signal, asking.signal])))) return;
    await calls!.remove(id);
    followed.stopped?.();
  }

  function answer(views: Views, report: Report, followed: Followed, signal: AbortSignal): void {
    asking.abort();
    const hadFocus = content.contains(document.activeElement);
    progress = null;
    const shown = views.answerView({
      report,
      names,
      calls,
      again: seeking(again?.(report)),
      signal,
      askAgain: followed.askAgain,
      fresh: () => followed.read(signal),
      async repair() {
        const repaired = await calls!.repair(report.report_id);
        follow(followed, repaired);
        focusHeading();
      },
    });
    fill(content, shown);
    document.title = `${views.pageTitleOf(report, names)} – ${words.title}`;
    const part = sought && content.querySelector<HTMLElement>(`[data-section="${sought}"] h3`);
    sought = undefined;
    if (part) leadTo(part);
    else if (hadFocus) focusHeading();
  }

  /** Remembers which section a report is asked again for. */
  function seeking(again: Again | undefined): Again | null {
    if (!again) return null;
    async function make(part: Partial<Form>): Promise<boolean> {
      const made = await again!.make(part);
      if (made) sought = part.sections?.at(-1);
      return made;
    }
    return { ...again, make };
  }

  function leadTo(heading: HTMLElement): void {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "start" });
  }

  /** Leads to what is new: the focus always, the eye where it is not to be seen yet. */
  function focusHeading(): void {
    const heading = content.querySelector<HTMLElement>("h2");
    if (!heading) return;
    heading.focus({ preventScroll: true });
    const { top } = heading.getBoundingClientRect();
    if (top >= 0 && top < innerHeight / 2) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
  }

  function message(title: string, text: string): void {
    begin();
    document.title = `${title} – ${words.title}`;
    fill(
      content,
      h(
        "section",
        { class: "panel message", role: "alert" },
        h("h2", { tabindex: -1 }, title),
        h("p", {}, text),
      ),
    );
  }

  const element = h("div", { id: "report", class: "report-column", tabindex: -1 }, trouble, content);
  return {
    element,
    follow,
    focusHeading,
    empty() {
      const signal = begin();
      document.title = words.title;
      fill(content, startView(recent ?? null, signal));
    },
    view(title, make) {
      const signal = begin();
      document.title = `${title} – ${words.title}`;
      fill(content, make(signal));
    },
    message,
  };
}
