// The platforms of the last report made in this browser, which most people choose again.
import { readDevice, writeDevice } from "../device.ts";

const KEPT_AS = "liner-notes-usual-platforms";

export function usualPlatforms(): string[] {
  const slugs: unknown = readKept();
  return Array.isArray(slugs) ? slugs.filter((slug) => typeof slug === "string") : [];
}

export function keepUsual(platforms: string[]): void {
  writeDevice(KEPT_AS, JSON.stringify(platforms));
}

function readKept(): unknown {
  try {
    return JSON.parse(readDevice(KEPT_AS) ?? "[]");
  } catch {
    return []; // Somebody else's, or broken off.
  }
}
