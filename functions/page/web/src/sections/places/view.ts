// Where each artist's audience is: a table for each artist and source that has places.
import { type Child, h } from "../../dom.ts";
import { difference, differencePercent, hasChange } from "../../figures.ts";
import { country, whole } from "../../format.ts";
import type { Names } from "../../names.ts";
import type { PlacesRow, PlacesSection, PlacesTotal } from "../../openapi.d.ts";
import { words as common } from "../../words.ts";
import { longTable } from "../long-table.ts";
import {
  headOf,
  inWorkbook,
  noteOf,
  type Part,
  partElements,
  remarks,
  sectionPanel,
  shareOf,
  titles,
} from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import {
  citiesBelowCountries,
  countriesIn,
  countriesOfOtherCities,
  grouped,
  latestDays,
  type PlacesOf,
  sourceOf,
} from "./groups.ts";
import { words } from "./words.ts";

export const places: SectionView = { panel, ofMetrics: true };

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { totals, rows } = answer as PlacesSection;
  const { found, without, notPublished } = grouped({ totals, rows });
  const titleOf = titles(totals, names, sourceOf);
  const parts = [
    ...found.map((of) => ofSource(of, titleOf(of.total), names)),
    ...remarks(without, totals, names, sourceOf),
  ];
  return sectionPanel(
    names.section(name),
    ...partElements(parts),
    found.length && rows === null ? inWorkbook(workbook, words.inWorkbook) : null,
    noteOf(notPublished.length && words.notPublished(notPublished)),
  );
}

function ofSource({ total, rows }: PlacesOf, title: string, names: Names): Part {
  const said = words.total(total.countries ?? 0, total.cities ?? 0, total.top_country);
  return {
    head: head(total, title, said, names),
    content: rows && (() => [table(rows, title), aboutRows(total, rows, names)]),
  };
}

function head(total: PlacesTotal, title: string, said: string, names: Names): Child[] {
  return headOf(total.status, title, said, names.color(total.platform__slug));
}

function aboutRows(total: PlacesTotal, rows: PlacesRow[], names: Names): HTMLElement | null {
  const days = latestDays(rows);
  // Elsewhere a country's figure is its own, whatever cities are known.
  const otherCities = total.status === "lower_bound" ? countriesOfOtherCities(rows) : [];
  return noteOf(
    total.note && names.inText(total.note),
    days && words.asOf(...days),
    rows.some(({ share }) => share !== null) && words.shareIs,
    otherCities.length && words.otherCities(otherCities),
  );
}

function table(rows: PlacesRow[], title: string): HTMLElement {
  const countries = countriesIn(rows);
  const largest = Math.max(...rows.map(({ share }) => share ?? 0));
  return longTable({
    label: title,
    style: "places-table",
    columns: [
      { label: words.place, kind: "text", value: nameOfPlace },
      { label: common.figures.latest, kind: "number", value: (row) => row.latest_value },
      {
        label: common.figures.change,
        kind: "number",
        value: (row) => (hasChange(row) ? row.difference : null),
        room: "minor",
      },
      {
        label: common.figures.percent,
        kind: "number",
        value: (row) => (hasChange(row) ? row.difference_percent : null),
      },
      { label: words.share, kind: "number", value: (row) => row.share },
    ],
    rows,
    row: (row) => tableRow(row, nameOfPlace(row), "place", largest),
    // The largest places there are, and not whatever belongs to the first country.
    unsorted: (shown) => citiesBelowCountries(shown).map((row) => belowCountry(row, countries, largest)),
  });
}

/** Names a place that stands beside no country it could belong to. */
function nameOfPlace({ city, country_code: code }: PlacesRow): string {
  return city === null ? country(code) : words.cityIn(city, code);
}

/** Shows a place among others that stand below their countries, as far as those have a row. */
function belowCountry(row: PlacesRow, countries: Set<string>, largest: number): HTMLElement {
  const { city, country_code: code } = row;
  if (city === null) return tableRow(row, country(code), "country", largest);
  return tableRow(row, countries.has(code) ? city : words.cityIn(city, code), "city", largest);
}

function tableRow(row: PlacesRow, name: string, style: string, largest: number): HTMLElement {
  const region = row.region && row.region !== row.city ? row.region : null;
  return h(
    "tr",
    { class: style },
    h(
      "th",
      { scope: "row", class: "text" },
      name,
      region && " ",
      region && h("span", { class: "quiet region" }, region),
    ),
    h("td", { class: "number" }, whole(row.latest_value)),
    h("td", { class: "number minor" }, difference(row)),
    h("td", { class: "number" }, differencePercent(row)),
    h("td", { class: "number" }, shareOf(row.share, largest)),
  );
}
