// How long to wait between two looks at a report that is being made: the nearer its end, the shorter.
import type { Report } from "./openapi.d.ts";

/** What of a report tells how far it is. */
export type Advance = Pick<Report, "status" | "progress">;

/** More than a look a second would tell nobody more. */
export const SHORTEST_WAIT_S = 1;
export const LONGEST_WAIT_S = 8;
/** The part of the time that is left, as far as it can be told, that passes between two looks. */
const PART_OF_REST = 0.25;

/** Works out from what was seen of a report when it is worth looking again; moments are in seconds of any clock. */
export class Pace {
  #first: { moment: number; ended: number } | null = null;
  #last: { moment: number; report: Advance } | null = null;

  saw(report: Advance, moment: number): void {
    this.#first ??= { moment, ended: endedOf(report) };
    this.#last = { moment, report };
  }

  /** Gives how long to wait from a moment on. Without a sign of its end a report is asked for ever less often. */
  waitS(now: number): number {
    if (!this.#first || !this.#last) return SHORTEST_WAIT_S;
    const { moment, report } = this.#last;
    if (report.status === "finalizing") return SHORTEST_WAIT_S;
    const ended = endedOf(report);
    const perSecond = (ended - this.#first.ended) / (moment - this.#first.moment || 1);
    const restS =
      perSecond > 0 ? (report.progress.total - ended) / perSecond - (now - moment) : now - this.#first.moment;
    return Math.min(Math.max(restS * PART_OF_REST, SHORTEST_WAIT_S), LONGEST_WAIT_S);
  }
}

function endedOf({ progress: { done, failed } }: Advance): number {
  return done + failed;
}
