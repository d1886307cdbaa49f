// A target with the sign of its kind before it.
import { h } from "../dom.ts";
import { typedOf } from "./rules.ts";
import type { Target, TargetKind } from "./types.ts";
import { subscriptionWords } from "./words.ts";

const SIGNS: Record<TargetKind, string> = { slack_channel: "#", email: "@", callback_url: "→" };

/** Shows a target: its sign for the eye, its kind in words, and its address. */
export function targetLabel(target: Target): HTMLElement {
  const { kind, value } = typedOf(target);
  return h(
    "span",
    { class: "target" },
    h("span", { class: "target-sign", "aria-hidden": "true" }, SIGNS[kind]),
    h("span", { class: "quiet" }, subscriptionWords.kinds[kind]),
    " ",
    h("span", { class: "target-address" }, value),
  );
}
