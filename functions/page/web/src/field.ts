// A field of the form: its label, what belongs to it, and what is wrong with it.
import { type Child, h, newId } from "./dom.ts";
import { say } from "./worded.ts";

export interface Field {
  element: HTMLElement;
  /** Says what is wrong, or nothing any more. */
  fail(message: string | null): void;
}

/** Makes a field of a single control. */
export function field(label: string, control: HTMLElement, ...more: Child[]): Field {
  control.id ||= newId("field");
  const heading = h("label", { class: "label", for: control.id }, label);
  return withError(h("div", { class: "field" }, heading, ...more), [control]);
}

/** Makes a field of several controls, which are named as a group. */
export function fieldGroup(label: Child, controls: () => HTMLElement[], ...content: Child[]): Field {
  const element = h("fieldset", { class: "field" }, h("legend", { class: "label" }, label), ...content);
  return withError(element, controls);
}

function withError(element: HTMLElement, controls: HTMLElement[] | (() => HTMLElement[])): Field {
  const error = h("p", { class: "error", id: newId("error"), "aria-live": "polite", hidden: true });
  element.append(error);
  return {
    element,
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
