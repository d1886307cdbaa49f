// A subscription in words: what it asks for, to whom it goes, and by which rules.
import { country } from "../format.ts";
import type { Names } from "../names.ts";
import type { ReportRequest } from "../openapi.d.ts";
import { artistsIn } from "../recent/described.ts";
import { words } from "../words.ts";
import { typedOf } from "./rules.ts";
import type { Draft, MovingPeriod, MovingReportRequest, Target } from "./types.ts";
import { dayIn, daysOf, nearDays } from "./when.ts";
import { subscriptionWords } from "./words.ts";

/** What is asked for, on whichever days. */
type Asked = Omit<MovingReportRequest, "period">;

/** Says what reports are about besides their days. */
export function aboutOf(request: Asked, names: Names): string {
  const platforms = [...new Set(request.platforms.map((slug) => names.platformAlone(slug)))];
  return [
    artistsIn(request, names),
    request.country ? country(request.country) : words.report.worldwide,
    platforms.join(", "),
    (request.sections ?? []).map((name) => names.section(name)).join(", "),
    request.compare ? words.comparisons[request.compare].toLowerCase() : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** Names a period with the days it means now in a zone. */
export function periodNow(period: MovingPeriod, zone: string, now: Date): string {
  return subscriptionWords.periodNow(subscriptionWords.periods[period], daysNow(period, zone, now));
}

/** Likewise, and says why on the first day of a month the month to date is another month. */
export function periodExplained(period: MovingPeriod, zone: string, now: Date): string {
  if (period !== "month_to_date" || !dayIn(zone, now).endsWith("-01")) return periodNow(period, zone, now);
  return subscriptionWords.periodOfFirst(subscriptionWords.periods[period], daysNow(period, zone, now));
}

function daysNow(period: MovingPeriod, zone: string, now: Date): string {
  return nearDays(daysOf(period, dayIn(zone, now)));
}

/** Gives the request of a subscription for the days its period means now. */
export function datedNow({ request, time_zone: zone }: Draft): ReportRequest {
  const { period, ...asked } = request;
  const { start, end } = daysOf(period, dayIn(zone, new Date()));
  return { ...asked, start_date: start, end_date: end };
}

/** Names a target by its kind and its address. */
export function targetName(target: Target): string {
  const { kind, value } = typedOf(target);
  return `${subscriptionWords.kinds[kind]} ${value}`;
}

/** Says in which cases nothing is sent. */
export function rulesOf({ skip, only_when: onlyWhen }: Pick<Draft, "skip" | "only_when">): string[] {
  const { rules, onlyUnusual } = subscriptionWords;
  return [rules[skip], onlyWhen ? onlyUnusual : ""].filter(Boolean);
}
