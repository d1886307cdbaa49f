// Asks before something that cannot be undone.
import { h, newId } from "./dom.ts";

export interface Question {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/** Says whether the person wants it; one who closes the question does not, nor is it asked once `signal` has ended. */
export function isWanted({ title, text, yes, no }: Question, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return Promise.resolve(false);
  const titleId = newId("title");
  const agree = h("button", { type: "button", class: "danger" }, yes);
  // Where the focus begins: whoever presses a key twice has not agreed to anything.
  const refuse = h("button", { type: "button", autofocus: true }, no);
  const element = h(
    "dialog",
    { class: "panel question", "aria-labelledby": titleId },
    h("h2", { id: titleId }, title),
    h("p", { class: "quiet" }, text),
    h("div", { class: "answers" }, agree, refuse),
  );
  let agreed = false;
  agree.addEventListener("click", () => {
    agreed = true;
    element.close();
  });
  refuse.addEventListener("click", () => element.close());
  const closed = (): void => element.close();
  signal?.addEventListener("abort", closed, { once: true });
  document.body.append(element);
  element.showModal();
  return new Promise((resolve) => {
    element.addEventListener(
      "close",
      () => {
        signal?.removeEventListener("abort", closed);
        element.remove();
        resolve(agreed);
      },
      { once: true },
    );
  });
}
