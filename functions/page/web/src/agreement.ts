// Asks back before a report that takes many calls is made.
import { h, newId } from "./dom.ts";
import { priceWords } from "./price-words.ts";

/** From so many calls on nobody makes a report without having seen how many they are. */
export const MANY_CALLS = 500;

/** What a report would take, at most; what one usually may, and what is left of the month's, where that is known. */
export interface Price {
  calls: number;
  limit: number;
  left: number | null;
}

export interface Agreement {
  element: HTMLDialogElement;
  /** Says whether the person agrees; one who closes the question does not. */
  ask(price: Price): Promise<boolean>;
}

/** Says whether a report is made only by somebody who agreed to what it takes. */
export function needsAgreement({ calls, limit }: Price): boolean {
  return calls > MANY_CALLS || calls > limit;
}

export function agreement(): Agreement {
  const titleId = newId("title");
  const title = h("h2", { id: titleId });
  const why = h("p", { class: "quiet" });
  const yes = h("button", { type: "button", class: "primary" }, priceWords.ask.yes);
  // Where the focus begins: whoever presses a key twice has not agreed to anything.
  const no = h("button", { type: "button", autofocus: true }, priceWords.ask.no);
  const element = h(
    "dialog",
    { class: "panel agreement", "aria-labelledby": titleId },
    title,
    why,
    h("div", { class: "answers" }, yes, no),
  );
  let agreed = false;
  yes.addEventListener("click", () => {
    agreed = true;
    element.close();
  });
  no.addEventListener("click", () => element.close());

  return {
    element,
    ask({ calls, limit, left }) {
      agreed = false;
      title.textContent = priceWords.ask.title(calls);
      why.textContent = [
        calls > limit ? priceWords.ask.above(limit) : null,
        left === null ? null : priceWords.ask.left(left),
      ]
        .filter((part) => part !== null)
        .join(" ");
      element.showModal();
      return new Promise((resolve) => {
        element.addEventListener("close", () => resolve(agreed), { once: true });
      });
    },
  };
}
