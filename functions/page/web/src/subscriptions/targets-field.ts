// To whom a subscription's reports go: a row for each, of its kind and its address.
import { fill, h, newId } from "../dom.ts";
import { type Field, fieldGroup } from "../field.ts";
import { say } from "../worded.ts";
import { MOST_TARGETS, targetOf, typedOf } from "./rules.ts";
import type { Target, TargetKind, TypedTarget } from "./types.ts";
import { subscriptionWords } from "./words.ts";

export interface TargetsField extends Field {
  /** Says what is wrong with all of it, if anything is, and with targets by their numbers from 0. */
  failEach(whole: string | null, wrong: ReadonlyMap<number, string>): void;
  /** Puts the focus in a target. */
  leadTo(number: number): void;
}

interface Row {
  typed: TypedTarget;
  element: HTMLElement;
  input: HTMLInputElement;
  /** Says which of all it is, from 1, and whether it can be removed. */
  number(number: number, removable: boolean): void;
  /** Says what is wrong with it; what is described besides stays where `keeps` says so. */
  fail(message: string | null, keeps?: boolean): void;
}

const INPUTS: Record<TargetKind, Record<string, string>> = {
  slack_channel: { type: "text", inputmode: "text", autocapitalize: "characters" },
  email: { type: "email", inputmode: "email", autocapitalize: "off" },
  callback_url: { type: "url", inputmode: "url", autocapitalize: "off" },
};

export function targetsField(targets: readonly Target[], changed: (targets: Target[]) => void): TargetsField {
  const texts = subscriptionWords.dialog;
  const list = h("ul", { class: "targets-field" });
  const add = h("button", { type: "button", class: "plain" }, texts.add);
  const typed = targets.map(typedOf);
  const rows = (typed.length ? typed : [{ kind: "slack_channel", value: "" } as const]).map(row);

  function row(first: TypedTarget): Row {
    const made: Row = targetRow(first, tell, () => {
      const index = rows.indexOf(made);
      rows.splice(index, 1);
      show();
      tell();
      (rows[index] ?? rows.at(-1))?.input.focus();
    });
    return made;
  }

  function show(): void {
    rows.forEach((each, index) => {
      each.number(index + 1, rows.length > 1);
    });
    fill(list, ...rows.map(({ element }) => element));
    add.hidden = rows.length >= MOST_TARGETS;
  }

  function tell(): void {
    changed(rows.map((each) => targetOf(each.typed)));
  }

  add.addEventListener("click", () => {
    rows.push(row({ kind: rows.at(-1)?.typed.kind ?? "slack_channel", value: "" }));
    show();
    tell();
    rows.at(-1)?.input.focus();
  });
  show();
  const made = fieldGroup(
    texts.deliver,
    () => rows.map(({ input }) => input),
    h("div", { class: "targets-and-add" }, list, add),
  );
  return {
    ...made,
    failEach(whole, wrong) {
      made.fail(whole);
      rows.forEach((each, index) => {
        each.fail(wrong.get(index) ?? null, whole !== null);
      });
    },
    leadTo(number) {
      rows[number]?.input.focus();
    },
  };
}

function targetRow(first: TypedTarget, changed: () => void, removed: () => void): Row {
  const texts = subscriptionWords.dialog;
  const error = h("p", { class: "error", id: newId("error"), "aria-live": "polite", hidden: true });
  const hint = h("p", { class: "quiet target-hint", id: newId("hint") }, texts.slackHint);
  const kind = h(
    "select",
    {},
    ...Object.entries(subscriptionWords.kinds).map(([value, text]) => h("option", { value }, text)),
  );
  const input = h("input", { autocomplete: "off", spellcheck: "false", maxlength: 2048 });
  const remove = h("button", { type: "button", class: "remove" }, "×");
  kind.value = first.kind;
  input.value = first.value;
  const made: Row = {
    typed: first,
    element: h("li", {}, h("div", { class: "target-row" }, kind, input, remove), hint, error),
    input,
    number(number, removable) {
      kind.setAttribute("aria-label", texts.kind(number));
      input.setAttribute("aria-label", texts.target(number));
      remove.setAttribute("aria-label", texts.removeTarget(number));
      remove.hidden = !removable;
    },
    fail(message, keeps = false) {
      error.hidden = message === null;
      say(error, message);
      if (message === null && keeps) return;
      const described = [message === null ? "" : error.id, hint.hidden ? "" : hint.id];
      input.setAttribute("aria-describedby", described.filter(Boolean).join(" "));
      if (message === null) input.removeAttribute("aria-invalid");
      else input.setAttribute("aria-invalid", "true");
    },
  };

  function look(): void {
    const of = made.typed.kind;
    for (const [name, value] of Object.entries(INPUTS[of])) input.setAttribute(name, value);
    input.placeholder = texts.examples[of];
    hint.hidden = of !== "slack_channel" || input.value !== "";
    made.fail(null);
  }

  function type(): void {
    made.typed = { kind: kind.value as TargetKind, value: input.value };
    look();
    changed();
  }

  kind.addEventListener("change", type);
  input.addEventListener("input", type);
  remove.addEventListener("click", removed);
  look();
  return made;
}
