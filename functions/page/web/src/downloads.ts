// What a report can be taken along as: the workbook by a button, other files from a menu.
import type { Attempt } from "./attempt.ts";
import { h } from "./dom.ts";
import type { Names } from "./names.ts";
import type { Download, MissingFile, Report } from "./openapi.d.ts";
import { words } from "./words.ts";

/** A file of a report; CSV comes with more than one separator, and of each section. */
export type FileKind = Pick<Download, "format" | "separator"> & { section?: string };

/** Where the files of a report are: its links hold only for a while, so it is asked for again. */
export interface FileSource {
  report: Report;
  /** Asks for the report again, for links that are fresh. */
  fresh(): Promise<Report>;
}

export const WORKBOOK: FileKind = { format: "xlsx" };

/** Reads which file the fragment of a link asks for: the workbook, the answer, or the daily values; null for none. */
export function fileKind(format: string | null): FileKind | null {
  if (format === "csv") return { format, separator: separatorOf() };
  return format === "xlsx" || format === "json" ? { format } : null;
}

/** The separator spreadsheets of this language split at: where decimals have a comma it cannot be one. */
export function separatorOf(locale?: string): "," | ";" {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.some(({ type, value }) => type === "decimal" && value === ",") ? ";" : ",";
}

/** Lists the files besides the workbook, as this reader can use them. */
export function otherKinds(sections: string[] = []): FileKind[] {
  const csv: FileKind = { format: "csv", separator: separatorOf() };
  return [csv, ...sections.map((section) => ({ ...csv, section })), { format: "json" }];
}

/** Says whether the report has such a file. Of a CSV that is missing a comma is not named. */
export function isThere(
  { status, missing_files }: Report,
  { format, separator, section }: FileKind,
): boolean {
  const is = (missing: MissingFile): boolean =>
    missing.format === format &&
    (missing.separator ?? ",") === (separator ?? ",") &&
    missing.section === section;
  return status !== "failed" && !missing_files?.some(is);
}

/** Finds where a file is, by a link that was signed with the report. */
export function linkTo(report: Report, { format, separator, section }: FileKind): string | undefined {
  const found = report.downloads?.find(
    (download) =>
      download.format === format && download.separator === separator && download.section === section,
  );
  return found?.url ?? (format === "xlsx" ? report.download_url : undefined);
}

/** Says whether a file is there and can be got. */
export function hasFile({ report }: FileSource, kind: FileKind): boolean {
  return isThere(report, kind) && Boolean(linkTo(report, kind));
}

export function labelOf({ format, separator, section }: FileKind, names: Names): string {
  if (section) return words.downloads.csvOf(names.section(section));
  if (format === "csv") return separator === ";" ? words.downloads.csvSemicolon : words.downloads.csv;
  return format === "json" ? words.downloads.json : words.report.export;
}

/** Makes what downloads a file. A link is signed again each time, as it holds only for a while. */
export function downloadControl(
  { fresh }: FileSource,
  kind: FileKind,
  label: string,
  style: string,
  attempt: Attempt,
): HTMLElement {
  const button = h("button", { type: "button", class: style }, label);
  button.addEventListener(
    "click",
    () =>
      void attempt(button, words.report.preparing, async () => {
        const link = linkTo(await fresh(), kind);
        if (link) goTo(link);
      }),
  );
  return button;
}

/** Goes to a file that is an attachment: the page stays. */
export function goTo(link: string): void {
  const anchor = h("a", { href: link, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
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
