// The API key: taken from the address or asked for once, kept for as long as the tab is open, or on this device.
import { readDevice, writeDevice } from "../device.ts";

const KEPT_AS = "liner-notes-key";

export interface Fragment {
  key: string | null;
  shared: string | null;
  /** The format of the file of a shared report that is to be downloaded at once. */
  download: string | null;
}

/** Reads `#key=…` and `#shared=…&download=…`. A fragment is never sent to a server, nor named in a referrer. */
export function readFragment(hash: string): Fragment {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  return { key: given.get("key"), shared: given.get("shared"), download: given.get("download") };
}

/**
 * Takes a key out of the address bar, and so out of the history and of what is copied from there. It is kept if there
 * is none yet. If there is another it is given back: whether it takes that one's place is for the visitor to say.
 */
export function takeKeyFromAddress(): string | null {
  const key = readFragment(location.hash).key;
  if (key === null) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  const before = keptKey();
  if (before !== null && before !== key) return key;
  keep(key);
  return null;
}

export function keptKey(): string | null {
  return sessionStorage.getItem(KEPT_AS) ?? readDevice(KEPT_AS);
}

/** Says whether there is a key that the next tab will find too. */
export function isOnDevice(): boolean {
  return readDevice(KEPT_AS) !== null;
}

/** Keeps a key for this tab. */
export function keep(key: string): void {
  sessionStorage.setItem(KEPT_AS, key);
}

/** Keeps a key for every tab to come; null takes away the one there is. */
export function keepOnDevice(key: string | null): void {
  writeDevice(KEPT_AS, key);
}

export function forget(): void {
  sessionStorage.removeItem(KEPT_AS);
  keepOnDevice(null);
}
