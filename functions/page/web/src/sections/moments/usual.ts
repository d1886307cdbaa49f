// Series of which no day is unusual, named by what they are series of.
import type { MomentsRow, MomentsTotal } from "../../openapi.d.ts";

type Source = Pick<
  MomentsTotal | MomentsRow,
  "platform__slug" | "platform__name" | "platform__audience_metric_name"
>;

export const sourceOf = (of: Source): string =>
  `${of.platform__name} ${of.platform__audience_metric_name}`.trim();

/** Names the sources of which nothing is unusual, with the artists where it is not so of all of them. */
export function usualSources(
  usual: readonly MomentsTotal[],
  all: readonly MomentsTotal[],
  artistOf: (of: MomentsTotal) => string,
): string[] {
  return [...Map.groupBy(usual, ({ platform__slug: slug }) => slug).values()].map((group) => {
    const [first] = group as [MomentsTotal];
    const artists = all.filter(({ platform__slug: slug }) => slug === first.platform__slug).length;
    return group.length < artists
      ? `${sourceOf(first)} (${group.map(artistOf).join(", ")})`
      : sourceOf(first);
  });
}
