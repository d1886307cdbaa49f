// The artists whose lines the reader looks at, over all cards of a report; while none is chosen, all are.

/** Tells by a "change" event that it has become another set. */
export class Chosen extends EventTarget {
  readonly #artists = new Set<string>();

  has(artist: string): boolean {
    return this.#artists.has(artist);
  }

  get none(): boolean {
    return this.#artists.size === 0;
  }

  /** Shows one alone; again, all. */
  isolate(artist: string): void {
    const alone = this.has(artist) && this.#artists.size === 1;
    this.#artists.clear();
    if (!alone) this.#artists.add(artist);
    this.#changed();
  }

  /** Adds one to those chosen, or takes it away. */
  toggle(artist: string): void {
    if (!this.#artists.delete(artist)) this.#artists.add(artist);
    this.#changed();
  }

  clear(): void {
    this.#artists.clear();
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
