// What stands where there is no report on show: how to come to one, and those made before.
import { Refused } from "./api.ts";
import { attempting } from "./attempt.ts";
import { h } from "./dom.ts";
import { exampleLink } from "./example/link.ts";
import type { Recent } from "./recent/list.ts";
import { recentWords } from "./recent/words.ts";
import { words } from "./words.ts";

/** Makes the view; what was made before is listed until `signal` ends. */
export function startView(recent: Recent | null, signal: AbortSignal): HTMLElement {
  // Shown once it is known that nothing was made before: nobody else needs to be told how to begin.
  const first = h(
    "div",
    { class: "first-steps", hidden: recent !== null },
    h("ol", {}, ...words.empty.steps.map((step) => h("li", {}, step))),
    h("p", {}, exampleLink()),
  );
  const failed = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(failed, {});
  const retry = h("button", { type: "button", hidden: true }, recentWords.retry);
  retry.addEventListener("click", () => void attempt(retry, recentWords.retry, list));

  async function list(): Promise<void> {
    if (recent === null) return;
    try {
      first.hidden = await recent.load(signal);
      retry.hidden = true;
    } catch (error) {
      first.hidden = false;
      // Of a key that is refused another is asked for.
      retry.hidden = error instanceof Refused && error.status === 403;
      if (!retry.hidden) throw error;
    }
  }

  void attempt(retry, recentWords.retry, list);
  return h(
    "div",
    { class: "start" },
    h(
      "section",
      { class: "panel empty" },
      h("h2", { tabindex: -1 }, words.empty.title),
      first,
      failed,
      retry,
    ),
    recent?.element ?? null,
  );
}
