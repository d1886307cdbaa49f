// What is chosen of a section that shows one part of itself at a time.
import { fill, h, newId } from "../dom.ts";

export type Option = [value: string, text: string];

export interface Choice {
  label: string;
  options: Option[];
  now: string;
  chosen(value: string): void;
}

/** Shows choices in the place of those there are; a control that was just used keeps the focus in its new shape. */
export function fillChoices(element: HTMLElement, choices: (Choice | null)[]): void {
  const used = element.querySelector<HTMLSelectElement>("select:focus")?.name;
  fill(element, ...choices.map((choice) => choice && choiceOf(choice)));
  for (const select of element.querySelectorAll("select")) if (select.name === used) select.focus();
}

function choiceOf({ label, options, now, chosen }: Choice): HTMLElement | null {
  if (options.length < 2) return null;
  const id = newId("choice");
  const select = h(
    "select",
    { id, name: label },
    ...options.map(([value, text]) => h("option", { value }, text)),
  );
  select.value = now;
  select.addEventListener("change", () => chosen(select.value));
  return h("div", { class: "choice" }, h("label", { for: id }, label), select);
}
