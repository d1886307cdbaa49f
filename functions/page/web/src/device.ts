// What this browser keeps for longer than a tab is open; nothing where it keeps nothing for pages.

export function readDevice(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text under a name; null takes away what there is. */
export function writeDevice(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Full, or forbidden: then it is asked for again the next time.
  }
}
