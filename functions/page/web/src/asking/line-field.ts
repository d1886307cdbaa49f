// A request typed in one line, which fills in the form.
import type { Form } from "../address.ts";
import { type Calls, Refused } from "../api.ts";
import { fill, h, newId } from "../dom.ts";
import { problemText } from "../problems.ts";
import { say, sentences } from "../worded.ts";
import type { Checked } from "./check.ts";
import type { CheckDialog } from "./check-dialog.ts";
import { lineOf } from "./lines.ts";
import type { AskedInLine } from "./types.ts";
import { askingWords, asSentence } from "./words.ts";

export interface LineFieldSettings {
  calls: Pick<Calls, "line" | "resolve">;
  dialog: CheckDialog;
  /** Takes what the line says, while artists stay if it names none; gives what undoes it. */
  filled(part: Partial<Form>): () => void;
}

export interface LineField {
  element: HTMLElement;
  typed(): string;
  /** Has a text stand there as if it had been typed. */
  type(text: string): void;
  /** The form is no longer as the line has filled it in. */
  changed(): void;
}

export function lineField({ calls, dialog, filled }: LineFieldSettings): LineField {
  const { line: texts } = askingWords;
  const [id, errorId] = [newId("line"), newId("error")];
  const input = h("input", {
    id,
    type: "text",
    lang: "en", // as it is read
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    placeholder: texts.example,
    "aria-describedby": errorId,
  });
  const button = h("button", { type: "button" }, texts.fill);
  const error = h("p", { class: "error", id: errorId, role: "alert" });
  const better = h("button", { type: "button", class: "plain suggestion", hidden: true });
  const said = h("p", { class: "quiet", role: "status" });
  let suggestion = "";

  function fail(message: string, suggested = ""): void {
    say(error, message);
    input.setAttribute("aria-invalid", String(message !== ""));
    suggestion = suggested;
    better.hidden = !suggested;
    better.textContent = suggested && texts.use(suggested);
  }

  async function read(): Promise<void> {
    if (button.getAttribute("aria-disabled") === "true") return;
    const text = input.value.trim();
    fill(said);
    fail(text ? "" : texts.missing);
    if (!text) return input.focus();
    button.setAttribute("aria-disabled", "true");
    button.textContent = texts.reading;
    try {
      const asked = await calls.line(text);
      const checked = await artistsOf(asked);
      if (!checked) return input.focus();
      const { artists, leftOut } = checked;
      const undo = filled({ ...partOf(asked), ...(artists.length ? { artists } : {}) });
      const without = leftOut.length ? ` ${askingWords.leftOut(leftOut)}` : "";
      fill(said, texts.filled(asked.line) + without, " ", undoing(undo));
    } catch (problem) {
      explain(problem);
    } finally {
      button.setAttribute("aria-disabled", "false");
      button.textContent = texts.fill;
    }
  }

  function undoing(undo: () => void): HTMLElement {
    const button = h("button", { type: "button", class: "plain" }, texts.undo);
    button.addEventListener("click", () => {
      undo();
      fill(said);
      input.focus();
    });
    return button;
  }

  /** Finds the artists of a line, asking who is meant where that is not plain; null if that is given up. */
  async function artistsOf({ artists }: AskedInLine): Promise<Checked | null> {
    if (!artists.length) return { artists: [], leftOut: [] };
    const written = artists.map((artist) => ("uuid" in artist ? artist.uuid : artist.name));
    const { lines } = await calls.resolve(written, new AbortController().signal);
    const found = lines.map(lineOf);
    const plain = found.flatMap(({ artist }) => artist ?? []);
    if (plain.length < found.length) return dialog.settle(found, texts.whichTitle);
    return { artists: [...new Map(plain.map((artist) => [artist.uuid, artist])).values()], leftOut: [] };
  }

  function explain(problem: unknown): void {
    const { errors, suggestion } = wrongWithLine(problem);
    fail(errors ?? problemText(problem), suggestion);
    input.focus();
  }

  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    // It fills in the form; whether that is asked for is another key press.
    event.preventDefault();
    void read();
  });
  input.addEventListener("input", () => fail(""));
  button.addEventListener("click", () => void read());
  better.addEventListener("click", () => {
    input.value = suggestion;
    void read();
  });
  const element = h("div", { class: "field ask-line" });
  fill(
    element,
    h("label", { class: "label", for: id }, texts.label),
    h("div", { class: "ask-row" }, input, button),
    error,
    better,
    said,
  );
  return {
    element,
    typed: () => input.value,
    type(text) {
      input.value = text;
    },
    changed: () => fill(said),
  };
}

/** Gives what a line says besides its artists: a whole request, about the world where it names no country. */
export function partOf(asked: AskedInLine): Omit<Form, "artists"> {
  return {
    platforms: asked.platforms,
    start: asked.start_date,
    end: asked.end_date,
    country: asked.country,
    compare: asked.compare,
    sections: asked.sections,
    songsLimit: asked.songs_limit,
  };
}

function wrongWithLine(problem: unknown): { errors?: string; suggestion?: string } {
  if (!(problem instanceof Refused) || problem.status !== 422) return {};
  const { errors = [], suggestion } = problem.problem as Refused["problem"] & { suggestion?: string };
  return {
    ...(errors.length
      ? { errors: errors.map(({ message }) => asSentence(sentences(message))).join(" ") }
      : {}),
    ...(suggestion ? { suggestion } : {}),
  };
}
