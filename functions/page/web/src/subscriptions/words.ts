// The texts about subscriptions.
import { listed, whole } from "../format.ts";
import { count } from "../plurals.ts";
import type { DeliveryStatus, Every, MovingPeriod, PausedBy, RunStatus, Skip, TargetKind } from "./types.ts";

const calls = (number: number): string => count(number, "call", "calls");

export const subscriptionWords = {
  none:
    "Nothing is sent regularly yet. Fill in the form, or open a report, and choose “Send it regularly…”: the report " +
    "then comes by itself, to Slack, by e-mail or to a webhook.",
  loading: "Loading what is sent regularly…",
  retry: "Try again",
  notThere: "This subscription is not there: it was deleted, or belongs to another API key.",

  due: {
    daily: (time: string, zone: string): string => `Every day at ${time} (${zone})`,
    weekly: (_number: number, weekday: string, time: string, zone: string): string =>
      `Every ${weekday} at ${time} (${zone})`,
    monthly: (day: number, time: string, zone: string): string =>
      day === 31
        ? `On the last day of every month at ${time} (${zone})`
        : `On day ${whole(day)} of every month at ${time} (${zone})`,
    bothClocks: (here: string, there: string, zone: string): string =>
      `${here} for you (${there} in ${zone})`,
    next: (moment: string): string => `Next: ${moment}`,
    overdue: (moment: string): string =>
      `Was due ${moment} and has not come: nothing comes by itself unless this installation has it switched on`,
  },

  paused: "Paused",
  pausedBy: {
    owner: "Paused by hand.",
    failures: "Paused because it failed three times in a row.",
    owner_gone: "Paused because the key it was made with is no longer valid.",
    unsubscribed: "Paused because somebody unsubscribed by e-mail.",
  } satisfies Record<PausedBy, string>,
  since: (moment: string): string => `Since ${moment}.`,
  failures: (number: number): string => `${count(number, "run", "runs")} failed in a row; three pause it.`,

  kinds: {
    slack_channel: "Slack channel",
    email: "E-mail",
    callback_url: "Webhook",
  } satisfies Record<TargetKind, string>,
  targets: "Goes to",
  upTo: (number: number): string => `up to ${calls(number)} a month`,
  rules: {
    never: "",
    empty: "not sent when empty",
    unchanged: "not sent when unchanged",
  } satisfies Record<Skip, string>,
  onlyUnusual: "sent only when something is unusual",

  actions: {
    of: (action: string, title: string): string => `${action}: ${title}`,
    run: "Run now",
    running: "Starting…",
    ran: "It was started. Its receipt stands first among the runs.",
    edit: "Edit",
    fill: "Fill in the form",
    pause: "Pause",
    pausing: "Pausing…",
    pausedNow: (title: string): string => `${title} is paused.`,
    resume: "Resume",
    resuming: "Resuming…",
    resumed: (title: string): string => `${title} is resumed.`,
    runs: "Runs",
    delete: "Delete",
    deleting: "Deleting…",
    deleted: (title: string): string => `${title} is deleted.`,
    saved: (title: string): string => `${title} is saved.`,
    theirsStays: (title: string): string => `${title} stays as somebody else left it.`,
  },
  ask: {
    title: (title: string): string => `Delete ${title}?`,
    text: "Nothing more is sent, and its receipts go with it. The reports it made stay. This cannot be undone.",
    yes: "Delete it",
    no: "Keep it",
  },

  runs: {
    title: (title: string): string => `Runs of ${title}`,
    loading: "Loading the runs…",
    none: "It has not run yet.",
    more: "Show more",
    loadingMore: "Looking for more…",
    due: "Due",
    byHand: "Run by hand",
    inZone: (moment: string, zone: string): string => `${moment} in ${zone}`,
    status: "Status",
    late: "Late",
    onTime: "On time",
    calls: "Calls",
    report: "Report",
    open: "Open",
    openOf: (moment: string): string => `Open the report of ${moment}`,
    targets: "Delivery",
    message: "See the message",
    messageOf: (target: string): string => `See the message: ${target}`,
    repair: (moment: string): string => `What is missing is fetched again ${moment}.`,
    minutes: (number: number): string => count(number, "minute", "minutes"),
    hours: (number: number): string => count(number, "hour", "hours"),
  },
  statuses: {
    running: "Running",
    delivering: "Being delivered",
    delivered: "Delivered",
    partial: "Delivered incomplete",
    skipped_empty: "Not sent: nothing in it",
    skipped_unchanged: "Not sent: unchanged",
    skipped_usual: "Not sent: nothing unusual",
    skipped_late: "Skipped: too late",
    failed: "Failed",
  } satisfies Record<RunStatus, string>,
  deliveries: {
    pending: "pending",
    delivered: "delivered",
    failed: "failed",
  } satisfies Record<DeliveryStatus, string>,

  periods: {
    yesterday: "Yesterday",
    last_7_days: "Last 7 days",
    last_week: "Last week",
    last_28_days: "Last 28 days",
    last_month: "Last month",
    last_quarter: "Last quarter",
    month_to_date: "Month to date",
  } satisfies Record<MovingPeriod, string>,
  periodNow: (name: string, days: string): string => `${name} (now ${days})`,
  periodOfFirst: (name: string, days: string): string => `${name} (on the 1st the month before, now ${days})`,

  dialog: {
    newTitle: "Send this report regularly",
    editTitle: (title: string): string => `Change “${title}”`,
    about: "About",
    title: "Title",
    instead: (about: string): string => `Ask for what the form asks for: ${about}`,
    period: "Period of each report",
    onTheFirst: "On the 1st this is the whole month before: of the new one no day is over yet.",
    when: "When",
    every: "How often",
    everyNames: { day: "Every day", week: "Every week", month: "Every month" } satisfies Record<
      Every,
      string
    >,
    weekday: "On",
    dayOfMonth: "On day",
    lastDay: "the last day",
    orLast: (day: number): string => `${whole(day)}, or the last`,
    at: "At",
    zone: "Time zone",
    zonesFound: (number: number): string =>
      number ? count(number, "time zone", "time zones") : "No time zone of this name",
    deliver: "Deliver to",
    target: (number: number): string => `Target ${whole(number)}`,
    kind: (number: number): string => `Kind of target ${whole(number)}`,
    examples: {
      slack_channel: "C0123456789",
      email: "name@label.example",
      callback_url: "https://label.example/hook",
    } satisfies Record<TargetKind, string>,
    slackHint: "The id of a channel stands at the foot of its details in Slack.",
    add: "Add another target",
    removeTarget: (number: number): string => `Remove target ${whole(number)}`,
    skip: "Skip a delivery",
    skips: {
      never: "Never",
      empty: "When there is nothing in the report",
      unchanged: "When its figures are those sent last",
    } satisfies Record<Skip, string>,
    onlyWhen: "Only when something is unusual",
    onlyWhenWhat: "The section “Moments” is added to the report; what lasts is told once a week at most.",
    create: "Create",
    creating: "Creating…",
    save: "Save",
    saving: "Saving…",
    cancel: "Cancel",
    look: "See what is marked above.",
    tooMany: "There are as many subscriptions as there can be. Delete one that is not needed.",
    gone: "It was deleted meanwhile. Create it anew from a report or from the form.",
    tooExpensive: (runs: number, upstream: number, limit: number): string =>
      `It would take up to ${calls(upstream)} a month in ${count(runs, "run", "runs")}; a month has ${whole(limit)}. Have it due less often, or ask for less.`,
  },

  preview: {
    first: (fields: string[]): string =>
      `What it will cost, and when it comes, is told here once this is right: ${listed(fields)}.`,
    asking: "Asking what it will cost…",
    unknown: "What it will cost is not known at the moment.",
    cost: (runs: number, perRun: number, aMonth: number): string =>
      `At most ${calls(aMonth)} to Soundcharts a month: ${count(runs, "run", "runs")} of up to ${whole(perRun)}.`,
    left: (left: number, limit: number): string =>
      `${whole(left)} of ${calls(limit)} are left this month. Each run is charged when it comes.`,
    fitsNot: (limit: number): string => `That is more than a month has: ${calls(limit)}.`,
    next: "Comes next",
    about: (days: string): string => `The first is about ${days}.`,
  },

  invalid: {
    noTitle: "Give it a title.",
    noTime: "Give a time of day.",
    noZone: "Choose a time zone from the list.",
    slack_channel: "Give the id of a channel or person in Slack, such as C0123456789.",
    email: "Give one e-mail address, such as name@label.example.",
    callback_url: "Give an address that begins with https://.",
    twice: "It is in the list already.",
  },

  conflict: {
    title: (title: string): string => `“${title}” was changed meanwhile`,
    text: "Somebody else with this key saved it after you had opened it.",
    theirs: "Theirs",
    mine: "Yours",
    keepTheirs: "Keep theirs",
    keepMine: "Save yours in its place",
    notOnlyUnusual: "sent whether or not something is unusual",
    another: "asks for something else",
    none: "nothing",
  },
};
