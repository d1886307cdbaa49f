// The dialog that takes a list: the text, and then what was made of every line of it.
import type { FormArtist } from "../address.ts";
import type { Calls } from "../api.ts";
import { h, newId } from "../dom.ts";
import { opened } from "../modal.ts";
import { type Checked, check } from "./check.ts";
import { distinct, type Line, MOST_ARTISTS, unasked } from "./lines.ts";
import { type Pasted, readPasted } from "./paste.ts";
import { askingWords } from "./words.ts";

export interface CheckDialog {
  /** Asks for a list, or has the one given checked at once; null if it is given up. */
  list(text: string, chosen: readonly FormArtist[]): Promise<Checked | null>;
  /** Has lines settled that were looked up already, to be used in place of any other artists. */
  settle(lines: Line[], title: string): Promise<Checked | null>;
}

export function checkDialog(calls: Pick<Calls, "resolve">): CheckDialog {
  const titleId = newId("title");
  const title = h("h2", { id: titleId, tabindex: "-1" });
  const notes = h("p", { class: "quiet" });
  const [text, writing] = textStep();
  const add = h("button", { type: "button", class: "primary" });
  const change = h("button", { type: "button" }, askingWords.check.change);
  const cancel = h("button", { type: "button" }, askingWords.check.cancel);
  const leftOut = h("p", { class: "quiet", role: "status" });
  let adding = askingWords.check.add;
  const checking = check({
    calls,
    changed({ busy, added, leftOut: number }) {
      add.textContent = added ? adding(added) : askingWords.check.nothingToAdd;
      add.setAttribute("aria-disabled", String(busy || !added));
      leftOut.textContent = !busy && number ? askingWords.check.willBeLeftOut(number) : "";
    },
  });
  const step = h(
    "div",
    { class: "check-step" },
    notes,
    checking.element,
    h("div", { class: "check-foot" }, leftOut, h("div", { class: "answers" }, add, change, cancel)),
  );
  const dialog = h(
    "dialog",
    { class: "panel list-check", "aria-labelledby": titleId },
    title,
    writing.element,
    step,
  );
  let before: readonly FormArtist[] = [];
  /** The lines that are too many to be looked up. */
  let beyond: string[] = [];
  let answer: Checked | null = null;
  /** What was settled of the list that is being written, by the text of the line. */
  let settled = new Map<string, Line>();

  function show(name: string, writingIt: boolean): void {
    title.textContent = name;
    writing.element.hidden = !writingIt;
    step.hidden = writingIt;
    (writingIt ? text : title).focus();
  }

  function write(): void {
    checking.end();
    writing.fail(null);
    show(askingWords.paste.title, true);
  }

  /** Keeps what is settled of a list, which may be changed and checked again. */
  function keep(): void {
    if (change.hidden) return;
    settled = answer ? new Map() : new Map([...settled, ...checking.lines()]);
  }

  function read(): void {
    const pasted = readPasted(text.value);
    if (!pasted.lines.length) {
      writing.fail(askingWords.paste.nothing);
      text.focus();
      return;
    }
    const { lines, over, repeated } = distinct(pasted.lines);
    notes.textContent = notesOf(pasted, over, repeated);
    beyond = over;
    const known = lines.map((written) => settled.get(written) ?? unasked(written));
    begin(known, askingWords.check.title(lines.length), lines);
  }

  function begin(lines: Line[], name: string, texts: string[] = lines.map(({ written }) => written)): void {
    notes.hidden = !notes.textContent;
    show(name, false);
    checking.begin(lines, before, texts);
  }

  async function ask(begun: () => void): Promise<Checked | null> {
    answer = null;
    const closed = opened(dialog);
    begun();
    await closed;
    keep();
    checking.end();
    return answer;
  }

  add.addEventListener("click", () => {
    if (add.getAttribute("aria-disabled") === "true") return;
    const { artists, leftOut } = checking.result();
    answer = { artists, leftOut: [...leftOut, ...beyond] };
    dialog.close();
  });
  change.addEventListener("click", () => {
    keep();
    write();
  });
  cancel.addEventListener("click", () => dialog.close());
  writing.cancel.addEventListener("click", () => dialog.close());
  writing.check.addEventListener("click", read);

  return {
    list(given, chosen) {
      before = chosen;
      adding = askingWords.check.add;
      change.hidden = false;
      if (given) {
        text.value = given;
        settled = new Map();
      }
      return ask(given ? read : write);
    },
    settle(lines, name) {
      before = [];
      adding = askingWords.check.use;
      change.hidden = true;
      notes.textContent = "";
      beyond = [];
      return ask(() => begin(lines, name));
    },
  };
}

interface Writing {
  element: HTMLElement;
  check: HTMLButtonElement;
  cancel: HTMLButtonElement;
  fail(message: string | null): void;
}

function textStep(): [HTMLTextAreaElement, Writing] {
  const { paste } = askingWords;
  const [id, aboutId, errorId] = [newId("list"), newId("about"), newId("error")];
  const text = h("textarea", {
    id,
    rows: "10",
    spellcheck: "false",
    "aria-describedby": `${aboutId} ${errorId}`,
  });
  const error = h("p", { class: "error", id: errorId, role: "alert" });
  const check = h("button", { type: "button", class: "primary" }, paste.check);
  const cancel = h("button", { type: "button" }, paste.cancel);
  const element = h(
    "div",
    { class: "check-step" },
    h("label", { class: "label", for: id }, paste.label),
    h("p", { class: "quiet", id: aboutId }, paste.about),
    text,
    error,
    h("div", { class: "answers" }, check, cancel),
  );
  const fail = (message: string | null): void => {
    error.textContent = message;
    text.setAttribute("aria-invalid", String(message !== null));
  };
  return [text, { element, check, cancel, fail }];
}

/** Says what was read of the text, and what of it is not looked up. */
function notesOf({ column }: Pasted, over: string[], repeated: number): string {
  const { check: texts } = askingWords;
  return [
    column && texts.column(column.heading, column.number, column.of),
    repeated && texts.repeated(repeated),
    over.length && texts.over(over, MOST_ARTISTS),
  ]
    .filter((note) => typeof note === "string")
    .join(" ");
}
