// Where a subscription is made or changed: what it is called, when it is due, to whom it goes, and what that will cost.
import { Refused } from "../api.ts";
import { attempting } from "../attempt.ts";
import { fill, h, newId } from "../dom.ts";
import { type Field, field } from "../field.ts";
import { opened } from "../modal.ts";
import type { Names } from "../names.ts";
import { problemText } from "../problems.ts";
import { say, sentences } from "../worded.ts";
import type { SubscriptionCalls } from "./calls.ts";
import { forecast } from "./cost.ts";
import { aboutOf, periodNow } from "./described.ts";
import { rhythmField } from "./rhythm-field.ts";
import { isRight, LONGEST_TITLE, targetOf, typedOf, wrongBy, wrongIn } from "./rules.ts";
import { targetsField } from "./targets-field.ts";
import {
  type Draft,
  type MovingPeriod,
  type MovingReportRequest,
  type Part,
  PERIODS,
  type Skip,
  type Wrong,
} from "./types.ts";
import { subscriptionWords } from "./words.ts";
import { zoneField } from "./zone-field.ts";

export interface Settings {
  calls: SubscriptionCalls;
  names: Names;
}

/** What the dialog is opened for. */
export interface Purpose {
  title: string;
  /** What may be asked for instead, if anything. */
  instead?: MovingReportRequest | null;
  submit: string;
  submitting: string;
  /** Says whether the dialog is done with, or is to be gone on with. */
  save(draft: Draft): Promise<boolean>;
}

/** Shows the dialog until it is closed. */
export async function draftDialog({ calls, names }: Settings, first: Draft, purpose: Purpose): Promise<void> {
  const texts = subscriptionWords.dialog;
  const closed = new AbortController();
  const titleId = newId("title");
  const blank = targetOf({ kind: "slack_channel", value: "" });
  let draft: Draft = { ...first, deliver: first.deliver.length ? first.deliver : [blank] };
  const title = h("input", {
    type: "text",
    autocomplete: "off",
    maxlength: LONGEST_TITLE,
    value: draft.title,
  });
  const period = h("select", {});
  const periodHint = h("p", { class: "quiet period-hint", id: newId("hint"), role: "status" });
  const skip = h(
    "select",
    {},
    ...Object.entries(texts.skips).map(([value, text]) => h("option", { value }, text)),
  );
  skip.value = draft.skip;
  const unusual = h("input", { type: "checkbox" });
  unusual.checked = draft.only_when !== null;
  const targets = targetsField(draft.deliver, (deliver) => change({ deliver }));
  const fields: Record<Exclude<Part, "whole" | "onlyWhen" | "deliver">, Field> = {
    title: field(texts.title, title, title),
    period: field(texts.period, period, period, periodHint),
    when: rhythmField(draft, (due) => change(due)),
    zone: zoneField(draft.time_zone, (time_zone) => {
      change({ time_zone });
      showPeriods();
    }),
    skip: field(texts.skip, skip, skip),
  };
  const told = forecast(calls, closed.signal, (error) => {
    if (!(error instanceof Refused) || error.status !== 422) return null;
    explain(error, false);
    return named(wrongBy(error.problem.errors ?? [], sentences));
  });
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(error, { 404: texts.gone });
  const submit = h("button", { type: "submit", class: "primary" }, purpose.submit);
  const cancel = h("button", { type: "button" }, texts.cancel);
  const { instead } = purpose;
  const other = h("input", { type: "checkbox" });
  other.addEventListener("change", () => {
    const asked = other.checked && instead ? instead : first.request;
    change({ request: { ...asked, period: draft.request.period } });
  });
  const whatId = newId("what");
  unusual.setAttribute("aria-describedby", whatId);
  const form = h(
    "form",
    { novalidate: true },
    h("h2", { id: titleId }, purpose.title),
    h("p", { class: "quiet" }, aboutOf(draft.request, names)),
    instead && h("label", { class: "check" }, other, texts.instead(aboutOf(instead, names))),
    fields.title.element,
    fields.period.element,
    fields.when.element,
    fields.zone.element,
    targets.element,
    fields.skip.element,
    h(
      "div",
      { class: "only-when" },
      h("label", { class: "check" }, unusual, texts.onlyWhen),
      h("p", { class: "quiet", id: whatId }, texts.onlyWhenWhat),
    ),
    told.element,
    error,
    h("div", { class: "answers" }, submit, cancel),
  );
  const dialog = h("dialog", { class: "panel subscription-dialog", "aria-labelledby": titleId }, form);

  function showPeriods(): void {
    const now = new Date();
    const zone = draft.time_zone || "UTC";
    fill(period, ...PERIODS.map((each) => h("option", { value: each }, periodNow(each, zone, now))));
    period.value = draft.request.period;
  }

  /** Says what the month to date is where no day of the month is over. */
  function showPeriodsHint(): void {
    const isToDate = draft.request.period === "month_to_date";
    periodHint.textContent = isToDate ? texts.onTheFirst : "";
    periodHint.hidden = !isToDate;
  }

  function change(part: Partial<Draft>): void {
    draft = { ...draft, ...part };
    clear();
    showPeriodsHint();
    forecastNow();
  }

  function forecastNow(): void {
    told.of(given(), named(wrongIn(given())));
  }

  /** Names the fields something is wrong with. */
  function named({ parts, targets: each }: Wrong): string[] {
    const fieldNames: [string, boolean][] = [
      [texts.title, parts.has("title")],
      [texts.period, parts.has("period")],
      [texts.when, parts.has("when")],
      [texts.zone, parts.has("zone")],
      [texts.deliver, parts.has("deliver") || each.size > 0],
      [texts.skip, parts.has("skip")],
      [texts.onlyWhen, parts.has("onlyWhen")],
    ];
    return fieldNames.flatMap(([name, isWrong]) => (isWrong ? [name] : []));
  }

  /** Gives what was written. */
  function given(): Draft {
    return {
      ...draft,
      title: draft.title.trim(),
      deliver: writtenTargets().map((row) => draft.deliver[row]!),
    };
  }

  /** Lists the rows of targets that are given: one that is left blank beside others counts as none. */
  function writtenTargets(): number[] {
    const rows = draft.deliver.map((_, row) => row);
    const written = rows.filter((row) => typedOf(draft.deliver[row]!).value !== "");
    return written.length ? written : rows.slice(0, 1);
  }

  function clear(): void {
    for (const each of Object.values(fields)) each.fail(null);
    targets.failEach(null, new Map());
    error.hidden = true;
  }

  function fail({ parts, targets: each }: Wrong, focus = true): void {
    for (const [name, of] of Object.entries(fields)) of.fail(parts.get(name as Part) ?? null);
    const rows = writtenTargets();
    const ofRows = new Map([...each].map(([number, text]) => [rows[number] ?? 0, text]));
    targets.failEach(parts.get("deliver") ?? null, ofRows);
    const whole = parts.get("whole") ?? parts.get("onlyWhen") ?? (focus ? texts.look : null);
    error.hidden = whole === null;
    say(error, whole);
    if (!focus) return;
    const first = (Object.keys(fields) as (keyof typeof fields)[]).find((name) => parts.has(name));
    const [row] = [...ofRows.keys()].sort((one, other) => one - other);
    // In the order in which they stand.
    if (first && first !== "skip") fields[first].lead();
    else if (row !== undefined) targets.leadTo(row);
    else if (parts.has("deliver")) targets.lead();
    else if (first) fields[first].lead();
  }

  /** Says at its field what the API finds wrong. */
  function explain(refusal: Refused, focus = true): void {
    const { errors = [], runs_a_month: runs, upstream_calls: upstream, limit } = refusal.problem;
    if (errors.length) fail(wrongBy(errors, sentences), focus);
    else {
      error.hidden = false;
      const expensive = refusal.kind === "subscription-too-expensive";
      say(error, expensive ? texts.tooExpensive(runs ?? 0, upstream ?? 0, limit ?? 0) : problemText(refusal));
    }
  }

  async function trySaving(): Promise<void> {
    try {
      if (await purpose.save(given())) dialog.close();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      if (problem.kind === "too-many-subscriptions") say(shown(), texts.tooMany);
      else if (problem.status === 422) explain(problem);
      else throw problem;
    }
  }

  function shown(): HTMLElement {
    error.hidden = false;
    return error;
  }

  title.addEventListener("input", () => change({ title: title.value }));
  period.addEventListener("change", () =>
    change({ request: { ...draft.request, period: period.value as MovingPeriod } }),
  );
  skip.addEventListener("change", () => change({ skip: skip.value as Skip }));
  unusual.addEventListener("change", () => change({ only_when: unusual.checked ? "unusual" : null }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = wrongIn(given());
    if (!isRight(wrong)) return fail(wrong);
    void attempt(submit, purpose.submitting, trySaving);
  });
  cancel.addEventListener("click", () => dialog.close());
  showPeriods();
  showPeriodsHint();
  forecastNow();
  await opened(dialog);
  closed.abort();
}
