// Every text of the page. A translation is another module like this one.
import type { Preset } from "./dates.ts";
import { period, whole } from "./format.ts";
import type { Comparison, RowStatus } from "./types.ts";
import type { Trouble } from "./watch.ts";

const count = (number: number, one: string, many: string): string => `${whole(number)} ${number === 1 ? one : many}`;

export const words = {
  title: "Liner Notes",
  tagline: "How much did an artist do, in a country, in a month?",
  skip: "Skip to the report",

  key: {
    title: "Your API key",
    why: "Reports belong to the key that made them. It is kept in this tab only, until you close it.",
    label: "API key",
    enter: "Continue",
    checking: "Checking…",
    change: "Change key",
    refused: "This key is not valid. Check that all of it was copied.",
    missing: "Enter the key you were given.",
    unchecked: "The key could not be checked: there is no answer from the server. Try again in a moment.",
  },

  form: {
    title: "New report",
    artists: "Artists",
    artistsHint: "Type a name",
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
    clearCountry: "Clear the country",
    countries: (number: number) => (number ? count(number, "country", "countries") : "No country of this name"),
    compare: "Compare with",
    tracks: "Track breakdown",
    tracksHint: "from the charts",
    submit: "Make report",
    submitting: "Asking…",
  },

  presets: {
    last30: "Last 30 days",
    lastMonth: "Last month",
    lastQuarter: "Last quarter",
    yearToDate: "Year to date",
  } satisfies Record<Preset, string>,

  comparisons: {
    none: "Nothing",
    previous_period: "Period before",
    previous_year: "Year before",
  } satisfies Record<Comparison | "none", string>,

  invalid: {
    noArtist: "Choose at least one artist from the list.",
    noPlatform: "Choose at least one platform.",
    noDate: "Give both days.",
    order: "The first day must not be after the last.",
    future: "The last day must not be in the future.",
    tooLong: "At most 1,830 days, about five years.",
    tooEarly: "Not before the year 2000.",
  },

  preview: {
    counting: "Counting calls…",
    calls: (calls: number, cached: number) =>
      calls === 0
        ? "No calls needed"
        : cached === calls
          ? `${count(calls, "call", "calls")}, all cached`
          : `${count(calls, "call", "calls")} to Soundcharts` + (cached ? `, ${whole(cached)} of them cached` : ""),
    unanswerable: (number: number) => `${count(number, "figure", "figures")} cannot be answered`,
    unknown: "What it will cost is not known at the moment.",
  },

  empty: {
    title: "Your report appears here",
    steps: [
      "Choose artists by typing their names.",
      "Choose platforms and a period, and a country if it is about one.",
      "Watch it being made, read it, and take it along as an Excel workbook.",
    ],
  },

  running: {
    title: "Making the report",
    queued: "Waiting to start…",
    progress: (done: number, total: number) => `${whole(done)} of ${whole(total)} fetched`,
    failed: (number: number) => `${whole(number)} failed`,
    finalizing: "Working out the figures and writing the workbook…",
    leave: "You can close this page and come back to it: the address leads to this report.",
    platform: (done: number, failed: number, total: number) =>
      `${whole(done)} of ${whole(total)} fetched` + (failed ? `, ${whole(failed)} failed` : ""),
  },

  trouble: {
    offline: "No connection. Trying again…",
    throttled: "The server asks for a pause. Trying again in a moment…",
    upset: "The server has difficulties. Trying again…",
  } satisfies Record<Trouble, string>,

  problem: {
    offline: "There is no connection to the server. Check your network and try again.",
    throttled: (seconds: number | null) =>
      `Too many requests. Try again in ${seconds === null ? "a moment" : count(seconds, "second", "seconds")}.`,
    upstream: "Soundcharts does not answer at present.",
    server: "Something broke on the server. It was recorded; try again in a moment.",
    form: "Some of the form needs another look.",
    retry: "Try again",
  },

  gone: {
    title: "This report is no longer there",
    text: "It has expired, or belongs to another API key. The form still has what it asked for: make it again.",
    sharedTitle: "This link has expired or was withdrawn",
    sharedText: "Ask whoever sent it for a new one.",
  },

  report: {
    heading: (artists: string) => artists,
    manyArtists: (number: number) => count(number, "artist", "artists"),
    worldwide: "Worldwide",
    status: { succeeded: "Complete", partial: "Incomplete", failed: "Failed" },
    export: "Export to Excel",
    preparing: "Preparing…",
    gone: "This report has expired. Make it again to have its workbook.",
    repair: (number: number) => (number ? `Fetch again what failed (${whole(number)})` : "Fetch again what is missing"),
    shared: "Shared with you",
    cost: (calls: number, hits: number, revision: number) =>
      `${count(calls, "call", "calls")} to Soundcharts, ${whole(hits)} from the cache` + (revision > 1 ? `, revision ${whole(revision)}` : ""),
    failedTitle: "Nothing could be fetched",
    failedText: "Every part of this report failed. What went wrong is listed below.",
    partialText: "Some of this report could not be fetched; the figures below are of the rest.",
    failures: (number: number) => count(number, "failure", "failures"),
    mayPass: "may pass: trying again can help",
    willNotPass: "trying again will not help",
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
    peakDate: "Peak day",
    points: "Measured",
    pointsOf: (points: number, days: number) => `${whole(points)} of ${whole(days)}`,
    valuesOf: (points: number) => count(points, "value", "values"),
    coverage: (share: string) => `${share} of days`,
    compared: (start: string, end: string) => `Average against ${period(start, end)}`,
    notComparable: (start: string, end: string) => `Not compared with ${period(start, end)}: too few values`,
  },

  status: {
    measured: "Measured",
    partial: "Partly measured",
    lower_bound: "Lower bound",
    no_data: "No data",
    not_published: "Not published",
    not_in_plan: "Not in plan",
    not_found: "Not found",
    failed: "Failed",
  } satisfies Record<RowStatus, string>,

  statusWhy: {
    measured: "",
    partial: "Some of the period could not be fetched.",
    lower_bound: "The true figure is at least this.",
    no_data: "Soundcharts has no values for this period.",
    not_published: "The platform does not publish this by country.",
    not_in_plan: "The Soundcharts plan does not include this.",
    not_found: "Soundcharts does not know this artist on this platform.",
    failed: "This could not be fetched.",
  } satisfies Record<RowStatus, string>,

  chart: {
    of: (metric: string, platform: string) => `${platform} ${metric} by day`,
    scrub: "Day",
    values: "Values",
    relative: "Change since the start",
    noValue: "no value",
  },

  plot: {
    oneValue: (day: string, value: string) => `One value, on ${day}: ${value}`,
    noChange: "There is no change to give.",
    onePerArtist: "One value of each artist: there is no change to give.",
    sumOf: (artists: number, day: string) => `Sum of ${count(artists, "artist", "artists")}, ${day}`,
    countedOnce: "A person is counted once for each artist.",
    allArtists: (artists: number) => `All ${whole(artists)} artists`,
    legend: "Artists and their lines",
    legendHint: "Choose artists to bring out their lines. Until then each platform shows its five largest.",
    chooseNone: "Choose none",
  },

  table: {
    title: "By artist and platform",
    artist: "Artist",
    platform: "Platform",
    days: "Days",
    status: "Status",
    details: "Details",
    open: (artist: string, platform: string) => `Details of ${artist} on ${platform}`,
    scroll: "Figures by artist and platform",
    sortedBy: (column: string, descending: boolean) => `Sorted by ${column}, ${descending ? "largest" : "smallest"} first`,
  },

  tracks: {
    title: (platform: string) => `Tracks on ${platform} charts`,
    loading: "Looking at the charts…",
    track: "Track",
    total: (metric: string | null) => `Total${metric ? ` ${metric}` : ""}`,
    perDay: "A day",
    peak: "Peak",
    position: "Best position",
    weeks: "Weeks",
    summary: (tracks: number, total: string | null, metric: string | null) =>
      count(tracks, "track", "tracks") + (total ? `, ${total} ${metric ?? ""}`.trimEnd() : ""),
    more: (number: number) => `Show all ${whole(number)}`,
    inWorkbook: "This report is too large to list its tracks here. They are in the workbook.",
  },
};
