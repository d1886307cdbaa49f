// What can be done with a report that has ended: take it along, and fetch again what may come the next time.
import type { AnswerSettings } from "./answer.ts";
import { Refused } from "./api.ts";
import { h } from "./dom.ts";
import {
  downloadsMenu,
  type FileKind,
  isThere,
  labelOf,
  linkTo,
  otherKinds,
  sharedLink,
  WORKBOOK,
} from "./downloads.ts";
import type { Report } from "./openapi.d.ts";
import { problemText } from "./problems.ts";
import { words } from "./words.ts";

export function actions({ report, calls, downloadFrom, fresh, repair }: AnswerSettings): HTMLElement {
  const said = h("p", { class: "error", role: "alert", hidden: true });

  async function attempt(
    button: HTMLButtonElement,
    busy: string,
    action: () => Promise<void>,
  ): Promise<void> {
    if (button.getAttribute("aria-disabled") === "true") return;
    const label = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = busy;
    said.hidden = true;
    try {
      await action();
    } catch (error) {
      said.hidden = false;
      said.textContent =
        error instanceof Refused && error.status === 404 ? words.report.gone : problemText(error);
    } finally {
      button.setAttribute("aria-disabled", "false");
      button.textContent = label;
    }
  }

  /** Makes what takes a file along. A link is signed anew each time, as it holds only for a while. */
  function download(kind: FileKind, style: string): HTMLElement {
    if (downloadFrom)
      return h("a", { class: `button ${style}`, href: sharedLink(downloadFrom, kind) }, labelOf(kind));
    const button = h("button", { type: "button", class: style }, labelOf(kind));
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

  const mend = h("button", { type: "button" }, labelOfRepair(report));
  mend.addEventListener("click", () => void attempt(mend, words.form.submitting, repair));
  const others = otherKinds().filter(
    (kind) => isThere(report, kind) && (downloadFrom || linkTo(report, kind)),
  );
  const hasWorkbook = isThere(report, WORKBOOK);
  return h(
    "div",
    { class: "actions" },
    calls !== null && mayBeMended(report) ? mend : null,
    ...(hasWorkbook
      ? [others.length ? downloadsMenu(others.map((kind) => download(kind, "plain"))) : null]
      : others.map((kind) => download(kind, ""))),
    hasWorkbook ? download(WORKBOOK, "primary") : null,
    said,
  );
}

/** Says whether trying again may bring more: something may come the next time, or nothing is known that would not. */
function mayBeMended({ status, failures, failure, missing_files: missing }: Report): boolean {
  if (status === "succeeded") return false;
  return (
    failures.some(({ retryable }) => retryable) ||
    failure !== undefined ||
    Boolean(missing?.length) ||
    !failures.length
  );
}

function labelOfRepair({ failures, failure, missing_files: missing }: Report): string {
  const retryable = failures.filter((each) => each.retryable).length;
  return !retryable && (failure || missing?.length) ? words.downloads.again : words.report.repair(retryable);
}

/** Goes to a file that is an attachment: the page stays. */
function goTo(link: string): void {
  const anchor = h("a", { href: link, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}
