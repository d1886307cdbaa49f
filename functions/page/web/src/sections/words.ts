// The texts of sections in general; each has a module like this for its own.

export const words = {
  search: (what: string) => `Filter: ${what}`,
  inWorkbook: "This report is too large to list its rows here. They are in the workbook and the CSV file.",
  before: (figure: string, period: string) => `${figure} in ${period}.`,
  change: "Change:",
  totals: "Totals",
  rows: "Rows",
  none: "There is nothing to show.",
  yes: "Yes",
  no: "No",
  /** What the API calls the sections, in words of the page; in English they are the API's own. */
  offered: {} as Record<string, { title: string; about: string } | undefined>,
  /** Headings of columns that read better than the API's names for them. */
  columns: {
    artist__uuid: "Artist",
    artist__name: "Artist",
    platform__slug: "Platform",
    platform__name: "Platform",
    platform__audience_metric_name: "Metric",
    country_code: "Country",
    difference: "Change",
    difference_percent: "Change %",
  } as Record<string, string | undefined>,
};
