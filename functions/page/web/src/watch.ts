// Asks for a report until it has ended: often as its end comes near, not at all while nobody looks, at once when
// somebody does.
import { Offline, Refused, wasAborted } from "./api.ts";
import type { Report } from "./openapi.d.ts";
import { Pace } from "./pace.ts";

export interface Watcher {
  report(report: Report): void;
  /** The last try failed in a way that passes; null once one went well again. */
  trouble(trouble: Trouble | null): void;
  /** It makes no sense to go on. */
  refused(refusal: Refused): void;
}

export type Trouble = "offline" | "throttled" | "upset";

export function hasEnded(report: Report): boolean {
  return report.status === "succeeded" || report.status === "partial" || report.status === "failed";
}

/** Starts watching; gives what stops it. */
export function watch(read: (signal: AbortSignal) => Promise<Report>, watcher: Watcher): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pace = new Pace();
  let timer: number | undefined;
  let asking = false;

  function later(leastS = 0): void {
    window.clearTimeout(timer);
    if (signal.aborted || document.hidden) return;
    const waitS = Math.max(pace.waitS(performance.now() / 1000), leastS);
    timer = window.setTimeout(() => void look(), waitS * 1000);
  }

  function atOnce(): void {
    if (document.hidden || asking) return;
    window.clearTimeout(timer);
    void look();
  }

  async function look(): Promise<void> {
    asking = true;
    try {
      const report = await read(signal);
      if (signal.aborted) return;
      watcher.trouble(null);
      pace.saw(report, performance.now() / 1000);
      if (hasEnded(report)) stopping.abort();
      watcher.report(report);
      later();
    } catch (error) {
      if (wasAborted(error) || signal.aborted) return;
      const trouble = passing(error);
      if (trouble === null) {
        stopping.abort();
        if (!(error instanceof Refused)) throw error;
        watcher.refused(error);
        return;
      }
      watcher.trouble(trouble);
      later(error instanceof Refused ? (error.retryAfterS ?? 0) : 0);
    } finally {
      asking = false;
    }
  }

  document.addEventListener(
    "visibilitychange",
    () => (document.hidden ? window.clearTimeout(timer) : atOnce()),
    { signal },
  );
  window.addEventListener("online", atOnce, { signal });
  void look();
  return () => {
    window.clearTimeout(timer);
    stopping.abort();
  };
}

function passing(error: unknown): Trouble | null {
  if (error instanceof Offline) return "offline";
  if (!(error instanceof Refused)) return null;
  return error.status === 429 ? "throttled" : error.status >= 500 ? "upset" : null;
}
