// One tab stop for many boxes: the arrow keys lead from one to the next.

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Makes boxes a single tab stop: the one that had the focus last, else the first that can have it. Gives what is to be
 * called when other boxes can have it.
 */
export function arrowsLead(group: HTMLElement, boxes: HTMLInputElement[]): () => void {
  let stop: EventTarget | undefined;

  function refresh(): void {
    const enabled = boxes.filter((box) => !box.disabled);
    const at = enabled.find((box) => box === stop) ?? enabled[0];
    for (const box of boxes) box.tabIndex = box === at ? 0 : -1;
  }

  group.addEventListener("focusin", ({ target }) => {
    stop = target ?? undefined;
    refresh();
  });
  group.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const enabled = boxes.filter((box) => !box.disabled);
    const at = enabled.indexOf(event.target as HTMLInputElement);
    const to = { Home: 0, End: enabled.length - 1 }[event.key] ?? at + (STEPS[event.key] ?? Number.NaN);
    if (at < 0 || Number.isNaN(to)) return;
    event.preventDefault();
    enabled[(to + enabled.length) % enabled.length]?.focus();
  });
  refresh();
  return refresh;
}
