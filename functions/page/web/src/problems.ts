// Why a call of the page's own did not succeed, in the reader's words.
import { Offline, Refused } from "./api.ts";
import { reasonIn } from "./reasons.ts";
import { words } from "./words.ts";

/** Says what happened, and what to do about it. */
export function problemText(error: unknown): string {
  if (error instanceof Offline) return words.problem.offline;
  if (!(error instanceof Refused)) return words.problem.server;
  if (error.status === 429) return words.problem.throttled(error.retryAfterS);
  if (error.status === 502 || error.status === 503) return upstreamText(error.problem.detail);
  return error.status >= 500 ? words.problem.server : error.problem.detail || words.problem.server;
}

function upstreamText(detail: string): string {
  const reason = reasonIn(detail);
  return reason === "other" ? words.problem.upstream : `${words.reasons[reason]} ${words.problem.later}`;
}
