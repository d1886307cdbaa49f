// The library that draws plots is a third of the page, so it comes after what reports are asked with.
import type uPlot from "uplot";

let loaded: typeof uPlot | null = null;

/** Gives it once it has come. */
export const plots = (): typeof uPlot | null => loaded;

/** Says whether it came: it does not without a connection, nor where the page has been replaced by a newer one. */
export async function loadPlots(): Promise<boolean> {
  try {
    loaded ??= (await import("uplot")).default;
  } catch {
    return false;
  }
  return true;
}
