// Shows of every line of a list who was found, and has the rest settled before anything is taken over.
import type { FormArtist } from "../address.ts";
import { type Calls, wasAborted } from "../api.ts";
import { fill, h } from "../dom.ts";
import { problemText } from "../problems.ts";
import { type LineView, lineView } from "./check-line.ts";
import { type Line, lineOf, outcomesOf } from "./lines.ts";
import { askingWords } from "./words.ts";

export interface Checked {
  artists: FormArtist[];
  /** The lines nothing came of. */
  leftOut: string[];
}

export interface Check {
  element: HTMLElement;
  /** Shows lines beside the artists chosen already, and looks up those nobody has; `texts` are what each began with. */
  begin(lines: Line[], chosen: readonly FormArtist[], texts: string[]): void;
  /** Gives up what is being looked up, and forgets the lines. */
  end(): void;
  result(): Checked;
  /** Gives what every line has become, by the text it began with. */
  lines(): Map<string, Line>;
}

export interface CheckSettings {
  calls: Pick<Calls, "resolve">;
  /** Something was found, chosen or left out, or is being looked up. */
  changed(state: { busy: boolean; added: number; leftOut: number }): void;
}

export function check({ calls, changed }: CheckSettings): Check {
  const summary = h("p", { class: "summary", role: "status" });
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const rest = h("button", { type: "button", hidden: true }, askingWords.check.lookAll);
  const groups = h("div", { class: "line-groups" });
  let views: LineView[] = [];
  /** What the lines began with, one for each: a line that was mended has another text. */
  let began: string[] = [];
  let chosen: readonly FormArtist[] = [];
  let looking = new AbortController();
  let asking = 0;
  rest.addEventListener("click", () => void lookUp(views.filter(isUnasked)));

  async function lookUp(those: LineView[], written = those.map(({ line }) => line.written)): Promise<void> {
    const { signal } = looking;
    asking += 1;
    error.hidden = true;
    tell();
    try {
      const { lines } = await calls.resolve(written, signal);
      if (signal.aborted) return;
      those.forEach((view, index) => {
        const answer = lines[index];
        if (answer) view.become(lineOf(answer));
      });
    } catch (problem) {
      if (signal.aborted || wasAborted(problem)) return;
      error.hidden = false;
      error.textContent = problemText(problem);
    }
    asking -= 1;
    tell();
  }

  /** Shows what is to be settled before what was found; a line stays where it is once it is settled. */
  function arrange(): void {
    const { check: texts } = askingWords;
    const group = (title: string, of: LineView[]): HTMLElement | null =>
      of.length
        ? h("section", {}, h("h3", {}, title), h("ul", {}, ...of.map(({ element }) => element)))
        : null;
    fill(
      groups,
      group(
        texts.toSettle,
        views.filter((view) => !isFound(view)),
      ),
      group(texts.settled, views.filter(isFound)),
    );
  }

  function tell(): void {
    const busy = asking > 0;
    const outcomes = outcomesOf(
      views.map(({ line }) => line),
      chosen,
    );
    for (const [index, view] of views.entries()) view.tell(outcomes[index]!);
    const { check: texts } = askingWords;
    summary.textContent = busy && !views.some(isFound) ? texts.looking(views.length) : summaryOf(views);
    groups.setAttribute("aria-busy", String(busy));
    rest.hidden = busy || views.filter(isUnasked).length < 2;
    const added = outcomes.filter((outcome) => outcome === "added").length;
    changed({ busy, added, leftOut: leftOut(outcomes).length });
  }

  function leftOut(outcomes: readonly string[]): string[] {
    return views
      .filter((_, index) => ["open", "over", "unwanted"].includes(outcomes[index]!))
      .map(({ line }) => line.written);
  }

  return {
    element: h("div", { class: "check-lines" }, summary, error, rest, groups),
    begin(lines, artists, texts) {
      looking.abort();
      looking = new AbortController();
      chosen = artists;
      asking = 0;
      error.hidden = true;
      began = texts;
      views = lines.map((line) =>
        lineView(line, { changed: tell, look: (view, written) => lookUp([view], [written]) }),
      );
      const asked = views.filter(isUnasked);
      if (!asked.length) {
        arrange();
        tell();
      } else {
        groups.replaceChildren();
        const { signal } = looking;
        void lookUp(asked).then(() => {
          if (!signal.aborted) arrange();
        });
      }
    },
    end() {
      looking.abort();
      views = [];
    },
    result() {
      const outcomes = outcomesOf(
        views.map(({ line }) => line),
        chosen,
      );
      const artists = views.flatMap(({ line }, index) =>
        outcomes[index] === "added" && line.artist ? [line.artist] : [],
      );
      return { artists, leftOut: leftOut(outcomes) };
    },
    lines: () => new Map(views.map(({ line }, index) => [began[index]!, line])),
  };
}

function isUnasked({ line }: LineView): boolean {
  return line.status === "not_asked";
}

function isFound({ line }: LineView): boolean {
  return line.status === "found";
}

/** Says how many lines are settled, and what the others wait for. */
function summaryOf(views: LineView[]): string {
  const { check: texts } = askingWords;
  const number = (status: Line["status"]): number =>
    views.filter(({ line }) => line.status === status && !line.artist && !line.unwanted).length;
  const counts: [number, (number: number) => string][] = [
    [views.filter(({ line }) => line.artist).length, texts.found],
    [number("ambiguous"), texts.ambiguous],
    [number("unknown"), texts.unknown],
    [number("not_asked"), texts.notAsked],
  ];
  return counts.flatMap(([count, text]) => (count ? [text(count)] : [])).join(" · ");
}
