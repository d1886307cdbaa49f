// Whether all that a report is made of could be fetched.
import type { Report, RowStatus } from "./openapi.d.ts";

/**
 * Says whether something of a report could not be fetched or made. One that is partial for another reason, as figures
 * that are counted from a later day, has all there is.
 */
export function somethingFailed({
  status,
  failures,
  failure,
  missing_files: missing,
  result,
}: Pick<Report, "status" | "failures" | "failure" | "missing_files" | "result">): boolean {
  if (status === "failed" || failures.length || failure || missing?.length) return true;
  const rows = result?.detailed_breakdown ?? [];
  // Of a platform's own figures those are partial of which some days could not be fetched.
  if (rows.some(({ status }) => status === "failed" || status === "partial")) return true;
  return Object.values(result?.sections ?? {}).some(sectionFailed);
}

interface OfSection {
  status?: RowStatus;
  totals?: { status?: RowStatus }[] | null;
  rows?: { status?: RowStatus }[] | null;
}

function sectionFailed(section: unknown): boolean {
  const { status, totals, rows } = (section ?? {}) as OfSection;
  const parts = [...(totals ?? []), ...(rows ?? [])];
  return status === "failed" || parts.some((part) => part.status === "failed");
}
