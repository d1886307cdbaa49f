// The legend of a report: which line is whose, and the choice of those that are looked at.
import { h } from "../dom.ts";
import { type LineStyle, lineSample } from "../lines.ts";
import type { Chosen } from "./chosen.ts";
import type { Display } from "./display.ts";
import { LARGEST, TOGETHER } from "./lines-shown.ts";
import { words } from "./words.ts";

const MOST_OPEN = 12;

interface Named {
  uuid: string;
  name: string;
}

/**
 * Lists the artists by their lines. A click, or Enter, shows one alone, and again all of them; with Shift or Ctrl, or
 * while several are to be chosen, it adds one or takes it away.
 */
export function legend(
  artists: Named[],
  styles: Map<string, LineStyle>,
  { chosen, display }: { chosen: Chosen; display: Display },
): HTMLElement {
  const several = h(
    "button",
    { type: "button", class: "several", "aria-pressed": "false" },
    words.severalAtOnce,
  );
  several.addEventListener("click", () => {
    several.setAttribute("aria-pressed", String(several.getAttribute("aria-pressed") === "false"));
  });
  const buttons = artists.map(({ uuid, name }) => {
    const style = styles.get(uuid);
    const button = h("button", { type: "button", "aria-pressed": "false" }, style && lineSample(style), name);
    const choose = (added: boolean): void =>
      added || several.getAttribute("aria-pressed") === "true" ? chosen.toggle(uuid) : chosen.isolate(uuid);
    button.addEventListener("click", (event) => choose(event.shiftKey || event.ctrlKey || event.metaKey));
    // Not every browser tells in the click of a key which other keys are held.
    button.addEventListener("keydown", (event) => {
      if (!(event.shiftKey || event.ctrlKey) || !["Enter", " "].includes(event.key)) return;
      event.preventDefault();
      choose(true);
    });
    return { uuid, button };
  });
  const none = h("button", { type: "button", class: "plain", hidden: true }, words.chooseNone);
  none.addEventListener("click", () => {
    chosen.clear();
    buttons[0]?.button.focus();
  });
  chosen.addEventListener("change", () => {
    for (const { uuid, button } of buttons) button.setAttribute("aria-pressed", String(chosen.has(uuid)));
    none.hidden = chosen.none;
  });
  const hint = h("p", { class: "quiet" });
  const explain = (): void => {
    const grey = artists.length > TOGETHER && display.now.layout === "together";
    hint.textContent = grey ? `${words.legendHint} ${words.largest(LARGEST)}` : words.legendHint;
  };
  display.addEventListener("change", explain);
  explain();
  return h(
    "section",
    { class: "legend", "aria-label": words.legend },
    h(
      "details",
      { open: artists.length <= MOST_OPEN },
      h("summary", {}, words.legendOf(artists.length)),
      hint,
      h("ul", {}, ...buttons.map(({ button }) => h("li", {}, button)), h("li", {}, several, none)),
    ),
  );
}
