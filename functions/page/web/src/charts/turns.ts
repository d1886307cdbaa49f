// Work done one piece at a time, so that the page answers in between: first what is to be seen, then what is near it.

export class Turns {
  readonly #waiting = new Map<Element, () => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(this.#timer);
        this.#waiting.clear();
      },
      { once: true },
    );
    // What is printed is all there.
    addEventListener("beforeprint", () => this.#all(), { signal });
  }

  /** Has something done for an element soon; what was asked for it before and is not done yet is not needed. */
  ask(element: Element, work: () => void): void {
    this.#waiting.set(element, work);
    this.#timer ??= setTimeout(() => this.#next());
  }

  #next(): void {
    this.#timer = undefined;
    const nearest = [...this.#waiting.keys()].sort((one, other) => distance(one) - distance(other))[0];
    if (!nearest) return;
    this.#do(nearest);
    if (this.#waiting.size) this.#timer = setTimeout(() => this.#next());
  }

  #all(): void {
    for (const element of [...this.#waiting.keys()]) this.#do(element);
  }

  #do(element: Element): void {
    const work = this.#waiting.get(element);
    this.#waiting.delete(element);
    work?.();
  }
}

/** How far an element is from what is to be seen. */
function distance(element: Element): number {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(top - innerHeight, -bottom, 0);
}
