// What failed and why, the same reason said once.
import { h } from "./dom.ts";
import type { Names } from "./names.ts";
import type { Failure } from "./openapi.d.ts";
import { reasonIn } from "./reasons.ts";
import { cellOf } from "./sections/registry.ts";
import { words } from "./words.ts";

export function failureList(failures: Failure[], names: Names): HTMLElement {
  const alike = Map.groupBy(failures, ({ reason, retryable }) => `${retryable} ${reasonIn(reason)}`);
  return h("ul", { class: "failures" }, ...[...alike.values()].map((group) => failureGroup(group, names)));
}

function failureGroup(group: Failure[], names: Names): HTMLElement {
  const [{ reason, retryable }] = group as [Failure];
  const whose = group.map(({ artist__uuid, section, platform__slug: slug }) =>
    [names.artist(artist__uuid), cellOf(names, section, slug)].filter(Boolean).join(", "),
  );
  const hope = h("span", { class: "quiet" }, retryable ? words.report.mayPass : words.report.willNotPass);
  return h(
    "li",
    {},
    h("p", { class: "failure-reason" }, words.reasons[reasonIn(reason)], " ", hope),
    h("ul", { class: "failure-cells" }, ...whose.map((each) => h("li", {}, each))),
    recorded([...new Set(group.map((failure) => names.inText(failure.reason)))]),
  );
}

/** Shows what was recorded for whoever runs this, folded away. */
export function recorded(texts: string[]): HTMLElement {
  return h(
    "details",
    { class: "recorded" },
    h("summary", {}, words.report.recorded),
    // Written for whoever runs this, whatever language the page is in.
    ...texts.map((text) => h("p", { lang: "en" }, text)),
  );
}
