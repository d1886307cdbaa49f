// The country of a report, or none for the whole world.
import { combobox } from "./combobox.ts";
import { type Country, countries, matching } from "./countries.ts";
import { h } from "./dom.ts";
import { type Field, field } from "./field.ts";
import { country as nameOf } from "./format.ts";
import { words } from "./words.ts";

export function countryField(chosen: string | null, changed: (country: string | null) => void): Field {
  const all = countries();
  let code = chosen;
  const clear = h("button", { type: "button", class: "remove", "aria-label": words.form.clearCountry }, "×");
  const { input, element } = combobox<Country>({
    label: words.form.country,
    attributes: { placeholder: words.form.worldwide },
    fewest: 0,
    pauseMs: 0,
    search: (term) => matching(all, term === (code && nameOf(code)) ? "" : term),
    show: (country) => [
      h("span", { class: "option-name" }, country.name),
      country.code ? h("span", { class: "quiet" }, country.code) : null,
    ],
    choose: (country) => choose(country.code),
    found: words.form.countries,
    searching: "",
    failed: () => "",
    left() {
      // An emptied input means the whole world; anything else that was not chosen means nothing.
      if (!input.value.trim() && code !== null) choose(null);
      else show();
    },
  });
  clear.addEventListener("click", () => {
    choose(null);
    input.focus();
  });
  input.addEventListener("focus", () => input.select());

  function choose(next: string | null): void {
    code = next;
    show();
    changed(code);
  }

  function show(): void {
    input.value = code ? nameOf(code) : "";
    clear.hidden = code === null;
  }

  show();
  return field(words.form.country, input, h("div", { class: "with-clear" }, element, clear));
}
