// A report while it is made: how far it is, platform by platform, and what went wrong so far.
import { attempting } from "./attempt.ts";
import { fill, h, newId, swatch } from "./dom.ts";
import { failureList } from "./failures.ts";
import { timeOf } from "./moments.ts";
import type { Names } from "./names.ts";
import type { PlatformProgress, Report } from "./openapi.d.ts";
import { cellOf } from "./sections/registry.ts";
import { words } from "./words.ts";

export interface ProgressView {
  element: HTMLElement;
  show(report: Report): void;
}

/** Makes the view; `stop` asks and stops the report, null for whoever may not. */
export function progressView(names: Names, stop: (() => Promise<void>) | null): ProgressView {
  const barId = newId("progress");
  const bar = h("progress", { id: barId, max: 1 });
  const line = h("label", { for: barId, class: "progress-line" });
  const said = h("p", { class: "visually-hidden", role: "status" });
  const platforms = h("ul", { class: "ticks" });
  const failures = h("div");
  const latest = h("span");
  const element = h(
    "section",
    { class: "panel progress" },
    h("h2", { tabindex: -1 }, words.running.title),
    line,
    bar,
    platforms,
    failures,
    h("p", { class: "quiet" }, latest, words.running.leave),
    stop && stopButton(stop),
    said,
  );
  return {
    element,
    show(report) {
      const { total, done, failed } = report.progress;
      bar.max = Math.max(total, 1);
      bar.value = report.status === "finalizing" ? bar.max : done + failed;
      const text = textOf(report);
      if (line.textContent !== text) said.textContent = line.textContent = text;
      fill(platforms, ...report.platform_progress.map((count) => tick(count, names)));
      latest.textContent = words.running.latest(timeOf(report.deadline, new Date()));
      // Made anew only when it reads otherwise: somebody may have unfolded something in it.
      const list = report.failures.length ? failureList(report.failures, names) : null;
      if (list?.textContent !== failures.firstElementChild?.textContent) fill(failures, list);
    },
  };
}

function stopButton(stop: () => Promise<void>): HTMLElement {
  const failed = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(failed);
  const button = h("button", { type: "button" }, words.running.stop);
  button.addEventListener("click", () => void attempt(button, words.running.stop, stop));
  return h("div", { class: "actions" }, button, failed);
}

function textOf({ status, progress: { total, done, failed } }: Report): string {
  if (status === "queued") return words.running.queued;
  if (status === "finalizing") return words.running.finalizing;
  const fetched = words.running.progress(done, total);
  return failed ? `${fetched}, ${words.running.failed(failed)}` : fetched;
}

function tick(
  { platform__slug: slug, section, total, done, failed }: PlatformProgress,
  names: Names,
): HTMLElement {
  const state = failed ? "failed" : done === total ? "done" : "waiting";
  const sign = { failed: "✕", done: "✓", waiting: "·" }[state];
  return h(
    "li",
    { class: `tick ${state}` },
    h("span", { class: "sign", "aria-hidden": "true" }, sign),
    slug ? swatch(names.color(slug)) : null,
    h("span", {}, cellOf(names, section, slug)),
    h("span", { class: "quiet" }, words.running.platform(done, failed, total)),
  );
}
