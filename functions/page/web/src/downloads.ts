// What a report can be taken along as: the workbook by a button, other files from a menu.
import { h } from "./dom.ts";
import type { Download, MissingFile, Report } from "./openapi.d.ts";
import { words } from "./words.ts";

/** A file of a report; only CSV comes with more than one separator. */
export type FileKind = Pick<Download, "format" | "separator">;

export const WORKBOOK: FileKind = { format: "xlsx" };

/** The separator spreadsheets of this language split at: where decimals have a comma it cannot be one. */
export function separatorOf(locale?: string): "," | ";" {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.some(({ type, value }) => type === "decimal" && value === ",") ? ";" : ",";
}

/** Lists the files besides the workbook, as this reader can use them. */
export function otherKinds(): FileKind[] {
  return [{ format: "csv", separator: separatorOf() }, { format: "json" }];
}

/** Says whether the report has such a file. Of a CSV that is missing a comma is not named. */
export function isThere({ status, missing_files }: Report, { format, separator }: FileKind): boolean {
  const is = (missing: MissingFile): boolean =>
    missing.format === format && (missing.separator ?? ",") === (separator ?? ",");
  return status !== "failed" && !missing_files?.some(is);
}

/** Finds where a file is, by a link that was signed with the report. */
export function linkTo(report: Report, { format, separator }: FileKind): string | undefined {
  const found = report.downloads?.find(
    (download) => download.format === format && download.separator === separator,
  );
  return found?.url ?? (format === "xlsx" ? report.download_url : undefined);
}

/** Makes the address of a shared report's file. */
export function sharedLink(from: string, { format, separator }: FileKind): string {
  return `${from}?${new URLSearchParams({ format, ...(separator ? { separator } : {}) })}`;
}

export function labelOf({ format, separator }: FileKind): string {
  if (format === "csv") return separator === ";" ? words.downloads.csvSemicolon : words.downloads.csv;
  return format === "json" ? words.downloads.json : words.report.export;
}

/** Makes the menu of the other files; it folds once something was chosen, or is left. */
export function downloadsMenu(items: HTMLElement[]): HTMLElement {
  const menu = h(
    "details",
    { class: "menu" },
    h("summary", { class: "button" }, words.downloads.other),
    h("ul", {}, ...items.map((item) => h("li", {}, item))),
  );
  const fold = (): void => menu.removeAttribute("open");
  menu.addEventListener("click", (event) => {
    if ((event.target as Element).closest("li")) fold();
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    fold();
    menu.querySelector("summary")?.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) fold();
  });
  return menu;
}
