// What the styles for paper cannot do.

/** Tells uPlot that pixels have another size, on which it draws all its charts again. */
const DRAWN_AGAIN_ON = "dppxchange";

/**
 * Has charts drawn again as printing begins: Chromium prints the lines of what is drawn then, and the pixels of a screen
 * of what was drawn before.
 */
export function printSharply(): void {
  addEventListener("beforeprint", () => {
    dispatchEvent(new Event(DRAWN_AGAIN_ON));
  });
}
