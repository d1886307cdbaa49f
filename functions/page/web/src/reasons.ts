// Why something failed, recognized in the API's sentences, which are written for operators.

export type Reason =
  | "late"
  | "stopped"
  | "noAnswer"
  | "unreachable"
  | "fault"
  | "busy"
  | "quota"
  | "credentials"
  | "plan"
  | "unknown"
  | "refused"
  | "unreadable"
  | "notKept"
  | "other";

// The first that fits counts; those that may quote Soundcharts come before those that look for single words. A test
// holds them to every sentence there is.
const KNOWN: [Reason, RegExp][] = [
  ["credentials", /refuses the app id|app id or key is/],
  ["plan", /does not offer this in the plan/],
  ["unknown", /knows nothing of this|knows no such/],
  ["refused", /refused the request|no name that can be asked for/],
  ["fault", /has a fault of its own/],
  ["quota", /month/i],
  ["busy", /minute/i],
  ["noAnswer", /did not answer in time|no time left|not known in time/],
  ["unreachable", /failed on the way/],
  ["notKept", /no longer stored/],
  ["unreadable", /answer|from Soundcharts|can be read|announced|first page|more than \d+ pages/],
];
const LATE = /time to collect ended/i;
const STOPPED = /stopped without an answer/i;
const BEFORE = /(?:before that|of the rest said): (.+)$/s;

/** Recognizes a reason. What was wrong before time ran out says more than that it did. */
export function reasonIn(text: string): Reason {
  const before = BEFORE.exec(text)?.[1];
  if (before) {
    const known = reasonIn(before);
    if (known !== "other") return known;
  }
  if (LATE.test(text)) return "late";
  if (STOPPED.test(text)) return "stopped";
  return KNOWN.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}
