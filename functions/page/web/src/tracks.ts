// The track breakdown of a row: taken from the report where that has it, else fetched once and then kept.
import { type Calls, Offline, Refused } from "./api.ts";
import { fill, h } from "./dom.ts";
import { average, NONE, whole } from "./format.ts";
import type { NoTracks, Report, Row, Track, Tracks } from "./types.ts";
import { words } from "./words.ts";

const SHOWN_AT_FIRST = 10;

/** Gives what shows the tracks of a row. Without `calls`, what the report does not have is not asked for. */
export function trackDetails(report: Report, calls: Calls | null): (row: Row) => HTMLElement | null {
  const kept = new Map<string, Promise<Tracks | NoTracks>>();

  function tracksOf(row: Row): Promise<Tracks | NoTracks> | null {
    const cell = `${row.artist__uuid} ${row.platform__slug}`;
    const known = kept.get(cell);
    if (known) return known;
    const delivered = report.result?.tracks?.find(
      ({ artist, platform }) => artist.uuid === row.artist__uuid && platform.slug === row.platform__slug,
    );
    if (!delivered && !calls) return null;
    const asked = delivered ? Promise.resolve(delivered) : calls!.tracks(queryOf(report, row));
    kept.set(cell, asked);
    asked.catch(() => kept.delete(cell));
    return asked;
  }

  return (row) => {
    const element = h("section", { class: "tracks", "aria-live": "polite" });
    const heading = (): HTMLElement => h("h4", {}, words.tracks.title(row.platform__name));

    async function show(): Promise<void> {
      const asked = tracksOf(row);
      if (!asked) return;
      fill(element, heading(), h("p", { class: "quiet" }, words.tracks.loading));
      try {
        const answer = await asked;
        fill(element, heading(), ...(answer.success ? breakdown(answer) : [nothing(answer.problem.detail)]));
      } catch (error) {
        const none = error instanceof Refused && error.status === 404;
        fill(element, heading(), none ? nothing(error.problem.detail) : failed(error, () => void show()));
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

function nothing(detail: string): HTMLElement {
  return h("p", { class: "quiet" }, detail);
}

function failed(error: unknown, again: () => void): HTMLElement {
  const message = error instanceof Offline ? words.problem.offline : error instanceof Refused ? error.problem.detail : words.problem.server;
  const button = h("button", { type: "button" }, words.problem.retry);
  button.addEventListener("click", again);
  return h("div", { class: "inline-problem" }, h("p", { class: "error" }, message || words.problem.server), button);
}

function breakdown(answer: Tracks): HTMLElement[] {
  const { summary, metric, tracks, note, artist, platform } = answer;
  const total = summary.total_streams === null ? null : whole(summary.total_streams);
  const line = h("p", {}, words.tracks.summary(summary.total_tracks, total, metric));
  const about = h("p", { class: "note" }, note);
  return tracks === null ? [line, h("p", {}, words.tracks.inWorkbook), about] : [line, trackTable(tracks, metric, `${artist.name ?? artist.uuid}: ${words.tracks.title(platform.name)}`), about];
}

function trackTable(tracks: Track[], metric: string | null, label: string): HTMLElement {
  const { track, total, perDay, peak, position, weeks } = words.tracks;
  const body = h("tbody", {}, ...tracks.slice(0, SHOWN_AT_FIRST).map(trackRow));
  const numbers = [total(metric), perDay, peak, position, weeks];
  const head = h("tr", {}, h("th", { scope: "col", class: "text" }, track), ...numbers.map((label) => h("th", { scope: "col", class: "number" }, label)));
  const table = h("table", { class: "track-table" }, h("thead", {}, head), body);
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
  const element = h("div", {}, scroll);
  if (tracks.length > SHOWN_AT_FIRST) {
    const more = h("button", { type: "button", class: "more" }, words.tracks.more(tracks.length));
    more.addEventListener("click", () => {
      body.append(...tracks.slice(SHOWN_AT_FIRST).map(trackRow));
      more.remove();
      scroll.focus();
    });
    element.append(more);
  }
  return element;
}

function trackRow(track: Track): HTMLElement {
  const credit = track.track_credit ? h("span", { class: "quiet credit" }, track.track_credit) : null;
  const position = track.best_position === null ? NONE : `#${whole(track.best_position)}`;
  const numbers = [whole(track.total_streams), average(track.avg_daily_streams), whole(track.peak_streams), position, whole(track.weeks_on_chart)];
  return h("tr", {}, h("th", { scope: "row", class: "text" }, track.track_name, credit), ...numbers.map((text) => h("td", { class: "number" }, text)));
}
