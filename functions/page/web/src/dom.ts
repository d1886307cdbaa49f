// Elements made in one expression. Text is always text: nothing is ever read as HTML.

export type Child = Node | string | null | undefined | false;
type Listener = (event: never) => void;
export type Attributes = Record<string, string | number | boolean | null | undefined | Listener>;

/** Makes an element. `onclick` and the like are listeners; true is an attribute without value; the rest is left out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => typeof child === "string" || child instanceof Node));
  return element;
}

/** Puts these children in the place of those an element has. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child) => typeof child === "string" || child instanceof Node));
}

let made = 0;

/** Makes an id no other element has. */
export function newId(stem: string): string {
  made += 1;
  return `${stem}-${made}`;
}

/** A small disc or bar in a colour that comes with the data. */
export function swatch(color: string | null): HTMLElement {
  const element = h("span", { class: "swatch", "aria-hidden": "true" });
  if (color) element.style.backgroundColor = color;
  return element;
}
