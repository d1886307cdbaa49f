// Every text of the page; sections have their own beside them. A translation is another module like this one.
import type { Comparison } from "./address.ts";
import { country, day, listed, period, whole } from "./format.ts";
import { keyWords } from "./key/words.ts";
import { periodName } from "./moments.ts";
import type { Beside, NoteOf } from "./notes.ts";
import type { ArtistWithStatus, DaySpan, NamedArtist, RowStatus, TooFewPoints } from "./openapi.d.ts";
import { count, plural } from "./plurals.ts";
import { type Reason, reasonIn } from "./reasons.ts";
import { runningWords } from "./running/words.ts";
import type { Kind } from "./sorting.ts";
import type { Trouble } from "./watch.ts";

export { count };

export const words = {
  title: "Liner Notes",
  tagline: "How much did an artist do, in a country, in a month?",
  skip: "Skip to the report",

  key: keyWords,

  form: {
    title: "New report",
    artists: "Artists",
    searching: "Searching…",
    found: (number: number) => (number ? count(number, "match", "matches") : "No artist of this name"),
    searchFailed: "The search does not answer. Try again in a moment.",
    enough: "A report has at most 50 artists.",
    remove: (name: string) => `Remove ${name}`,
    platforms: "Platforms",
    chosen: (number: number) => (number ? `${whole(number)} chosen` : ""),
    platformsLoading: "Loading the platforms…",
    notByCountry: "not by country",
    period: "Period",
    from: "From",
    to: "To",
    days: (number: number) => count(number, "day", "days"),
    country: "Country",
    worldwide: "Worldwide",
    worldAlso: ["World", "Global", "Everywhere", "All countries"],
    clearCountry: "Clear the country",
    countries: (number: number) =>
      number ? count(number, "country", "countries") : "No country of this name",
    compare: "Compare with",
    sections: "Also include",
    songsLimit: "Songs of each artist, at most 100",
    sectionsLoading: "Loading what there is…",
    submit: "Create report",
    submitting: "Asking…",
    drafted: (period: string) => `Shows ${period}; the form has changed.`,
    undo: "Undo the changes",
    unnamed: "Artist without a name",
  },

  comparisons: {
    none: "Nothing",
    previous_period: "Period before",
    previous_year: "Year before",
  } satisfies Record<Comparison | "none", string>,

  invalid: {
    look: (fields: string) => `Not created yet. See: ${fields}.`,
    noArtist: "Choose at least one artist from the list.",
    noPlatform: "Choose at least one platform.",
    noDays: "Give both days.",
    noFirstDay: "Give the first day.",
    noLastDay: "Give the last day.",
    order: "The first day must not be after the last.",
    future: "The last day must not be in the future.",
    tooLong: "At most 1,830 days, about five years.",
    tooEarly: "Not before the year 2000.",
    songsLimit: "A whole number from 1 to 100.",
  },

  preview: {
    counting: "Counting calls…",
    first: (fields: string[]) => `What it costs is told here once this is right: ${listed(fields)}.`,
    notComparable: (other: string, platforms: string[]) =>
      `Cannot be compared with the ${other}: ${platforms.join(", ")}`,
    unanswerable: (number: number) => `${count(number, "figure", "figures")} cannot be answered`,
    unknown: "What it will cost is not known at the moment.",
  },

  empty: {
    title: "Your report appears here",
    steps: [
      "Choose artists by typing their names.",
      "Choose platforms and a period, and a country if it is about one.",
      "Watch it being created, read it, and download it as an Excel workbook.",
    ],
  },

  opening: "Opening the report…",
  running: runningWords,

  trouble: {
    offline: "No connection. Trying again…",
    throttled: "The server asks for a pause. Trying again in a moment…",
    upset: "The server has difficulties. Trying again…",
  } satisfies Record<Trouble, string>,

  problem: {
    offline: "There is no connection to the server. Check your network and try again.",
    throttled: (seconds: number | null) =>
      `Too many requests. Try again in ${seconds === null ? "a moment" : count(seconds, "second", "seconds")}.`,
    nothingToRepair: "Nothing is missing: every part of this report was fetched.",
    notEnded: "This report is being made at the moment. Try again when it has ended.",
    key: "Your API key is no longer valid. Give another with “Change key”.",
    upstream: "Soundcharts does not answer at present.",
    later: "Try again in a while.",
    server: "Something broke on the server. It was recorded; try again in a moment.",
    retry: "Try again",
  },

  halfLoaded: {
    title: "This page could not be loaded in full",
    text: "Reload it to see the report: nothing of that is lost.",
  },

  gone: {
    title: "This report is no longer there",
    text: "It has expired, was deleted, or belongs to another API key.",
    again: "The form still has what it asked for: make it again.",
    sharedTitle: "This link no longer opens a report",
    sharedText:
      "It has expired or was withdrawn, or the report was deleted. Ask whoever sent it for a new one.",
  },

  report: {
    manyArtists: (number: number) => count(number, "artist", "artists"),
    worldwide: "Worldwide",
    status: { succeeded: "Complete", partial: "Incomplete", failed: "Failed" },
    export: "Export to Excel",
    print: "Print",
    preparing: "Preparing…",
    gone: "This report has expired or was deleted. Make it again to have its workbook.",
    repair: (number: number) =>
      number ? `Fetch again what failed (${whole(number)})` : "Fetch again what is missing",
    shared: "Shared with you",
    cost: (calls: number, hits: number, revision: number) =>
      `${count(calls, "call", "calls")} to Soundcharts, ${whole(hits)} from the cache` +
      (revision > 1 ? `, revision ${whole(revision)}` : ""),
    failedTitle: "Nothing could be fetched",
    failedText: "Every part of this report failed.",
    nothingThere: "There is nothing to show. Fetching again may help.",
    brokeOffTitle: "The report could not be finished",
    brokeOff: "The figures came, but the report could not be made of them. Trying again may help.",
    partialText: "Some of this report could not be fetched; the figures below are of the rest.",
    partOfPeriod: "Some figures cover only a part of the period; the rows say which.",
    failures: (number: number) => count(number, "failure", "failures"),
    mayPass: "Fetching again may help.",
    willNotPass: "Fetching again will not help.",
    recorded: "What was recorded",
    unnamedArtist: (number: number) => `Artist ${whole(number)}`,
    made: (moment: string, isOfCached: boolean) =>
      `made ${moment}${isOfCached ? " from figures fetched earlier" : ""}`,
    withoutSeries: "This report is too large to draw here. Its daily values are in the workbook.",
    platforms: "By platform",
  },

  figures: {
    first: "Start",
    latest: "End",
    change: "Change",
    percent: "Change %",
    average: "Average",
    peak: "Peak",
    points: "Measured",
    pointsOf: (points: number, days: number) => `${whole(points)} of ${whole(days)}`,
    valuesOf: (points: number) => count(points, "value", "values"),
    coverage: (share: string) => `${share} of days`,
    asOf: (day: string, cadence: string | null) => `As of ${day}${cadence ? ` · ${cadence}` : ""}`,
    there: (number: number, all: number) => `${whole(number)} of ${count(all, "figure", "figures")}`,
    none: "No figures",
    notByCountry: "Not by country:",
    compared: (start: string, end: string) => `Average against ${periodName(start, end)}`,
    against: (start: string, end: string) => `Against ${periodName(start, end)}:`,
    notComparable: (start: string, end: string) => `Not compared with ${period(start, end)}: too few values`,
  },

  status: {
    measured: "Measured",
    partial: "Partly measured",
    lower_bound: "Lower bound",
    restated: "Corrected",
    no_data: "No data",
    not_published: "Not published",
    not_available: "Not available",
    not_in_plan: "Not in plan",
    not_found: "Not found",
    failed: "Failed",
  } satisfies Record<RowStatus, string>,

  statusWhy: {
    measured: "",
    partial: "Some of the period could not be fetched.",
    lower_bound: "The true figure is at least this.",
    restated: "The running total was corrected within the period.",
    no_data: "Soundcharts has no values for this period.",
    not_published: "The platform does not publish this by country.",
    not_available: "Nobody publishes this.",
    not_in_plan: "The Soundcharts plan does not include this.",
    not_found: "Soundcharts does not know this artist on this platform.",
    failed: "This could not be fetched.",
  } satisfies Record<RowStatus, string>,

  plot: {
    oneValue: (day: string, value: string) => `One value, on ${day}: ${value}`,
    noChange: "There is no change to give.",
    onePerArtist: "One value of each artist: there is no change to give.",
    sumOf: (artists: number, day: string) => `Sum of ${count(artists, "artist", "artists")}, ${day}`,
    sumOfAll: (artists: number, day: string) => `Sum of all ${whole(artists)} artists measured, ${day}`,
    countedOnce: "A person is counted once for each artist.",
  },

  table: {
    title: "By artist and platform",
    artist: "Artist",
    platform: "Platform",
    days: "Days",
    status: "Status",
    open: (artist: string, platform: string) => `Details of ${artist} on ${platform}`,
    scroll: "Figures by artist and platform",
    // Ascending and descending.
    first: {
      text: ["A", "Z"],
      day: ["earliest", "latest"],
      number: ["smallest", "largest"],
      rank: ["best", "worst"],
    } satisfies Record<Kind, [string, string]>,
    sortedBy: (column: string, first: string) => `Sorted by ${column}, ${first} first`,
  },

  downloads: {
    other: "Other files",
    again: "Write the files again",
    csv: "CSV",
    csvSemicolon: "CSV, with semicolons and decimal commas",
    json: "JSON",
    workbook: "Download the workbook",
    csvOf: (section: string) => `${section} as CSV`,
    missing: (format: string, section?: string) =>
      format === "xlsx"
        ? "The Excel workbook could not be written."
        : `The ${format.toUpperCase()} file${section ? ` of ${section}` : ""} could not be written.`,
  },

  // Why something could not be fetched.
  reasons: {
    late: "It was not fetched before the report's time was over.",
    stopped: "Fetching it stopped without an answer.",
    noAnswer: "Soundcharts did not answer in time.",
    unreachable: "Soundcharts could not be reached.",
    fault: "Soundcharts has a fault of its own.",
    busy: "Soundcharts takes no more calls for the moment.",
    quota: "This month's calls to Soundcharts are used up.",
    credentials: "Soundcharts no longer accepts this service: whoever runs it must renew its access.",
    plan: "The Soundcharts plan in use does not include this.",
    unknown: "Soundcharts does not know this.",
    refused: "Soundcharts refused the request.",
    unreadable: "What Soundcharts answered could not be read.",
    notKept: "What had been fetched is no longer kept.",
    other: "It could not be fetched.",
  } satisfies Record<Reason, string>,

  // What must be known of figures, by the API's code; `about` is the platform and its metric, as "TikTok Followers".
  notes: {
    not_fetched: ({ windows, reason }: NoteOf<"not_fetched">) =>
      `Not fetched: ${spans(windows)}.${reason ? ` ${words.reasons[reasonIn(reason)]}` : ""}`,
    not_found: (_: unknown, about: string) =>
      `Soundcharts does not know this artist${about && `, or nothing of it on ${about}`}.`,
    not_in_plan: (_: unknown, about: string) =>
      `The Soundcharts plan in use does not include ${about || "this"}.`,
    not_published: (_: unknown, about: string) =>
      about ? `${about} are not published by country.` : "This is not published by country.",
    // Only what comes once a week can have no day in a period.
    nothing_published: (
      { country: code, from, to }: NoteOf<"nothing_published">,
      _about = "",
      { noneDue }: Beside = {},
    ) =>
      noneDue
        ? `${period(from, to)} has no Monday, the day these figures are of.`
        : `Nothing was published for ${country(code)} in ${period(from, to)}.`,
    no_value: ({ from, to }: NoteOf<"no_value">) => `Soundcharts has no value in ${period(from, to)}.`,
    few_points: ({ data_points, expected_points }: NoteOf<"few_points">) =>
      `Measured ${count(data_points, "time", "times")} of the ${whole(expected_points)} there can be.`,
    country_figures: (
      { granularity, cadence }: NoteOf<"country_figures">,
      _about = "",
      { blank }: Beside = {},
    ) =>
      granularity === "top_cities"
        ? `${blank ? "By country it is" : "A lower bound:"} the sum of the country's cities among the artist's 50 largest${often(cadence)}.`
        : `Published for the largest markets only${often(cadence)}.`,
    answered: ({ from, to, outcome }: NoteOf<"answered">) =>
      `For ${period(from, to)} Soundcharts answered: ${statusWord(outcome)}.`,
    announced: ({ from, to, announced, returned }: NoteOf<"announced">) =>
      `For ${period(from, to)} Soundcharts announced ${count(announced, "value", "values")} and gave ${whole(returned)}.`,
    unreadable_rows: ({ rows }: NoteOf<"unreadable_rows">) =>
      `${count(rows, "value", "values")} from Soundcharts could not be read and ${plural(rows, "is", "are")} left out.`,
    single_point: ({ date }: NoteOf<"single_point">) =>
      `One value, on ${day(date)}: there is no change to give.`,
    single_points: ({ from, to }: NoteOf<"single_points">) =>
      `One value of each artist, ${period(from, to)}: there is no change to give.`,
    cities_changed: (note: NoteOf<"cities_changed">) =>
      `The first figure is the sum of ${count(note.cities_from, "city", "cities")} (${day(note.from)}), the latest of ${count(note.cities_to, "city", "cities")} (${day(note.to)}): part of the difference is cities that entered or left the artist's top 50. ${
        note.cities_on_both
          ? `${plural(note.cities_on_both, "The one city", `The ${whole(note.cities_on_both)} cities`)} there on both days went from ${whole(note.value_from)} to ${whole(note.value_to)}.`
          : "None was there on both days."
      }`,
    artists_cities_changed: ({ artists }: NoteOf<"artists_cities_changed">) =>
      `Part of the difference is cities that entered or left the top 50 of ${artists.map(({ name }) => name).join(", ")}.`,
    artists_few_points: ({ artists }: NoteOf<"artists_few_points">) =>
      `Measured rarely: ${artists.map(({ name, data_points, expected_points }) => `${name} (${count(data_points, "time", "times")} of the ${whole(expected_points)} there can be)`).join(", ")}.`,
    sum_of_artists: ({ artists }: NoteOf<"sum_of_artists">) =>
      `Sum of ${count(artists, "artist", "artists")}: a person is counted once for each.`,
    left_out: ({ artists }: NoteOf<"left_out">) => `Left out: ${withStatus(artists)}.`,
    no_points: ({ artists }: NoteOf<"no_points">) => `No values: ${withStatus(artists)}.`,
    windows_failed: ({ artists }: NoteOf<"windows_failed">) =>
      `Partly fetched: ${artists.map(({ name }) => name).join(", ")}.`,
    not_compared: ({ periods }: NoteOf<"not_compared">) =>
      `Not compared: ${periods.map(tooFew).join(", and ")}.`,
    not_same_artists: ({ this: now = [], other = [] }: NoteOf<"not_same_artists">) =>
      `Not compared: the sums are not of the same artists.${onlyIn("this period", now)}${onlyIn("the period compared with", other)}`,
    chart_days: ({ stored, expected, frequency }: NoteOf<"chart_days">) =>
      stored < expected
        ? `From ${chartDays(stored, expected, frequency)}: the true figures are at least these.`
        : "",
    metrics: ({ metrics }: NoteOf<"metrics">) => `The figures are ${metrics.join(" and ")}.`,
    months_positions_only: () => "In a month without a figure the charts gave positions only.",
    summed_countries: () =>
      "Where the worldwide chart has no figure of a track, the sum over the countries' charts counts: a lower bound.",
    weekly_charts: () =>
      "From weekly charts: values and peaks are of weeks, averages are spread over seven days a week.",
    positions_only: ({ tracks }: NoteOf<"positions_only">) =>
      `${count(tracks, "track has", "tracks have")} no figure: the charts give positions only.`,
    no_entries: ({
      artist,
      platform,
      country: code,
      from,
      to,
      stored,
      expected,
      frequency,
    }: NoteOf<"no_entries">) =>
      stored === 0
        ? `Not known: no chart ${frequency === "weekly" ? "weeks" : "days"} of this period are stored.`
        : `No track of ${artist.name} on the ${platform} charts${code ? ` in ${country(code)}` : ""} for ${periodName(from, to)}: ` +
          `${chartDays(stored, expected, frequency)} ${plural(expected, "is", "are")} stored.`,
  },
};

export function chartDays(stored: number, expected: number, frequency = "daily"): string {
  const unit = frequency === "weekly" ? "week" : "day";
  return `${whole(stored)} of ${count(expected, `chart ${unit}`, `chart ${unit}s`)}`;
}

function spans(windows: DaySpan[]): string {
  return windows.map(([from, to]) => period(from, to)).join(", ");
}

/** How often figures of countries come, where the API's word for it is known. */
function often(cadence: string | null): string {
  const known: Record<string, string> = {
    daily: "every day",
    weekly: "once a week",
    about_weekly: "about once a week",
    monthly: "once a month",
    every_few_days: "every few days",
  };
  const word = cadence && known[cadence];
  return word ? `, ${word}` : "";
}

const statusWord = (status: string): string =>
  ((words.status as Record<string, string>)[status] ?? status.replaceAll("_", " ")).toLowerCase();

const withStatus = (artists: ArtistWithStatus[]): string =>
  artists.map(({ name, status }) => `${name} (${statusWord(status)})`).join(", ");

const onlyIn = (period: string, artists: NamedArtist[]): string =>
  artists.length ? ` Only in ${period}: ${artists.map(({ name }) => name).join(", ")}.` : "";

function tooFew({ which, data_points, expected_points }: TooFewPoints): string {
  const whose = which === "this" ? "this period" : "the period compared with";
  return expected_points
    ? `${whose} has ${whole(data_points)} of the ${whole(expected_points)} values it can have, and half are needed`
    : `no value falls in ${whose}`;
}
