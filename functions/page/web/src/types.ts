// What the API answers, as /openapi.json has it; a test holds the two to each other.

export interface Artists {
  artists: FoundArtist[];
}

export interface FoundArtist {
  uuid: string;
  name: string | null;
  slug: string | null;
  image_url: string | null;
  country_code: string | null;
}

export interface Platforms {
  platforms: Platform[];
}

export interface Platform {
  slug: string;
  name: string;
  color: string;
  metric: string;
  metric_kind: string;
  may_be: string;
  endpoint: string;
  cadence: string;
  by_country: boolean;
  country_granularity: string;
  country_cadence: string | null;
  country_note: string;
  has_charts: boolean;
}

export interface ReportRequest {
  artists: string[];
  platforms: string[];
  start_date: string;
  end_date: string;
  country?: string | null;
  sections?: string[];
  compare?: Comparison | null;
}

export type Comparison = "previous_period" | "previous_year";

export interface Preview {
  request: ReportRequest;
  jobs: number;
  upstream_calls: number;
  cached: number;
  unanswerable: Unanswerable[];
  not_comparable: NotComparable[];
}

export interface Unanswerable {
  artist__uuid: string;
  platform__slug: string;
  status: string;
  reason: string;
}

export interface NotComparable {
  platform__slug: string;
  status: string;
  reason: string;
  notes: Note[];
}

export interface Report {
  report_id: string;
  revision: number;
  status: "queued" | "running" | "finalizing" | "succeeded" | "partial" | "failed";
  request: ReportRequest;
  created_at: string;
  deadline: string;
  finished_at: string | null;
  progress: Progress;
  platform_progress: PlatformProgress[];
  upstream_calls: number;
  cache_hits: number;
  failures: Failure[];
  failure?: string;
  download_url?: string;
  download_expires_at?: string;
  downloads?: Download[];
  missing_files?: MissingFile[];
  result?: Result;
  result_url?: string;
}

export interface Download {
  format: string;
  separator?: string;
  url: string;
}

export interface MissingFile {
  format: string;
  separator?: string;
  reason: string;
}

export interface Progress {
  total: number;
  done: number;
  failed: number;
}

export interface PlatformProgress extends Progress {
  platform__slug: string;
}

export interface Failure {
  artist__uuid: string;
  platform__slug: string;
  reason: string;
  retryable: boolean;
}

export interface Result {
  success: boolean;
  summary: { total_artists: number; total_platforms: number; date_range: Period; country: string | null };
  platform_summaries: Summary[];
  detailed_breakdown: Row[];
  metadata: {
    artists: { uuid: string; name: string | null; imageUrl: string | null }[];
    platforms: { name: string; slug: string; color: string | null }[];
  };
  tracks?: (Tracks | NoTracks)[];
}

export interface Period {
  start: string;
  end: string;
  days: number;
}

export interface Figures {
  first_value: number | null;
  latest_value: number | null;
  difference: number | null;
  difference_percent: number | null;
  period_average: number | null;
  peak_value: number | null;
  peak_date: string | null;
  data_points: number;
  expected_points: number;
  coverage: number;
  status: RowStatus;
  note: string | null;
  notes: Note[];
}

export type RowStatus =
  | "measured"
  | "partial"
  | "lower_bound"
  | "no_data"
  | "not_published"
  | "not_in_plan"
  | "not_found"
  | "failed";

export interface Compared extends Figures {
  period: Period;
  first_date: string | null;
  latest_date: string | null;
  change: number | null;
  change_percent: number | null;
  latest_change: number | null;
  latest_change_percent: number | null;
}

export interface Summary extends Figures {
  platform__name: string;
  platform__slug: string;
  platform__color: string;
  platform__audience_metric_name: string;
  metric_kind: string;
  compared?: Compared;
}

export interface Row extends Summary {
  artist__name: string | null;
  artist__uuid: string;
  current_audience: number | null;
  month_average: number | null;
  first_date: string | null;
  latest_date: string | null;
  series: Point[] | null;
}

export type Point = [day: string, value: number];

interface OfCharts {
  artist: { name: string | null; uuid: string };
  platform: { name: string; slug: string };
  period: Period;
}

export interface Tracks extends OfCharts {
  success: true;
  country: string | null;
  frequency: "daily" | "weekly";
  metric: string | null;
  tracks: Track[] | null;
  summary: { total_tracks: number; total_streams: number | null; avg_streams_per_track: number | null };
  top_track: { track_name: string; track_uuid: string; total_streams: number | null } | null;
  data_source: string;
  chart_days: ChartDays;
  status: "measured" | "lower_bound";
  note: string;
  notes: Note[];
}

export interface ChartDays {
  stored: number;
  expected: number;
}

export interface NoTracks extends OfCharts {
  success: false;
  notes: Note[];
  problem: Problem;
}

export interface Track {
  track_name: string;
  track_uuid: string;
  track_credit: string | null;
  total_streams: number | null;
  avg_daily_streams: number | null;
  peak_streams: number | null;
  best_position: number | null;
  weeks_on_chart: number;
  data_points: number;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  notes?: Note[];
  errors?: { field: string; message: string }[];
}

// Notes: what must be known of figures, as codes with their parts.

export type DaySpan = [from: string, to: string];
export type NamedArtist = { uuid: string; name: string | null };

export type Note =
  | { code: "not_fetched"; windows: DaySpan[]; reason: string | null }
  | { code: "not_found" | "not_in_plan" | "not_published" | "summed_countries" | "weekly_charts" }
  | { code: "nothing_published"; country: string; from: string; to: string }
  | { code: "no_value"; from: string; to: string }
  | { code: "country_figures"; granularity: string; cadence: string | null }
  | { code: "answered"; from: string; to: string; outcome: string }
  | { code: "announced"; from: string; to: string; announced: number; returned: number }
  | { code: "unreadable_rows"; rows: number }
  | { code: "single_point"; date: string }
  | { code: "single_points"; from: string; to: string }
  | { code: "sum_of_artists"; artists: number }
  | { code: "left_out"; artists: (NamedArtist & { status: string })[] }
  | { code: "no_points"; artists: (NamedArtist & { status: string })[] }
  | { code: "windows_failed"; artists: NamedArtist[] }
  | { code: "not_compared"; periods: NotCompared[] }
  | { code: "chart_days"; stored: number; expected: number; frequency?: string }
  | { code: "metrics"; metrics: string[] }
  | { code: "months_positions_only"; months: number }
  | { code: "positions_only"; tracks: number }
  | NoEntries
  | { code: "not_same_artists"; this?: NamedArtist[]; other?: NamedArtist[] };

export interface NoEntries {
  code: "no_entries";
  artist: NamedArtist;
  platform: string;
  country: string | null;
  from: string;
  to: string;
  frequency: string;
  has_charts: boolean;
  stored: number;
  expected: number;
}

export interface NotCompared {
  which: "this" | "other";
  data_points: number;
  expected_points: number;
}

/** A note of one code. */
export type NoteOf<Code extends Note["code"]> = Extract<Note, { code: Code }>;
