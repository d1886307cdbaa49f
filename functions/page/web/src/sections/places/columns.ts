// What is shown of places: all figures of one artist, or one figure of several side by side.
import { type Child, h } from "../../dom.ts";
import { difference, differencePercent, hasChange } from "../../figures.ts";
import { country, NONE, part, whole } from "../../format.ts";
import type { Column } from "../../headings.ts";
import type { PlacesRow } from "../../openapi.d.ts";
import { words as common } from "../../words.ts";
import { shareOf } from "../parts.ts";
import { type Place, sumOf } from "./groups.ts";
import { words } from "./words.ts";

export interface PlaceColumn extends Column<Place> {
  value(place: Place): number | null;
  show(place: Place): Child;
  /** What places have that are not listed, together. */
  rest(places: readonly Place[]): Child;
}

/** What can be shown of several artists, one at a time. */
export const MEASURES = ["share", "latest", "change", "percent"] as const;
export type Measure = (typeof MEASURES)[number];

export interface Artist {
  uuid: string;
  name: string;
}

/** Gives the figures of one artist. */
export function figuresOf(artist: Artist): PlaceColumn[] {
  const of = (measure: Measure): PlaceColumn => columnOf(measure, artist, words.measures[measure]);
  return [of("latest"), of("share"), of("change"), of("percent")];
}

/** Gives a column for each artist, all of the same figure. */
export function sideBySide(artists: readonly Artist[], measure: Measure): PlaceColumn[] {
  return artists.map((artist) => columnOf(measure, artist, artist.name));
}

function columnOf(measure: Measure, { uuid }: Artist, label: string): PlaceColumn {
  const rowOf = ({ of }: Place): PlacesRow | undefined => of.get(uuid);
  const shown = (show: (row: PlacesRow) => Child) => (place: Place) => {
    const row = rowOf(place);
    return row ? show(row) : NONE;
  };
  const changed = (value: (row: PlacesRow) => number | null) => (place: Place) => {
    const row = rowOf(place);
    return row && hasChange(row) ? value(row) : null;
  };
  const column = { label, kind: "number" as const };
  // Changes of places that were not measured on the same days add up to nothing.
  const noRest = (): Child => "";
  switch (measure) {
    case "latest":
      return {
        ...column,
        value: (place) => rowOf(place)?.latest_value ?? null,
        show: shown((row) => whole(row.latest_value)),
        rest: (left) => whole(sumOf(left, uuid, "latest_value")),
      };
    case "change":
      return { ...column, value: changed((row) => row.difference), show: shown(difference), rest: noRest };
    case "percent":
      return {
        ...column,
        value: changed((row) => row.difference_percent),
        show: shown(differencePercent),
        rest: noRest,
      };
    case "share":
      return {
        ...column,
        value: (place) => rowOf(place)?.share ?? null,
        show: shown((row) => (row.share === null ? NONE : shareOf(row.share))),
        rest: (left) => part(sumOf(left, uuid, "share")),
      };
  }
}

/** Makes the row of a place. */
export function placeRow(place: Place, columns: readonly PlaceColumn[]): HTMLTableRowElement {
  const { city, code, region } = place;
  const within = region && region !== city ? h("span", { class: "quiet region" }, region) : null;
  return h(
    "tr",
    { class: city === null ? "country" : "city" },
    h("th", { scope: "row", class: "text" }, city ?? country(code), within && " ", within),
    ...columns.map((column) => h("td", { class: "number" }, column.show(place))),
  );
}

/** Sums up countries that are not listed, so that none is left out in silence. */
export function restRow(places: readonly Place[], columns: readonly PlaceColumn[]): HTMLTableRowElement {
  return h(
    "tr",
    {},
    h("th", { scope: "row", class: "text" }, words.rest(places.length)),
    ...columns.map((column) => h("td", { class: "number" }, column.rest(places))),
  );
}

export function countryColumn(): Column<Place> {
  return { label: common.form.country, kind: "text", value: ({ code }) => country(code) };
}
