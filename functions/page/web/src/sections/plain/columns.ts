// Tables of answers the page knows nothing of: which columns they have, and what stands in them.
import { country, day, figure, NONE, part, percent, readable } from "../../format.ts";
import { moment } from "../../moments.ts";
import type { Names } from "../../names.ts";
import type { Kind, Sortable } from "../../sorting.ts";
import { words as common } from "../../words.ts";
import { words } from "../words.ts";

/** A total or a row of a section (contract 10); what is no text, number or truth value is not shown. */
export type Fields = Readonly<Record<string, unknown>>;
type Scalar = string | number | boolean;

export interface PlainColumn {
  key: string;
  label: string;
  kind: Kind;
  value(record: Fields): Sortable;
  text(record: Fields): string;
}

export interface PlainTable {
  columns: PlainColumn[];
  /** The records with the names of those that came with their ids alone. */
  rows: Fields[];
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** Ids beside which there are names. */
const ID = /(^|_)(uuid|slug)$/;
const LAST = ["status", "note"];

export function plainTable(records: readonly Fields[], names: Names): PlainTable {
  const named = records.map((record) => withNames(record, names));
  const columns = [...new Set(named.flatMap(Object.keys))]
    .filter((key) => !ID.test(key) && isShown(named, key))
    .sort((one, other) => LAST.indexOf(one) - LAST.indexOf(other))
    .map((key) => ({
      key,
      label: headingOf(key),
      kind: kindOf(named.map((record) => record[key]).filter((value) => value != null)),
      value: (record: Fields) => sortedBy(key, record[key], names),
      text: (record: Fields) => written(key, record[key], names),
    }));
  return { columns, rows: named };
}

const isTime = (value: unknown): boolean =>
  typeof value === "string" && (DAY.test(value) || MOMENT.test(value));

function kindOf(values: unknown[]): Kind {
  if (values.every((value) => typeof value === "number")) return "number";
  return values.every(isTime) ? "day" : "text";
}

/** Days are sorted as they come, anything else that is no number as it is read. */
function sortedBy(key: string, value: unknown, names: Names): Sortable {
  if (value == null) return null;
  return typeof value === "number" || isTime(value) ? (value as Sortable) : written(key, value, names);
}

/** Names the artist and the platform of a record that has but their ids; those two come first. */
function withNames(record: Fields, names: Names): Fields {
  const { artist__uuid: uuid, platform__slug: slug } = record;
  const artist = typeof uuid === "string" ? { artist__name: record.artist__name ?? names.artist(uuid) } : {};
  const platform =
    typeof slug === "string" ? { platform__name: record.platform__name ?? names.platform(slug) } : {};
  return { ...artist, ...platform, ...record, ...artist, ...platform };
}

/** Says whether a column has something in it, and nothing that is made of parts. */
function isShown(records: readonly Fields[], key: string): boolean {
  const values = records.map((record) => record[key]).filter((value) => value != null);
  return values.length > 0 && values.every(isScalar);
}

function isScalar(value: unknown): value is Scalar {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** Gives what a column is called: "track__name" and "track_name" are the "Track". */
function headingOf(key: string): string {
  return words.columns[key] ?? readable(key.replace(/__?name$/, "").replaceAll("__", "_"));
}

function written(key: string, value: unknown, names: Names): string {
  if (!isScalar(value)) return NONE;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") {
    if (/(^|_)percent$/.test(key)) return percent(value);
    return /(^|_)(share|rate)$/.test(key) ? part(value) : figure(value);
  }
  if (key === "status")
    return (common.status as Record<string, string | undefined>)[value] ?? readable(value);
  if (/(^|_)country(_code)?$/.test(key) && /^[A-Z]{2}$/.test(value)) return country(value);
  if (DAY.test(value)) return day(value);
  return MOMENT.test(value) ? moment(value) : names.inText(value);
}
