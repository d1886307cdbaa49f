// A field of the form: its label, what belongs to it, and what is wrong with it.
import { type Child, h, newId } from "./dom.ts";
import { say } from "./worded.ts";

export interface Field {
  element: HTMLElement;
  /** Says what is wrong, or nothing any more. */
  fail(message: string | null): void;
  /** Puts the focus where something is wrong, with what is said of it in sight. */
  lead(): void;
}

/** Makes a field of a single control. */
export function field(label: string, control: HTMLElement, ...more: Child[]): Field {
  control.id ||= newId("field");
  const heading = h("label", { class: "label", for: control.id }, label);
  const error = errorLine();
  const element = h("div", { class: "field" }, heading, ...more, error);
  return withError(element, error, [control]);
}

/** Makes a field of several controls, which are named as a group; what is wrong stands above the last part of it. */
export function fieldGroup(label: Child, controls: () => HTMLElement[], ...content: Child[]): Field {
  const error = errorLine();
  const parts = [...content.slice(0, -1), error, ...content.slice(-1)];
  const element = h("fieldset", { class: "field" }, h("legend", { class: "label" }, label), ...parts);
  return withError(element, error, controls);
}

function errorLine(): HTMLElement {
  return h("p", { class: "error", id: newId("error"), "aria-live": "polite", hidden: true });
}

function withError(
  element: HTMLElement,
  error: HTMLElement,
  controls: HTMLElement[] | (() => HTMLElement[]),
): Field {
  return {
    element,
    lead() {
      const all = typeof controls === "function" ? controls() : controls;
      all.find((control) => !control.matches(":disabled") && control.tabIndex >= 0)?.focus();
      error.scrollIntoView({ block: "nearest" });
    },
    fail(message) {
      error.hidden = message === null;
      say(error, message);
      for (const control of typeof controls === "function" ? controls() : controls) {
        if (message === null) {
          control.removeAttribute("aria-invalid");
          control.removeAttribute("aria-describedby");
        } else {
          // Not an attribute of groups of boxes: there only the description says so.
          if (control.matches("input:not([type=checkbox])")) control.setAttribute("aria-invalid", "true");
          control.setAttribute("aria-describedby", error.id);
        }
      }
    },
  };
}
