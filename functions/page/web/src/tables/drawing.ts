// Rows of a table drawn in parts: those that are seen at once, the rest while nothing else is to be done. In the end all
// are there, for the browser's own search, for paper and for who hears the page.

/** Elements that are made when their turn comes, and the part of the table they stand in. */
export interface Line {
  body: HTMLTableSectionElement;
  make(): readonly Element[];
}

const AT_ONCE = 40;
const A_TIME = 25;
/** When a browser that is never idle gets the next part all the same. */
const AT_THE_LATEST_MS = 200;

export interface Drawing {
  /** Shows lines in the place of those there are. */
  show(lines: Line[]): void;
}

export function drawing(table: HTMLTableElement): Drawing {
  let left: Line[] = [];
  let waiting = false;

  function draw(most: number): void {
    const parts = new Map<HTMLTableSectionElement, DocumentFragment>();
    for (const { body, make } of left.splice(0, most)) {
      const part = parts.get(body) ?? document.createDocumentFragment();
      part.append(...make());
      parts.set(body, part);
    }
    for (const [body, part] of parts) {
      body.append(part);
      if (!body.parentNode) table.insertBefore(body, table.tFoot);
    }
  }

  function later(): void {
    if (waiting || !left.length) return;
    waiting = true;
    const go = (): void => {
      waiting = false;
      // Of an answer that is no longer shown nothing more is drawn.
      if (!table.isConnected) left = [];
      draw(A_TIME);
      if (left.length) later();
      else ended();
    };
    // Not in every browser.
    if ("requestIdleCallback" in window) requestIdleCallback(go, { timeout: AT_THE_LATEST_MS });
    else setTimeout(go);
  }

  const all = (): void => {
    draw(left.length);
    ended();
  };

  function ended(): void {
    table.removeAttribute("aria-rowcount");
    removeEventListener("beforeprint", all);
  }

  return {
    show(lines) {
      for (const body of [...table.tBodies]) body.remove();
      for (const body of new Set(lines.map((line) => line.body))) body.replaceChildren();
      left = [...lines];
      draw(AT_ONCE);
      if (!left.length) return ended();
      table.setAttribute("aria-rowcount", String(lines.length + (table.tHead?.rows.length ?? 0)));
      addEventListener("beforeprint", all);
      later();
    },
  };
}
