// Unusual days as they are marked on the charts of the series they belong to.
import { percent } from "../../format.ts";
import type { MomentsRow, Row } from "../../openapi.d.ts";
import type { Mark } from "../view.ts";
import { words } from "./words.ts";

type Of = Pick<Row, "artist__uuid" | "platform__slug">;

const keyOf = ({ artist__uuid: uuid, platform__slug: slug }: Of): string => `${uuid} ${slug}`;

/** Gives what marks the moments of a row, the first days first. */
export function marksOf(moments: readonly MomentsRow[]): (row: Of) => Mark[] {
  const byRow = Map.groupBy(moments, keyOf);
  return (row) =>
    (byRow.get(keyOf(row)) ?? [])
      .map(({ from, to, change_percent: change, usual, measure }) => ({
        from,
        to,
        label: words.mark(from, to, percent(change), usual, measure),
        about: words.shaded,
      }))
      .sort((a, b) => a.from.localeCompare(b.from));
}
