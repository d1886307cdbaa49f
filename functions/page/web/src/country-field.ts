// The country of a report, or none for the whole world.
import { combobox } from "./combobox.ts";
import { type Country, countries, matching, meant } from "./countries.ts";
import { h } from "./dom.ts";
import { type Field, field } from "./field.ts";
import { country as nameOf } from "./format.ts";
import { words } from "./words.ts";

export interface CountryField extends Field {
  /** Takes the country that was typed, as leaving the field does; gives what was typed and is none. */
  typed(): string;
}

export function countryField(chosen: string | null, changed: (country: string | null) => void): CountryField {
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
    left: settle,
  });
  clear.addEventListener("click", () => {
    choose(null);
    input.focus();
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("input", () => made.fail(null));

  /** Takes what was typed for the country it can only mean, an emptied input for the world; anything else stays. */
  function settle(): void {
    const typed = input.value.trim();
    const wanted = typed && typed !== shown() ? meant(all, typed) : null;
    if (wanted) choose(wanted.code);
    else if (!typed) choose(null);
    clear.hidden = !input.value;
  }

  function shown(): string {
    return code === null ? "" : nameOf(code);
  }

  function choose(next: string | null): void {
    const before = code;
    code = next;
    show();
    if (code !== before) changed(code);
  }

  function show(): void {
    input.value = shown();
    clear.hidden = code === null;
  }

  show();
  const made = field(words.form.country, input, h("div", { class: "with-clear" }, element, clear));
  return {
    ...made,
    typed() {
      settle();
      const typed = input.value.trim();
      return typed === shown() ? "" : typed;
    },
  };
}
