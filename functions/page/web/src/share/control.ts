// The button that shares a report: makes a link, shows until when it holds, copies it, and ends all links there are.
import type { Calls } from "../api.ts";
import { attempting } from "../attempt.ts";
import { h, newId } from "../dom.ts";
import { shareWords } from "./words.ts";

/** Makes the button and the dialog it opens. */
export function shareControl(id: string, calls: Calls): HTMLElement[] {
  const titleId = newId("title");
  const failed = h("p", { class: "error", role: "alert", hidden: true });
  const said = h("p", { role: "status" });
  const attempt = attempting(failed);
  const link = h("input", { type: "url", readonly: true, "aria-label": shareWords.link });
  const copy = h("button", { type: "button" }, shareWords.copy);
  const shown = h("div", { class: "shared-link", hidden: true }, link, copy);
  const make = h("button", { type: "button", class: "primary" }, shareWords.make);
  const stop = h("button", { type: "button" }, shareWords.stop);
  const close = h("button", { type: "button" }, shareWords.close);
  let until = "";

  async function copied(): Promise<void> {
    said.textContent = `${(await isCopied(link)) ? shareWords.copied : shareWords.selected} ${until}`;
  }

  async function made(): Promise<void> {
    const { url, expires_at: expiresAt } = await calls.share(id);
    link.value = url;
    until = shareWords.until(expiresAt);
    shown.hidden = false;
    make.hidden = true;
    copy.focus();
    await copied();
  }

  async function stopped(): Promise<void> {
    await calls.unshare(id);
    shown.hidden = true;
    make.hidden = false;
    said.textContent = shareWords.stopped;
  }

  make.addEventListener("click", () => void attempt(make, shareWords.making, made));
  copy.addEventListener("click", () => void copied());
  stop.addEventListener("click", () => void attempt(stop, shareWords.stopping, stopped));
  close.addEventListener("click", () => dialog.close());
  const dialog = h(
    "dialog",
    { class: "panel share-report", "aria-labelledby": titleId },
    h("h2", { id: titleId }, shareWords.title),
    h("p", {}, shareWords.what),
    make,
    shown,
    said,
    failed,
    h("p", { class: "quiet" }, shareWords.stopWhat),
    h("div", { class: "answers" }, stop, close),
  );
  const open = h("button", { type: "button", "aria-haspopup": "dialog" }, shareWords.open);
  open.addEventListener("click", () => dialog.showModal());
  return [open, dialog];
}

/** Copies what a field has; where the browser does not let us, it is selected to be copied by hand. */
async function isCopied(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return false;
  }
}
