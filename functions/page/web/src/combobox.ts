// An input with a list to choose from, by the ARIA practices' pattern: the focus stays in the input.
import { wasAborted } from "./api.ts";
import { type Attributes, type Child, fill, h, newId } from "./dom.ts";

export interface ComboboxSettings<Option> {
  label: string;
  attributes?: Attributes;
  /** Below this many characters nothing is looked for. */
  fewest: number;
  /** How long typing must pause before the search begins; 0 searches at every key. */
  pauseMs: number;
  search(term: string, signal: AbortSignal): Promise<Option[]> | Option[];
  show(option: Option): Child[];
  choose(option: Option): void;
  /** Which of these somebody surely means who pressed Enter before they were there, if any. */
  sure?(found: Option[], term: string): Option | undefined;
  /** What is said of so many found, or of a failed search. */
  found(count: number): string;
  searching: string;
  failed(error: unknown): string;
  /** Backspace in an empty input. */
  emptied?(): void;
  /** The input was left. */
  left?(): void;
}

export interface Combobox {
  input: HTMLInputElement;
  /** The input and its list, which drops down from it. */
  element: HTMLElement;
}

export function combobox<Option>(settings: ComboboxSettings<Option>): Combobox {
  const listId = newId("list");
  const list = h("ul", { id: listId, role: "listbox", "aria-label": settings.label });
  const said = h("p", { class: "said", role: "status" });
  const popup = h("div", { class: "popup", hidden: true }, list, said);
  const input = h("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    ...settings.attributes,
  });
  let options: Option[] = [];
  let active = -1;
  let timer: number | undefined;
  let searching = new AbortController();
  /** What is shown is not yet what was typed. */
  let pending = false;
  /** Enter was pressed meanwhile. */
  let entered = false;

  function close(): void {
    window.clearTimeout(timer);
    searching.abort();
    pending = entered = false;
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    list.replaceChildren();
    options = [];
    said.textContent = "";
    activate(-1);
  }

  function open(found: Option[]): void {
    options = found;
    fill(list, ...found.map(item));
    popup.hidden = false;
    input.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = settings.found(found.length);
    popup.scrollIntoView({ block: "nearest" });
    activate(found.length ? 0 : -1);
    const one = entered ? settings.sure?.(found, input.value.trim()) : undefined;
    pending = entered = false;
    if (one !== undefined) pick(found.indexOf(one));
  }

  function item(option: Option, index: number): HTMLElement {
    const element = h(
      "li",
      { id: `${listId}-${index}`, role: "option", "aria-selected": "false" },
      ...settings.show(option),
    );
    element.addEventListener("pointermove", () => activate(index, false));
    element.addEventListener("click", () => pick(index));
    return element;
  }

  function activate(index: number, scroll = true): void {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const element = list.children[index];
    if (!element) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    element.setAttribute("aria-selected", "true");
    if (scroll) element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", element.id);
  }

  function pick(index: number): void {
    const option = options[index];
    if (option === undefined) return;
    input.value = "";
    close();
    settings.choose(option);
  }

  async function search(): Promise<void> {
    const term = input.value.trim();
    searching.abort();
    if (term.length < settings.fewest) {
      close();
      return;
    }
    searching = new AbortController();
    const { signal } = searching;
    try {
      const answer = settings.search(term, signal);
      if (answer instanceof Promise && popup.hidden) {
        popup.hidden = false;
        said.textContent = settings.searching;
      }
      const found = await answer;
      if (!signal.aborted) open(found);
    } catch (error) {
      if (wasAborted(error) || signal.aborted) return;
      open([]);
      said.textContent = settings.failed(error);
    }
  }

  function searchSoon(): void {
    window.clearTimeout(timer);
    pending = true;
    entered = false;
    if (settings.pauseMs) timer = window.setTimeout(() => void search(), settings.pauseMs);
    else void search();
  }

  const keys: Record<string, () => boolean> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      if (pending && input.value.trim().length >= settings.fewest) {
        entered = true;
        return true;
      }
      if (active < 0) return false;
      pick(active);
      return true;
    },
    Escape: () => {
      if (popup.hidden && !input.value) return false;
      if (popup.hidden) input.value = "";
      close();
      return true;
    },
    Backspace: () => {
      if (!input.value) settings.emptied?.();
      return false;
    },
  };

  function move(by: number): boolean {
    if (options.length) activate((active + by + options.length) % options.length);
    else void search();
    return true;
  }

  input.addEventListener("keydown", (event) => {
    if (!event.isComposing && keys[event.key]?.()) event.preventDefault();
  });
  input.addEventListener("input", searchSoon);
  input.addEventListener("blur", () => {
    close();
    settings.left?.();
  });
  // A press on the list must not take the focus from the input, which would close it.
  popup.addEventListener("pointerdown", (event) => event.preventDefault());
  return { input, element: h("div", { class: "combobox" }, input, popup) };
}
