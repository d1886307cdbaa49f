// The other languages the page can be had in, to be chosen by who reads it.
import { h } from "./dom.ts";
import { carryDraft } from "./draft.ts";
import { chooseLanguage, LANGUAGES, type Language, language } from "./language.ts";

/**
 * Makes a button for each, in its own words. The page begins again in it: what is shown is in the address, and a draft
 * of the form is kept with it.
 */
export function languageButtons(): HTMLElement[] {
  const others = (Object.keys(LANGUAGES) as Language[]).filter((each) => each !== language());
  return others.map((other) => {
    const button = h("button", { type: "button", class: "plain", lang: other }, LANGUAGES[other]);
    button.addEventListener("click", () => {
      chooseLanguage(other);
      carryDraft();
      location.reload();
    });
    return button;
  });
}
