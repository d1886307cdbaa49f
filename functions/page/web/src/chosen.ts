// The artists whose lines the reader has brought out, over all cards of a report, and the legend to do it with.
import { fill, h } from "./dom.ts";
import { type LineStyle, lineSample } from "./lines.ts";
import { words } from "./words.ts";

/** Tells by a "change" event that it has become another set. */
export class Chosen extends EventTarget {
  readonly #artists = new Set<string>();

  has(artist: string): boolean {
    return this.#artists.has(artist);
  }

  get none(): boolean {
    return this.#artists.size === 0;
  }

  toggle(artist: string): void {
    if (!this.#artists.delete(artist)) this.#artists.add(artist);
    this.dispatchEvent(new Event("change"));
  }

  clear(): void {
    this.#artists.clear();
    this.dispatchEvent(new Event("change"));
  }
}

/** Lists the artists by their lines, each to be chosen or let go. */
export function legend(
  artists: { uuid: string; name: string }[],
  styles: Map<string, LineStyle>,
  chosen: Chosen,
): HTMLElement {
  const buttons = artists.map(({ uuid, name }) => {
    const style = styles.get(uuid);
    const button = h("button", { type: "button", "aria-pressed": "false" }, style && lineSample(style), name);
    button.addEventListener("click", () => chosen.toggle(uuid));
    return { uuid, button };
  });
  const hint = h("p", { class: "quiet" }, words.plot.legendHint);
  const none = h("button", { type: "button", class: "plain", hidden: true }, words.plot.chooseNone);
  none.addEventListener("click", () => {
    chosen.clear();
    buttons[0]?.button.focus();
  });
  chosen.addEventListener("change", () => {
    for (const { uuid, button } of buttons) button.setAttribute("aria-pressed", String(chosen.has(uuid)));
    none.hidden = chosen.none;
  });
  const list = h("ul", {});
  fill(list, ...buttons.map(({ button }) => h("li", {}, button)));
  return h("section", { class: "legend", "aria-label": words.plot.legend }, hint, list, none);
}
