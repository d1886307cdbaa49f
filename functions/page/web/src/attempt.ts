// What a button does that takes a while and may fail: it says so meanwhile, and why beside it if it did.
import { Refused } from "./api.ts";
import { problemText } from "./problems.ts";
import { say } from "./worded.ts";
import { words } from "./words.ts";

export type Attempt = (button: HTMLButtonElement, busy: string, action: () => Promise<void>) => Promise<void>;

/** What is said of a refusal by its status, where there are better words than for any other. */
type Said = Record<number, string>;

/** Makes what tries an action, of a report unless `by` says otherwise; `said` is where a failure is told. */
export function attempting(said: HTMLElement, by: Said = { 404: words.report.gone }): Attempt {
  return async (button, busy, action) => {
    if (button.getAttribute("aria-disabled") === "true") return;
    const label = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = busy;
    said.hidden = true;
    try {
      await action();
    } catch (error) {
      said.hidden = false;
      say(said, (error instanceof Refused && by[error.status]) || problemText(error));
    } finally {
      button.setAttribute("aria-disabled", "false");
      button.textContent = label;
    }
  };
}
