// Asks for the API key, and lets nobody past with one that is not valid.
import { type Calls, Refused } from "../api.ts";
import { h, newId } from "../dom.ts";
import { words } from "../words.ts";
import { forget, isOnDevice, keep, keepOnDevice, keptKey } from "./kept.ts";

export interface KeyPrompt {
  element: HTMLDialogElement;
  /** Asks, unless it is asking already. With a reason, which is said, the key there is is of no use any more. */
  ask(why?: string): void;
}

/**
 * Makes the prompt. `calls` use whatever key is kept; `entered` is called when a valid one is; `without` is for who has
 * none.
 */
export function keyPrompt(calls: Calls, entered: () => void, without: HTMLElement): KeyPrompt {
  const [titleId, errorId, hintId] = [newId("title"), newId("error"), newId("hint")];
  const input = h("input", {
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": errorId,
  });
  const onDevice = h("input", { type: "checkbox", "aria-describedby": hintId });
  const error = h("p", { class: "error", id: errorId, role: "alert" });
  const said = h("p", { class: "quiet", role: "status" });
  const button = h("button", { class: "primary", type: "submit" }, words.key.enter);
  const cancel = h("button", { type: "button" }, words.key.cancel);
  const remove = h("button", { type: "button", class: "plain" }, words.key.forget);
  const form = h(
    "form",
    { novalidate: true },
    h("h2", { id: titleId }, words.key.title),
    h("p", { class: "quiet" }, words.key.what),
    h("p", { class: "quiet" }, words.key.whence),
    h("label", { class: "field" }, h("span", { class: "label" }, words.key.label), input),
    h(
      "label",
      { class: "check" },
      onDevice,
      h("span", {}, words.key.onDevice),
      h("span", { class: "option-note", id: hintId }, words.key.onDeviceHint),
    ),
    error,
    said,
    h("div", { class: "answers" }, button, cancel, remove),
    without,
  );
  const element = h("dialog", { class: "panel key-prompt", "aria-labelledby": titleId }, form);

  function fail(message: string): void {
    error.textContent = message;
    input.setAttribute("aria-invalid", String(message !== ""));
    if (message) input.focus();
  }

  async function check(): Promise<void> {
    const key = input.value.trim();
    if (!key) return fail(words.key.missing);
    const before = keptKey();
    keep(key);
    button.textContent = words.key.checking;
    try {
      await calls.platforms();
      keepOnDevice(onDevice.checked ? key : null);
      input.value = "";
      fail("");
      element.close();
      entered();
    } catch (refusal) {
      if (before) keep(before);
      else forget();
      fail(refusal instanceof Refused && refusal.status === 403 ? words.key.refused : words.key.unchecked);
    } finally {
      button.textContent = words.key.enter;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check();
  });
  cancel.addEventListener("click", () => element.close());
  remove.addEventListener("click", () => {
    forget();
    offerWays();
    fail("");
    said.textContent = words.key.forgotten;
    input.focus();
  });

  /** Offers what there is to do besides entering a key: without one there is no way past. */
  function offerWays(): void {
    cancel.hidden = keptKey() === null;
    // Where browsers know it, a press beside the dialog closes it too.
    element.setAttribute("closedby", keptKey() === null ? "none" : "any");
    remove.hidden = !isOnDevice();
    onDevice.checked = isOnDevice();
    said.textContent = "";
  }

  // Nothing of the page works without a key, so escape leads past the prompt only if there is one.
  element.addEventListener("cancel", (event) => {
    if (!keptKey()) event.preventDefault();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !keptKey()) event.preventDefault();
  });
  return {
    element,
    ask(why = "") {
      if (element.open) return;
      if (why) forget();
      offerWays();
      element.showModal();
      fail(why);
    },
  };
}
