// The track breakdown of a row: taken from the report where that has it, else fetched once and then kept.
import { Refused } from "../../api.ts";
import { type Child, fill, h } from "../../dom.ts";
import { statusBadge } from "../../figures.ts";
import { average, NONE, whole } from "../../format.ts";
import { type Note, sentencesOf } from "../../notes.ts";
import type { Report, Row, SectionNoTracks, SectionTracks, Track, Tracks } from "../../openapi.d.ts";
import { problemText } from "../../problems.ts";
import { words as common } from "../../words.ts";
import { longTable } from "../long-table.ts";
import type { SectionSettings, SectionView } from "../view.ts";
import { words } from "./words.ts";

export const tracks: SectionView = { details };

/** What the report has of a row, or else what was asked for. */
type Told = SectionTracks | SectionNoTracks | Tracks;

/**
 * Gives what shows the tracks of a row; nothing on a platform that has no charts. Without `calls`, what the report does
 * not have is not asked for.
 */
function details({ report, calls, names, workbook }: SectionSettings): (row: Row) => HTMLElement | null {
  const kept = new Map<string, Promise<Told>>();
  const rows = report.result?.sections?.tracks?.rows;

  function tracksOf(row: Row): Promise<Told> | null {
    const cell = `${row.artist__uuid} ${row.platform__slug}`;
    const known = kept.get(cell);
    if (known) return known;
    const delivered = rows?.find(
      ({ artist__uuid, platform__slug }) =>
        artist__uuid === row.artist__uuid && platform__slug === row.platform__slug,
    );
    if (!delivered && !calls) return null;
    const asked: Promise<Told> = delivered
      ? Promise.resolve(delivered)
      : calls!.section<Tracks>("tracks", queryOf(report, row));
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
      const asked = tracksOf(row);
      if (!asked) {
        if (rows === null) below(h("p", {}, words.inWorkbook), workbook());
        return;
      }
      below(h("p", { class: "quiet" }, words.loading));
      try {
        const answer = await asked;
        if (answer.success) below(...breakdown(names.noted(answer), row));
        else nothing(answer.notes);
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

function breakdown(answer: Tracks | SectionTracks, row: Row): HTMLElement[] {
  const { tracks, metric, platform } = answer;
  const line = h(
    "p",
    { class: "tracks-summary" },
    summaryOf(answer),
    " ",
    answer.status === "lower_bound" ? statusBadge(answer.status) : null,
  );
  const about = h(
    "p",
    { class: "note" },
    [...sentencesOf(answer), answer.notes ? words.source : ""].join(" "),
  );
  return [
    line,
    trackTable(tracks, metric, `${row.artist__name ?? ""}: ${words.title(platform.name)}`),
    about,
  ];
}

function summaryOf({ summary, metric, chart_days: days, frequency }: Tracks | SectionTracks): string {
  const total = summary.total_streams === null ? null : whole(summary.total_streams);
  const found = words.summary(summary.total_tracks, total, metric);
  // Reports made before it was counted do not say.
  return days ? `${found}, ${words.chartDays(days.stored, days.expected, frequency)}` : found;
}

function trackTable(tracks: Track[], metric: string | null, label: string): HTMLElement {
  return longTable({
    label,
    style: "track-table",
    columns: [
      { label: words.track, kind: "text", value: (track) => track.track_name },
      { label: words.total(metric), kind: "number", value: (track) => track.total_streams },
      { label: words.perDay, kind: "number", value: (track) => track.avg_daily_streams },
      { label: words.days, kind: "number", value: (track) => track.data_points },
      { label: words.peak, kind: "number", value: (track) => track.peak_streams },
      { label: words.position, kind: "rank", value: (track) => track.best_position },
      { label: words.weeks, kind: "number", value: (track) => track.weeks_on_chart },
    ],
    rows: tracks,
    row: trackRow,
  });
}

function trackRow(track: Track): HTMLTableRowElement {
  const credit = track.track_credit ? h("span", { class: "quiet credit" }, track.track_credit) : null;
  const position = track.best_position === null ? NONE : `#${whole(track.best_position)}`;
  const numbers = [
    whole(track.total_streams),
    average(track.avg_daily_streams),
    whole(track.data_points),
    whole(track.peak_streams),
    position,
    whole(track.weeks_on_chart),
  ];
  return h(
    "tr",
    {},
    h("th", { scope: "row", class: "text" }, track.track_name, credit),
    ...numbers.map((text) => h("td", { class: "number" }, text)),
  );
}
