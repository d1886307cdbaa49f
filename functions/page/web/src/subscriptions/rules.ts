// What can be told of subscriptions without showing any.
import { type Form, requestOf } from "../address.ts";
import { wholePart } from "../calendar.ts";
import { countDays, type Days, isDay } from "../dates.ts";
import type { FieldError, ReportRequest } from "../openapi.d.ts";
import { DEFAULT_SONGS } from "../sections/counting-songs.ts";
import type {
  Draft,
  Every,
  MovingPeriod,
  MovingReportRequest,
  Part,
  RunStatus,
  Subscription,
  Target,
  TypedTarget,
  Wrong,
} from "./types.ts";
import { subscriptionWords } from "./words.ts";

export const LONGEST_TITLE = 200;
export const MOST_TARGETS = 10;
const USUAL_TIME = "08:30";

const PATTERNS: Record<TypedTarget["kind"], RegExp> = {
  slack_channel: /^[CGDUW][A-Z0-9]{6,20}$/,
  email: /^[^\s@<>",;]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
  // Without TLS only where an installation allows it, as a local one does: the API says whether it does.
  callback_url: /^https?:\/\/[^\s/]+\S*$/,
};

/** Gives the period that moves on as these days do, and how often a report of them is wanted. */
export function movingOf(days: Days): { period: MovingPeriod; every: Every; on: number | null } {
  const weekly = { every: "week", on: 1 } as const;
  // On the third the days before are mostly counted.
  const monthly = { every: "month", on: 3 } as const;
  const usual = { period: "last_28_days", ...weekly } as const;
  if (!isDay(days.start) || !isDay(days.end)) return usual;
  const unit = wholePart(days)?.unit;
  if (unit === "month") return { period: "last_month", ...monthly };
  if (unit === "quarter") return { period: "last_quarter", ...monthly };
  const count = countDays(days);
  if (count === 1) return { period: "yesterday", every: "day", on: null };
  if (count === 7)
    return { period: new Date(days.start).getUTCDay() === 1 ? "last_week" : "last_7_days", ...weekly };
  if (count < 31 && days.start.endsWith("-01")) return { period: "month_to_date", ...weekly };
  return usual;
}

/** Gives the subscription that a form suggests. */
export function draftOfForm(form: Form, title: string, zone: string): Draft {
  const { start_date: start, end_date: end, ...request } = requestOf(form);
  const { period, every, on } = movingOf({ start, end });
  return {
    title: title.slice(0, LONGEST_TITLE),
    request: { ...request, period } as Draft["request"],
    ...{ every, on, at: USUAL_TIME, time_zone: zone },
    deliver: [],
    skip: "never",
    only_when: null,
  };
}

/** Gives what a report asks for in place of what a subscription does, with its period; null where both ask the same. */
export function insteadOf(request: MovingReportRequest, report: ReportRequest): MovingReportRequest | null {
  const { start_date: _, end_date: __, title: ___, callback_url: ____, ...asked } = report;
  const instead: MovingReportRequest = { ...asked, period: request.period };
  return ordered(canonical(instead)) === ordered(canonical(request)) ? null : instead;
}

/** Gives a request with what is left out, and with lists whose order says nothing in one. */
function canonical(request: MovingReportRequest): object {
  const { platforms, sections = [], country = null, compare = null, songs_limit = DEFAULT_SONGS } = request;
  const { artists, period } = request;
  return {
    ...{ artists, period, country, compare, songs_limit },
    ...{ platforms: [...platforms].sort(), sections: [...sections].sort() },
  };
}

/** Gives what a subscription says, to be changed. */
export function draftOf(subscription: Subscription): Draft {
  const { title, request, every, on, at, time_zone, deliver, skip, only_when } = subscription;
  return { title, request, every, on, at, time_zone, deliver, skip, only_when };
}

/** Gives the parts of a subscription that two drafts of it say differently. */
export function differing(one: Draft, other: Draft): (keyof Draft)[] {
  const names = Object.keys(one) as (keyof Draft)[];
  return names.filter((name) => ordered(one[name]) !== ordered(other[name]));
}

/** Writes a value with its parts in a fixed order. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export function typedOf(target: Target): TypedTarget {
  if ("slack_channel" in target) return { kind: "slack_channel", value: target.slack_channel };
  return "email" in target
    ? { kind: "email", value: target.email }
    : { kind: "callback_url", value: target.callback_url };
}

export function targetOf({ kind, value }: TypedTarget): Target {
  return { [kind]: value.trim() } as unknown as Target;
}

/** Says what is wrong, as far as the page can tell. */
export function wrongIn({ title, at, time_zone: zone, deliver }: Draft): Wrong {
  const texts = subscriptionWords.invalid;
  const wrong: Wrong = { parts: new Map(), targets: new Map() };
  if (!title.trim()) wrong.parts.set("title", texts.noTitle);
  if (!/^\d{2}:\d{2}$/.test(at)) wrong.parts.set("when", texts.noTime);
  if (!zone) wrong.parts.set("zone", texts.noZone);
  const seen = new Set<string>();
  deliver.map(typedOf).forEach(({ kind, value }, index) => {
    // A mailbox is one in whatever case it is written.
    const same = kind === "email" ? value.toLowerCase() : value;
    if (!PATTERNS[kind].test(value)) wrong.targets.set(index, texts[kind]);
    else if (seen.has(same)) wrong.targets.set(index, texts.twice);
    seen.add(same);
  });
  return wrong;
}

export function isRight({ parts, targets }: Wrong): boolean {
  return parts.size + targets.size === 0;
}

const PARTS: Record<string, Part> = {
  title: "title",
  every: "when",
  on: "when",
  at: "when",
  time_zone: "zone",
  deliver: "deliver",
  skip: "skip",
  only_when: "onlyWhen",
};

/** Sorts the errors of the API by the part of the dialog they are about; `say` words each. */
export function wrongBy(errors: FieldError[], say: (text: string) => string): Wrong {
  const wrong: Wrong = { parts: new Map(), targets: new Map() };
  for (const { field, message } of errors) {
    const [first = "", second = ""] = field.split(".");
    const text = say(message);
    if (first === "deliver" && /^\d+$/.test(second)) {
      if (!wrong.targets.has(Number(second))) wrong.targets.set(Number(second), text);
      continue;
    }
    const part = field === "request.period" ? "period" : (PARTS[first] ?? "whole");
    if (!wrong.parts.has(part)) wrong.parts.set(part, text);
  }
  return wrong;
}

/** Says whether something of a run is still to come, but for its one repair. */
export function isGoingOn(status: RunStatus): boolean {
  return status === "running" || status === "delivering";
}
