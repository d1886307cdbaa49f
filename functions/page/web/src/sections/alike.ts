// Totals of which the same is to be said, so that it is said once.
import { listed } from "../format.ts";
import type { RowStatus } from "../openapi.d.ts";

interface Remarked {
  platform__slug: string;
  status: RowStatus;
  note?: string | null;
}

/** Puts totals together that have platform, status and note in common, in the order of the first of each. */
export function alike<Of extends Remarked>(totals: readonly Of[]): Of[][] {
  const keyOf = ({ platform__slug: slug, status, note }: Of): string => JSON.stringify([slug, status, note]);
  return [...Map.groupBy(totals, keyOf).values()];
}

/**
 * Says once what notes say of several: those that begin with what they are of, and go on alike, become one. They must
 * speak of it in the plural.
 */
export function saidOnce<Of extends { note?: string | null }>(
  totals: readonly Of[],
  nameOf: (of: Of) => string,
): string[] {
  const named = new Map<string, Set<string>>();
  for (const total of totals) {
    const { note } = total;
    if (!note) continue;
    const name = note.startsWith(`${nameOf(total)} `) ? nameOf(total) : "";
    const rest = note.slice(name.length);
    named.set(rest, (named.get(rest) ?? new Set()).add(name));
  }
  return [...named].map(([rest, names]) => listed(names) + rest);
}
