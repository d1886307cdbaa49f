// The API key: taken from the address or asked for once, kept for as long as the tab is open.

const KEPT_AS = "liner-notes-key";

export interface Fragment {
  key: string | null;
  shared: string | null;
}

/** Reads `#key=…` and `#shared=…`. A fragment is never sent to a server, nor named in a referrer. */
export function readFragment(hash: string): Fragment {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  return { key: given.get("key"), shared: given.get("shared") };
}

/** Takes a key out of the address bar, and so out of the history and of what is copied from there. */
export function takeKeyFromAddress(): void {
  const { key } = readFragment(location.hash);
  if (key === null) return;
  keep(key);
  history.replaceState(history.state, "", location.pathname + location.search);
}

export function keptKey(): string | null {
  return sessionStorage.getItem(KEPT_AS);
}

export function keep(key: string): void {
  sessionStorage.setItem(KEPT_AS, key);
}

export function forget(): void {
  sessionStorage.removeItem(KEPT_AS);
}
