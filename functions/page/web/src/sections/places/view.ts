// Where each artist's audience is: a table for each artist and source that has places.
import { fill, h, swatch } from "../../dom.ts";
import { difference, differencePercent, statusBadge } from "../../figures.ts";
import { country, part, whole } from "../../format.ts";
import type { Names } from "../../names.ts";
import type { PlacesRow, PlacesSection, PlacesTotal } from "../../openapi.d.ts";
import { words as common } from "../../words.ts";
import { headRow, longTable, SHOWN_AT_FIRST } from "../long-table.ts";
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

export const places: SectionView = { panel };

/** More tables than these are folded at first. */
const MOST_OPEN = 4;

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { found, without, notPublished } = grouped(answer as PlacesSection);
  const several = new Set(answer.totals.map((total) => (total as PlacesTotal).artist__uuid)).size > 1;
  const titleOf = (total: PlacesTotal): string =>
    several ? `${nameOf(total, names)}: ${sourceOf(total)}` : sourceOf(total);
  const open = found.length <= MOST_OPEN;
  return h(
    "section",
    { class: "panel section-panel" },
    h("h3", {}, names.section(name)),
    found.length && answer.rows === null
      ? h("div", { class: "in-workbook" }, h("p", {}, words.inWorkbook), workbook())
      : null,
    ...found.map((of) => ofSource(of, titleOf(of.total), open, names)),
    ...without.map((total) => withoutPlaces(total, titleOf(total), names)),
    notPublished.length ? h("p", { class: "note" }, words.notPublished(notPublished)) : null,
  );
}

function nameOf({ artist__uuid: uuid, artist__name: name }: PlacesTotal, names: Names): string {
  return name ?? names.artist(uuid);
}

/** Shows an artist's places on a source; those of one that is folded are made when it is unfolded. */
function ofSource({ total, rows }: PlacesOf, title: string, open: boolean, names: Names): HTMLElement {
  const said = words.total(total.countries ?? 0, total.cities ?? 0, total.top_country);
  const head = [
    swatch(names.color(total.platform__slug)),
    h("h4", {}, title),
    total.status === "measured" ? null : statusBadge(total.status),
    h("span", { class: "quiet section-total" }, said),
  ];
  if (!rows) return h("div", { class: "section-part" }, h("div", { class: "part-head" }, ...head));
  const content = h("div", { class: "part-content" });
  const show = (): void => {
    if (!content.childElementCount) fill(content, table(rows, title), aboutRows(total, rows, names));
  };
  const element = h(
    "details",
    { class: "section-part", open },
    h("summary", { class: "part-head" }, ...head),
    content,
  );
  if (open) show();
  else element.addEventListener("toggle", show);
  return element;
}

function withoutPlaces(total: PlacesTotal, title: string, names: Names): HTMLElement {
  const why = total.note ? names.inText(total.note) : common.statusWhy[total.status];
  return h(
    "div",
    { class: "section-part" },
    h(
      "div",
      { class: "part-head" },
      swatch(names.color(total.platform__slug)),
      h("h4", {}, title),
      statusBadge(total.status),
      h("span", { class: "quiet section-total" }, why),
    ),
  );
}

function aboutRows(total: PlacesTotal, rows: PlacesRow[], names: Names): HTMLElement {
  const days = latestDays(rows);
  // Elsewhere a country's figure is its own, whatever cities are known.
  const otherCities = total.status === "lower_bound" ? countriesOfOtherCities(rows) : [];
  const sentences = [
    total.note && names.inText(total.note),
    days && words.asOf(...days),
    rows.some(({ share }) => share !== null) && words.shareIs,
    otherCities.length && words.otherCities(otherCities),
  ];
  return h("p", { class: "note" }, sentences.filter(Boolean).join(" "));
}

function table(rows: PlacesRow[], title: string): HTMLElement {
  const countries = countriesIn(rows);
  const largest = Math.max(...rows.map(({ share }) => share ?? 0));
  const made = (shown: PlacesRow[]): HTMLElement[] =>
    citiesBelowCountries(shown).map((row) => tableRow(row, countries, largest));
  return longTable({
    label: title,
    style: "places-table",
    head: headRow([
      { label: words.place, number: false },
      { label: common.figures.latest, number: true },
      { label: common.figures.change, number: true, room: "change-value" },
      { label: common.figures.percent, number: true },
      { label: words.share, number: true },
    ]),
    // The largest places there are, and not whatever belongs to the first country.
    first: made(rows.slice(0, SHOWN_AT_FIRST)),
    all: () => made(rows),
    count: rows.length,
  });
}

function tableRow(row: PlacesRow, countries: Set<string>, largest: number): HTMLElement {
  return h(
    "tr",
    { class: row.city === null ? "country" : "city" },
    h("th", { scope: "row", class: "text" }, ...placeOf(row, countries)),
    h("td", { class: "number" }, whole(row.latest_value)),
    h("td", { class: "number change-value" }, difference(row)),
    h("td", { class: "number" }, differencePercent(row)),
    h("td", { class: "number" }, shareOf(row.share, largest)),
  );
}

function placeOf(row: PlacesRow, countries: Set<string>): (Node | string)[] {
  const { country_code: code, city, region } = row;
  if (city === null) return [country(code)];
  const name = countries.has(code) ? city : words.cityIn(city, code);
  return [name, ...(region && region !== city ? [" ", h("span", { class: "quiet region" }, region)] : [])];
}

/** Shows a share as its percentage and a bar, the largest of the table being a whole one. */
function shareOf(share: number | null, largest: number): HTMLElement {
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--part", String(share && largest ? share / largest : 0));
  return h("span", { class: "share" }, bar, h("span", {}, part(share)));
}
