// Where an audience is: the countries of a source, ranked, each opening to its cities; artists side by side.
import { fill, h, swatch } from "../../dom.ts";
import { statusBadge } from "../../figures.ts";
import { country } from "../../format.ts";
import type { PlacesRow, PlacesSection, PlacesTotal } from "../../openapi.d.ts";
import { wideRow } from "../../tables/opening.ts";
import { type Choice, fillChoices, type Option } from "../choices.ts";
import { longTable } from "../long-table.ts";
import { artistOf, inWorkbook, noteOf, partElements, remarks, sectionPanel, titles } from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import {
  type Artist,
  countryColumn,
  figuresOf,
  MEASURES,
  type Measure,
  type PlaceColumn,
  placeRow,
  restRow,
  sideBySide,
} from "./columns.ts";
import {
  countriesOf,
  countriesOfOtherCities,
  grouped,
  latestDays,
  type Place,
  type Source,
  sourceOf,
} from "./groups.ts";
import { where } from "./where.ts";
import { words } from "./words.ts";

export const places: SectionView = { panel, offer: where, ofMetrics: true };

function panel(name: string, answer: SectionAnswer, settings: SectionSettings): HTMLElement {
  const { totals, rows } = answer as PlacesSection;
  const { names, workbook } = settings;
  const { sources, without, notPublished } = grouped({ totals, rows });
  return sectionPanel(
    names.section(name),
    sources.length && rows !== null ? browser(sources, settings) : null,
    ...(rows === null ? headsOnly(sources, totals, settings) : []),
    sources.length && rows === null ? inWorkbook(workbook) : null,
    ...partElements(remarks(without, totals, names, sourceOf)),
    noteOf(notPublished.length && words.notPublished(notPublished)),
  );
}

/** Says how many places there are, in a report too large to list them. */
function headsOnly(sources: Source[], totals: PlacesTotal[], { names }: SectionSettings): HTMLElement[] {
  const titleOf = titles<PlacesTotal>(totals, names, sourceOf);
  return sources
    .flatMap((source) => source.totals)
    .map((total) =>
      h(
        "div",
        { class: "section-part" },
        h("h4", {}, titleOf(total)),
        h("p", { class: "quiet section-total" }, words.total(total)),
      ),
    );
}

/** Shows one source at a time, of one artist or of all of them side by side. */
function browser(sources: Source[], settings: SectionSettings): HTMLElement {
  const shown = h("div", { class: "part-content" });
  const choices = h("div", { class: "choices" });
  let source = sources[0]!;
  let artist = "";
  let measure: Measure = "share";

  function show(): void {
    const artists = source.totals.map((total) => ({
      uuid: total.artist__uuid,
      name: artistOf(total, settings.names),
    }));
    if (!artists.some(({ uuid }) => uuid === artist)) artist = "";
    const chosen = artists.filter(({ uuid }) => !artist || uuid === artist);
    fillChoices(choices, [
      {
        label: words.source,
        options: sources.map(({ slug, name }) => [slug, name]),
        now: source.slug,
        chosen(slug) {
          source = sources.find((each) => each.slug === slug)!;
          show();
        },
      },
      artists.length > 1 ? ofArtists(artists) : null,
      chosen.length > 1 ? ofMeasures() : null,
    ]);
    fill(shown, ...table(source, chosen, measure, settings));
  }

  function ofArtists(artists: Artist[]): Choice {
    return {
      label: words.artist,
      options: [
        ["", words.sideBySide(artists.length)],
        ...artists.map(({ uuid, name }): Option => [uuid, name]),
      ],
      now: artist,
      chosen(uuid) {
        artist = uuid;
        show();
      },
    };
  }

  function ofMeasures(): Choice {
    return {
      label: words.measure,
      options: MEASURES.map((each) => [each, words.measures[each]]),
      now: measure,
      chosen(each) {
        measure = each as Measure;
        show();
      },
    };
  }

  show();
  return h("div", { class: "places" }, choices, shown);
}

function table(
  source: Source,
  artists: Artist[],
  measure: Measure,
  settings: SectionSettings,
): (HTMLElement | null)[] {
  const uuids = new Set(artists.map(({ uuid }) => uuid));
  const rows = (source.rows ?? []).filter(({ artist__uuid: uuid }) => uuids.has(uuid));
  const totals = source.totals.filter(({ artist__uuid: uuid }) => uuids.has(uuid));
  const all = countriesOf(rows);
  const alone = artists.length === 1 ? artists[0]! : null;
  const columns = alone ? figuresOf(alone) : sideBySide(artists, measure);
  const of = alone ? `${alone.name}: ${source.name}` : `${source.name}: ${words.measures[measure]}`;
  return [
    head(source, totals, settings),
    longTable<Place>({
      label: words.countriesOf(of),
      style: alone ? "places-table" : "places-table side-by-side",
      columns: [countryColumn(), ...columns],
      rows: all,
      row: (place) => placeRow(place, columns),
      rest: (left) => restRow(left, columns),
      search: { label: words.search, text: textOf },
      opening: {
        label: ({ code }) => words.open(country(code)),
        make: (place) => below(place, columns, settings),
      },
    }),
    about(rows, totals, alone !== null || measure === "change" || measure === "percent", settings),
  ];
}

/** A country is found by its cities too. */
function textOf({ code, cities }: Place): string {
  return [country(code), ...cities.map(({ city }) => city)].join(" ");
}

/** Gives the cities of a country, and what leads to a report about it. */
function below(place: Place, columns: PlaceColumn[], settings: SectionSettings): HTMLTableRowElement[] {
  const cities = place.cities.map((city) => {
    const row = placeRow(city, columns);
    row.cells[0]!.classList.add("first");
    row.prepend(h("td", { class: "opener" }));
    return row;
  });
  const more = aboutCountry(place, settings);
  return more ? [...cities, wideRow(columns.length + 1, more)] : cities;
}

function aboutCountry({ code, cities }: Place, { report, again }: SectionSettings): HTMLElement | null {
  const none = cities.length ? null : h("p", { class: "quiet" }, words.noCities);
  if (!again || report.request.country === code) return none;
  const button = h("button", { type: "button" }, words.reportFor(country(code)));
  button.addEventListener("click", () => again.fill({ country: code }));
  return h("div", { class: "about-country" }, none, button);
}

function head(source: Source, totals: PlacesTotal[], { names }: SectionSettings): HTMLElement {
  const [first] = totals;
  const lower = totals.find(({ status }) => status !== "measured");
  return h(
    "div",
    { class: "part-head" },
    swatch(names.color(source.slug)),
    h("h4", {}, source.name),
    lower ? statusBadge(lower.status) : null,
    totals.length === 1 && first ? h("span", { class: "quiet section-total" }, words.total(first)) : null,
  );
}

function about(
  rows: PlacesRow[],
  totals: PlacesTotal[],
  withChange: boolean,
  { names }: SectionSettings,
): HTMLElement | null {
  const days = latestDays(rows);
  // Elsewhere a country's figure is its own, whatever cities are known.
  const sums = new Set(
    totals.filter(({ status }) => status === "lower_bound").map((total) => total.artist__uuid),
  );
  const otherCities = countriesOfOtherCities(rows.filter(({ artist__uuid: uuid }) => sums.has(uuid)));
  return noteOf(
    ...totals.map(({ note }) => note && names.inText(note)),
    days && words.asOf(...days),
    rows.some(({ share }) => share !== null) && words.shareIs,
    withChange && otherCities.length && words.otherCities(otherCities),
  );
}
