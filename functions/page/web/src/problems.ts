// Why a call of the page's own did not succeed, in the reader's words.
import type { Price } from "./agreement.ts";
import { Offline, Refused } from "./api.ts";
import { priceWords } from "./price-words.ts";
import { reasonIn } from "./reasons.ts";
import { sentences } from "./worded.ts";
import { words } from "./words.ts";

/** Says what happened, and what to do about it. */
export function problemText(error: unknown): string {
  if (error instanceof Offline) return words.problem.offline;
  if (!(error instanceof Refused)) return words.problem.server;
  const { price, left, resets_at: resetsAt, detail } = error.problem;
  const { kind } = error;
  if (kind === "budget-spent" && resetsAt) return priceWords.spent(price ?? 0, left ?? 0, resetsAt);
  if (kind === "quota-reserved") return priceWords.reserved;
  if (kind === "nothing-to-repair") return words.problem.nothingToRepair;
  if (kind === "not-finished") return words.problem.notEnded;
  if (kind === "no-valid-key") return words.problem.key;
  if (error.status === 429 || kind === "busy") return words.problem.throttled(error.retryAfterS);
  if (error.status === 502 || error.status === 503) return upstreamText(error);
  return error.status >= 500 ? words.problem.server : sentences(detail) || words.problem.server;
}

/** Gives what a report takes that was refused because that is too much; null for any other error. */
export function priceIn(error: unknown): Price | null {
  if (!(error instanceof Refused) || error.kind !== "too-expensive") return null;
  const { upstream_calls: calls, cached, limit } = error.problem;
  return { calls: (calls ?? 0) - (cached ?? 0), limit: limit ?? 0, left: null };
}

function upstreamText({ kind, problem }: Refused): string {
  const reason = reasonIn(problem.detail);
  // What says neither what is wrong nor that Soundcharts is at fault, the server has of its own.
  if (reason === "other") return kind.startsWith("upstream") ? words.problem.upstream : words.problem.server;
  return `${words.reasons[reason]} ${words.problem.later}`;
}
