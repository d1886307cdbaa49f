// What is put into the API's sentences: how it reads in English, and how it is written in Italian.
import { apiWords } from "./api-words.ts";
import { countryIn } from "./countries.it.ts";
import { day, dayOfYear, listed, period, whole } from "./format.ts";
import { counted } from "./grammar.it.ts";
import { periodName } from "./moments.ts";
import { reasonWords } from "./reasons.it.ts";
import { reasonIn } from "./reasons.ts";
import { statusWords } from "./status.it.ts";

/** How a part reads in English, and what it is in Italian; null where it is something else. */
interface Part {
  english: string;
  italian(text: string): string | null;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/** A name, which may have a full stop in it but not at the end of a sentence. */
const NAME = "(?:[^.,:;]|\\.(?! ))+?";

const numberIn = (text: string): number => Number(text.replaceAll(",", ""));

const things = (english: string, one: string, many: string): Part => ({
  english: `[\\d,]+ ${english}`,
  italian: (text) => counted(numberIn(text.split(" ", 1)[0]!), one, many),
});

/** What a sentence may have in it, by its name there. */
export const PARTS: Record<string, Part> = {
  number: { english: "[\\d,]+", italian: (text) => whole(numberIn(text)) },
  song: things("songs?", "brano", "brani"),
  newSongs: things("new songs?", "brano nuovo", "brani nuovi"),
  days: things("days?", "giorno", "giorni"),
  stations: things("stations?", "emittente", "emittenti"),
  spins: things("spins?", "passaggio", "passaggi"),
  broadcasts: things("broadcasts?", "messa in onda", "messe in onda"),
  videos: things("videos?", "video", "video"),
  rows: things("rows?", "riga", "righe"),
  parts: things("parts?", "parte", "parti"),
  cities: things("(?:city|cities)", "città", "città"),
  sounds: things("sounds?", "suono", "suoni"),
  placements: things("placements?", "inserimento", "inserimenti"),
  entries: things("chart (?:entry|entries)", "presenza in classifica", "presenze in classifica"),
  charts: { english: "[\\d,]+ (?:daily|weekly) charts?", italian: chartsIn },
  day: { english: "\\d[\\w ]*?\\d{4}", italian: dayIn },
  iso: { english: "\\d{4}-\\d\\d-\\d\\d", italian: day },
  period: { english: "[\\w ,–]+?", italian: periodsIn },
  reason: { english: ".+?", italian: (text) => reasonWords[reasonIn(text)] },
  about: { english: NAME, italian: aboutIn },
  name: { english: NAME, italian: (text) => text },
  country: { english: NAME, italian: countryIn },
  measures: { english: "[a-z ,]+?", italian: measuresIn },
  from: { english: "\\d[\\w ]*?", italian: fromIn },
  cadence: { english: "[^:;]+?", italian: (text) => apiWords.cadences[text] ?? null },
  lacks: { english: "[a-z ,]+?", italian: lacksIn },
  ofWhom: { english: ".+?(?:\\)|and [\\d,]+ more)", italian: ofWhomIn },
  list: { english: ".+", italian: () => "" },
  status: { english: "[a-z ]+?", italian: statusIn },
};

function chartsIn(text: string): string {
  const [number, frequency] = text.split(" ") as [string, string];
  return frequency === "weekly"
    ? counted(numberIn(number), "classifica settimanale", "classifiche settimanali")
    : counted(numberIn(number), "classifica giornaliera", "classifiche giornaliere");
}

function dayIn(text: string): string | null {
  const iso = isoOf(text);
  return iso && day(iso);
}

/** Reads the first day of two, without what it has in common with the last. */
function fromIn(text: string): string | null {
  if (/^\d+$/.test(text)) return text;
  if (/\d{4}$/.test(text)) return dayIn(text);
  const iso = isoOf(text, "2000");
  return iso && dayOfYear(iso);
}

/** Reads "1 November 2026"; what of it the end of a period has as well may be missing. */
function isoOf(text: string, end = ""): string | null {
  const found = /^(\d{1,2})(?: ([A-Z][a-z]+))?(?: (\d{4}))?$/.exec(text);
  if (!found) return null;
  const [, dayOfMonth, monthName, year = end.slice(0, 4)] = found;
  const month = monthName ? MONTHS.indexOf(monthName) + 1 : Number(end.slice(5, 7));
  return month && year ? `${year}-${String(month).padStart(2, "0")}-${dayOfMonth!.padStart(2, "0")}` : null;
}

const lastOf = (year: string, month: number): string =>
  new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10);

function periodIn(text: string): string | null {
  if (/^\d{4}$/.test(text)) return text;
  const quarter = /^Q([1-4]) (\d{4})$/.exec(text);
  if (quarter) return `${quarter[1]}° trimestre ${quarter[2]}`;
  const [, name, year] = /^([A-Z][a-z]+) (\d{4})$/.exec(text) ?? [];
  if (name && year) {
    const month = MONTHS.indexOf(name) + 1;
    return month ? periodName(`${year}-${String(month).padStart(2, "0")}-01`, lastOf(year, month)) : null;
  }
  const [from, to] = text.split(/ to | – /) as [string, string | undefined];
  if (to === undefined) return dayIn(from);
  if (/^\d{4}$/.test(from) && /^\d{4}$/.test(to)) return `${from}–${to}`;
  const end = isoOf(to);
  const start = end && isoOf(from, end);
  return start && end && period(start, end);
}

function periodsIn(text: string): string | null {
  const written = text.split(/, | and /).map((each) => (each ? periodIn(each) : null));
  return written.every((each) => each !== null) ? listed(written) : null;
}

/** Words a metric that stands behind the name of its platform. */
function aboutIn(text: string): string {
  const known = Object.entries(apiWords.metrics).find(([name]) => text.toLowerCase().endsWith(` ${name}`));
  return known ? `${text.slice(0, -known[0].length)}${known[1]}` : text;
}

/** Words the rows of a report that are named by artist and metric, with how many more there are. */
function ofWhomIn(text: string): string {
  return text
    .replace(/\(([^()]+)\)/g, (_, about: string) => `(${aboutIn(about)})`)
    .replaceAll(") and ", ") e ")
    .replace(/([\d,]+) more$/, (_, more: string) =>
      more === "1" ? "un'altra" : `altre ${whole(numberIn(more))}`,
    );
}

function measuresIn(text: string): string | null {
  const names = text.split(/, | and /).map((name) => apiWords.metrics[name]);
  return names.every((name) => name !== undefined) ? listed(names) : null;
}

const LACKS: Record<string, string | undefined> = {
  "some counts and reach": "parte dei conteggi e della reach",
  "some placements": "parte degli inserimenti",
  "the placements with most followers": "gli inserimenti con più follower",
};

function lacksIn(text: string): string | null {
  const names = text.split(", ").map((name) => LACKS[name]);
  return names.every((name) => name !== undefined) ? listed(names) : null;
}

function statusIn(text: string): string | null {
  const known = (statusWords.status as Record<string, string>)[text.replaceAll(" ", "_")];
  return known?.toLowerCase() ?? null;
}
