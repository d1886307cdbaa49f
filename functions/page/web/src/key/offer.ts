// Asks whether the key of a link may take the place of the one that is kept.
import type { Calls } from "../api.ts";
import { attempting } from "../attempt.ts";
import { h, newId } from "../dom.ts";
import { words } from "../words.ts";

/**
 * Makes the question, which is asked in the page and keeps nobody from it. `calls` use the key offered, and `taken` is
 * called once it proved valid: a wrong one leaves the visitor with the key there was.
 */
export function keyOffer(calls: Calls, taken: () => void): HTMLElement {
  const id = newId("offer");
  const said = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(said, { 403: words.key.refused });
  const use = h("button", { type: "button", class: "primary" }, words.key.offer.use);
  const stay = h("button", { type: "button" }, words.key.offer.stay);
  const element = h(
    "section",
    { class: "panel key-offer", "aria-labelledby": id },
    h("p", { id, role: "status" }, words.key.offer.question),
    h("div", { class: "actions" }, use, stay),
    said,
  );
  use.addEventListener(
    "click",
    () =>
      void attempt(use, words.key.checking, async () => {
        await calls.platforms();
        element.remove();
        taken();
      }),
  );
  stay.addEventListener("click", () => element.remove());
  return element;
}
