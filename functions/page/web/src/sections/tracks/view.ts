// The tracks of each artist on each platform's charts: of a report made without them, those of a row once it is opened,
// fetched once and then kept.
import { Refused } from "../../api.ts";
import { type Child, fill, h } from "../../dom.ts";
import { average, NONE, whole } from "../../format.ts";
import type { Column } from "../../headings.ts";
import type { Names } from "../../names.ts";
import { type Note, sentencesOf } from "../../notes.ts";
import type {
  Report,
  Row,
  SectionTracks,
  Track,
  Tracks,
  TracksSection,
  TracksSummary,
} from "../../openapi.d.ts";
import { problemText } from "../../problems.ts";
import { words as common } from "../../words.ts";
import { longTable } from "../long-table.ts";
import {
  comparedLine,
  headOf,
  inWorkbook,
  noteOf,
  type Part,
  partElements,
  remarks,
  sectionPanel,
  titles,
} from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { grouped, type TracksOf } from "./groups.ts";
import { words } from "./words.ts";

export const tracks: SectionView = { details, panel };

type Told = Tracks | SectionTracks;

/** A column of figures: its label, where a track has it, and how it is shown. */
type Figure = [label: string, name: FigureName, show: (value: number | null) => string];
type FigureName = { [Name in keyof Track]: Track[Name] extends number | null ? Name : never }[keyof Track];

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { totals, rows } = answer as TracksSection;
  const { found, without, notPublished } = grouped({ totals, rows }, names);
  const titleOf = titles(totals, names, platformOf);
  return sectionPanel(
    names.section(name),
    ...partElements([
      ...found.map((of) => ofPlatform(of, titleOf(of), names)),
      ...remarks(without, totals, names, platformOf),
    ]),
    found.length && rows === null ? inWorkbook(workbook) : null,
    noteOf(...notPublished),
  );
}

const platformOf = (of: TracksOf): string => of.platform__name;

function ofPlatform(of: TracksOf, title: string, names: Names): Part {
  const { row, compared: before } = of;
  const told = row?.success ? row : null;
  // Only the tracks tell what their total counts.
  const said = told ? summaryOf(told) : words.summary(of.total_tracks, null, null);
  return {
    head: headOf(of.status, title, said, names.color(of.platform__slug)),
    content:
      told &&
      (() => [
        // That none are stored of then does not mean there were none.
        before && comparedLine(before.total_tracks ? countOf(before, told.metric) : null, before.period, of),
        ...shown(told, of),
      ]),
  };
}

/**
 * Gives what shows the tracks of a row of a report made without them; nothing on a platform that has no charts.
 * Without `calls`, what the report does not have is not asked for.
 */
function details({ report, calls, names }: SectionSettings): ((row: Row) => HTMLElement | null) | undefined {
  // What the report has, or was shared without, is not asked for.
  if (report.result?.sections?.tracks || !calls) return;
  const kept = new Map<string, Promise<Tracks>>();

  function tracksOf(row: Row): Promise<Tracks> {
    const cell = `${row.artist__uuid} ${row.platform__slug}`;
    const known = kept.get(cell);
    if (known) return known;
    const asked = calls!.section<Tracks>("tracks", queryOf(report, row));
    kept.set(cell, asked);
    asked.catch(() => kept.delete(cell));
    return asked;
  }

  return (row) => {
    if (names.hasCharts(row.platform__slug) === false) return null;
    const element = h("section", { class: "tracks", "aria-live": "polite" });

    /** Shows something below the heading; nothing at all where the platform turns out to have no charts. */
    function below(...content: Child[]): void {
      fill(element, h("h4", {}, words.title(row.platform__name)), ...content);
    }

    function nothing(notes: Note[] = []): void {
      if (notes.some((note) => note.code === "no_entries" && !note.has_charts)) {
        fill(element);
        return;
      }
      const said = sentencesOf(names.noted({ notes }));
      below(h("p", { class: "quiet" }, said.join(" ") || words.none(row.platform__name)));
    }

    async function show(): Promise<void> {
      below(h("p", { class: "quiet" }, words.loading));
      try {
        const told = names.noted(await tracksOf(row));
        const head = headOf(told.status, words.title(row.platform__name), summaryOf(told));
        fill(element, h("div", { class: "part-head" }, ...head), ...shown(told, row));
      } catch (error) {
        if (error instanceof Refused && error.status === 404) nothing(error.problem.notes);
        else below(failed(error, () => void show()));
      }
    }

    void show();
    return element;
  };
}

function queryOf({ request }: Report, row: Row): Record<string, string> {
  return {
    artist: row.artist__uuid,
    platform: row.platform__slug,
    start_date: request.start_date,
    end_date: request.end_date,
    ...(request.country ? { country: request.country } : {}),
  };
}

function failed(error: unknown, again: () => void): HTMLElement {
  const button = h("button", { type: "button" }, common.problem.retry);
  button.addEventListener("click", again);
  return h("div", { class: "inline-problem" }, h("p", { class: "error" }, problemText(error)), button);
}

function shown(told: Told, { artist__name: artist }: Pick<Row, "artist__name">): (HTMLElement | null)[] {
  return [trackTable(told, artist), noteOf(...sentencesOf(told), told.notes && words.source)];
}

function countOf(
  { total_tracks: count, total_streams: total }: TracksSummary,
  metric: string | null,
): string {
  return words.summary(count, total === null ? null : whole(total), metric);
}

function summaryOf({ summary, metric, chart_days: days, frequency }: Told): string {
  const found = countOf(summary, metric);
  // Reports made before it was counted do not say.
  return days ? `${found}, ${words.chartDays(days.stored, days.expected, frequency)}` : found;
}

function trackTable({ tracks, metric, platform }: Told, artist: string | null): HTMLElement {
  const figures: Figure[] = [
    [words.total(metric), "total_streams", whole],
    [words.perDay, "avg_daily_streams", average],
    [words.days, "data_points", whole],
    [words.peak, "peak_streams", whole],
    [words.position, "best_position", (place) => (place === null ? NONE : `#${whole(place)}`)],
    [words.weeks, "weeks_on_chart", whole],
  ];
  return longTable({
    label: `${artist ?? ""}: ${words.title(platform.name)}`,
    style: "track-table",
    columns: [
      { label: words.track, kind: "text", value: (track) => track.track_name },
      ...figures.map(
        ([label, figure]): Column<Track> => ({
          label,
          kind: figure === "best_position" ? "rank" : "number",
          value: (track) => track[figure],
        }),
      ),
    ],
    rows: tracks,
    row: (track) =>
      h(
        "tr",
        {},
        h(
          "th",
          { scope: "row", class: "text" },
          track.track_name,
          track.track_credit ? h("span", { class: "quiet credit" }, track.track_credit) : null,
        ),
        ...figures.map(([, figure, show]) => h("td", { class: "number" }, show(track[figure]))),
      ),
  });
}
