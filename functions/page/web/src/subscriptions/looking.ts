// When somebody looks at what is shown, so that it is worth being read again.

/** Calls `again` at intervals while somebody looks, and at once when they look again, until `signal` ends. */
export function whileLookedAt(again: () => void, everyMs: number, signal: AbortSignal): void {
  // Whoever is in a dialog goes back to where they were.
  const look = (): void => {
    if (!document.hidden && !document.querySelector("dialog[open]")) again();
  };
  const timer = window.setInterval(look, everyMs);
  signal.addEventListener("abort", () => window.clearInterval(timer), { once: true });
  document.addEventListener("visibilitychange", look, { signal });
  window.addEventListener("online", look, { signal });
}
