// Subscriptions as the API gives them, and as a reader wants one to be.
import type {
  CallbackTarget,
  EmailTarget,
  Every,
  MovingPeriod,
  MovingReportRequest,
  OnlyWhen,
  Skip,
  SlackTarget,
} from "../openapi.d.ts";

export type {
  DeliveryStatus,
  Every,
  MovingPeriod,
  MovingReportRequest,
  PausedBy,
  RunStatus,
  Skip,
  Subscription,
  SubscriptionCost,
  SubscriptionPreview,
  SubscriptionRun,
  SubscriptionRuns,
  Subscriptions,
  Target,
  TargetReceipt,
} from "../openapi.d.ts";

/** When a subscription is due: at a time of day of a zone, on a weekday (Monday 1) or on a day of the month. */
export interface Rhythm {
  every: Every;
  on: number | null;
  at: string;
  time_zone: string;
}

/** What is written of a subscription. */
export interface Draft extends Rhythm {
  title: string;
  request: MovingReportRequest;
  deliver: (SlackTarget | CallbackTarget | EmailTarget)[];
  skip: Skip;
  only_when: OnlyWhen | null;
}

export type TargetKind = "slack_channel" | "email" | "callback_url";

/** A target as it is typed. */
export interface TypedTarget {
  kind: TargetKind;
  value: string;
}

/** The parts of the dialog something can be wrong with; of a target by its number, and else of the whole. */
export type Part = "title" | "period" | "when" | "zone" | "deliver" | "skip" | "onlyWhen" | "whole";

export interface Wrong {
  parts: Map<Part, string>;
  targets: Map<number, string>;
}

export const PERIODS: MovingPeriod[] = [
  "yesterday",
  "last_7_days",
  "last_week",
  "last_28_days",
  "last_month",
  "last_quarter",
  "month_to_date",
];
