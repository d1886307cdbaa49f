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
}

export interface Unanswerable {
  artist__uuid: string;
  platform__slug: string;
  status: string;
  reason: string;
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
  result?: Result;
  result_url?: string;
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

/** What there is to know of figures, by code; its parts are beside the code. */
export interface Note {
  code: string;
  [part: string]: unknown;
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
  note: string;
}

export interface NoTracks extends OfCharts {
  success: false;
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
  errors?: { field: string; message: string }[];
}
