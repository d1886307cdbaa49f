// What failed and why, the same reason said once.
import { h } from "./dom.ts";
import type { Names } from "./names.ts";
import type { Failure } from "./types.ts";
import { words } from "./words.ts";

export function failureList(failures: Failure[], names: Names): HTMLElement {
  const byReason = Map.groupBy(failures, ({ reason, retryable }) => `${Number(retryable)}${reason}`);
  const groups = [...byReason.values()].map((group) => {
    const [{ reason, retryable }] = group as [Failure];
    const whose = group.map((failure) => `${names.artist(failure.artist__uuid)}, ${names.platform(failure.platform__slug)}`);
    return h(
      "li",
      {},
      h("p", { class: "failure-reason" }, reason, " ", h("span", { class: "quiet" }, `(${retryable ? words.report.mayPass : words.report.willNotPass})`)),
      h("ul", { class: "failure-cells" }, ...whose.map((each) => h("li", {}, each))),
    );
  });
  return h("ul", { class: "failures" }, ...groups);
}
