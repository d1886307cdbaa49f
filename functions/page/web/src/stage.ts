// Where a report appears: while it is made, its answer, or what stands in its place.
import { answerView, titleOf } from "./answer.ts";
import type { Calls, Refused } from "./api.ts";
import { fill, h } from "./dom.ts";
import type { Names } from "./names.ts";
import type { Report } from "./openapi.d.ts";
import { type ProgressView, progressView } from "./progress.ts";
import type { AskAgain } from "./same-again.ts";
import { hasEnded, type Trouble, watch } from "./watch.ts";
import { words } from "./words.ts";

export interface StageSettings {
  names: Names;
  /** Absent where a report was shared: then only what it holds is shown. */
  calls: Calls | null;
}

/** A report to follow to its end. */
export interface Followed {
  read(signal: AbortSignal): Promise<Report>;
  /** Called with the report whenever it was read, before it is shown. */
  seen(report: Report): void;
  refused(refusal: Refused): void;
  /** Absent where nobody can ask for the same of other days. */
  askAgain?: AskAgain;
}

export interface Stage {
  element: HTMLElement;
  /** Follows a report; what is known of it already is shown at once. */
  follow(followed: Followed, known?: Report): void;
  empty(): void;
  message(title: string, text: string): void;
  focusHeading(): void;
}

export function stage({ names, calls }: StageSettings): Stage {
  const trouble = h("div", { class: "trouble", role: "status", hidden: true });
  const content = h("div", { class: "stage" });
  // What is shown holds on to the theme, to the window and to timers; all of it lets go when its view ends.
  let view = new AbortController();
  let progress: ProgressView | null = null;

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
    if (known) running(known);
    else opening();
    const stop = watch(followed.read, {
      report(report) {
        if (report.result) names.learnResult(report.result);
        followed.seen(report);
        if (hasEnded(report)) answer(report, followed, signal);
        else running(report);
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

  function running(report: Report): void {
    if (!progress) {
      progress = progressView(names);
      fill(content, progress.element);
    }
    progress.show(report);
    const { total, done, failed } = report.progress;
    document.title = `${words.running.progress(done + failed, total)} – ${words.title}`;
  }

  function answer(report: Report, followed: Followed, signal: AbortSignal): void {
    const hadFocus = content.contains(document.activeElement);
    progress = null;
    const shown = answerView({
      report,
      names,
      calls,
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
    document.title = `${titleOf(report, names)} – ${words.title}`;
    if (hadFocus) focusHeading();
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

  const element = h("div", { id: "report", class: "report-column", tabindex: -1 }, trouble, content);
  return {
    element,
    follow,
    focusHeading,
    empty() {
      begin();
      document.title = words.title;
      const steps = words.empty.steps.map((step) => h("li", {}, step));
      fill(
        content,
        h("section", { class: "panel empty" }, h("h2", {}, words.empty.title), h("ol", {}, ...steps)),
      );
    },
    message(title, text) {
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
    },
  };
}
