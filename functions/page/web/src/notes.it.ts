// What must be known of figures, in Italian, by the API's code.
import { country, day, listed, period, whole } from "./format.ts";
import { counted } from "./grammar.it.ts";
import { periodName } from "./moments.ts";
import type { ArtistWithStatus, DaySpan, NamedArtist, TooFewPoints } from "./openapi.d.ts";
import { plural } from "./plurals.ts";
import { reasonWords } from "./reasons.it.ts";
import { reasonIn } from "./reasons.ts";
import { statusWords } from "./status.it.ts";
import type { words as english } from "./words.ts";

const named = (artists: NamedArtist[]): string => artists.map(({ name }) => name).join(", ");

export const noteWords: (typeof english)["notes"] = {
  not_fetched: ({ windows, reason }) =>
    `Non recuperato: ${spans(windows)}.${reason ? ` ${reasonWords[reasonIn(reason)]}` : ""}`,
  not_found: (_, about) =>
    `Soundcharts non conosce questo artista${about && `, o non ha nulla su ${about}`}.`,
  not_in_plan: (_, about) => `Il piano Soundcharts in uso non comprende ${about || "questo dato"}.`,
  not_published: (_, about) =>
    about ? `${about}: dati non pubblicati per paese.` : "Questo dato non è pubblicato per paese.",
  nothing_published: ({ country: code, from, to }, _about = "", { noneDue } = {}) =>
    noneDue
      ? `Nessun lunedì nel periodo ${period(from, to)}: è il giorno a cui si riferiscono questi dati.`
      : `Nessun dato pubblicato nel periodo ${period(from, to)} (${country(code)}).`,
  no_value: ({ from, to }) => `Soundcharts non ha valori nel periodo ${period(from, to)}.`,
  few_points: ({ data_points, expected_points }) =>
    `Rilevato ${counted(data_points, "volta", "volte")} su ${whole(expected_points)} possibili.`,
  country_figures: ({ granularity, cadence }, _about = "", { blank } = {}) =>
    granularity === "top_cities"
      ? `${blank ? "Per paese è" : "Valore minimo:"} la somma delle città del paese tra le 50 più grandi dell'artista${often(cadence)}.`
      : `Pubblicato solo per i mercati più grandi${often(cadence)}.`,
  answered: ({ from, to, outcome }) =>
    `Per ${period(from, to)} Soundcharts ha risposto: ${statusWord(outcome)}.`,
  announced: ({ from, to, announced, returned }) =>
    `Per ${period(from, to)} Soundcharts ha annunciato ${counted(announced, "valore", "valori")} e ne ha forniti ${whole(returned)}.`,
  unreadable_rows: ({ rows }) =>
    `${counted(rows, "valore", "valori")} di Soundcharts non ${plural(rows, "era leggibile ed è escluso", "erano leggibili e sono esclusi")}.`,
  single_point: ({ date }) => `Un solo valore, ${day(date)}: non c'è una variazione da indicare.`,
  single_points: ({ from, to }) =>
    `Un solo valore per artista, ${period(from, to)}: non c'è una variazione da indicare.`,
  cities_changed: (note) =>
    `Il primo dato è la somma di ${counted(note.cities_from, "città", "città")} (${day(note.from)}), l'ultimo di ${counted(note.cities_to, "città", "città")} (${day(note.to)}): parte della differenza si deve a città entrate o uscite dalle prime 50 dell'artista. ${
      note.cities_on_both
        ? `${plural(note.cities_on_both, "L'unica città presente in entrambi i giorni è passata", `Le ${whole(note.cities_on_both)} città presenti in entrambi i giorni sono passate`)} da ${whole(note.value_from)} a ${whole(note.value_to)}.`
        : "Nessuna era presente in entrambi i giorni."
    }`,
  artists_cities_changed: ({ artists }) =>
    `Parte della differenza si deve a città entrate o uscite dalle prime 50 di ${named(artists)}.`,
  artists_few_points: ({ artists }) =>
    `Rilevati di rado: ${artists.map(({ name, data_points, expected_points }) => `${name} (${counted(data_points, "volta", "volte")} su ${whole(expected_points)} possibili)`).join(", ")}.`,
  sum_of_artists: ({ artists }) =>
    `Somma di ${counted(artists, "artista", "artisti")}: una persona conta una volta per ognuno.`,
  left_out: ({ artists }) => `Esclusi: ${withStatus(artists)}.`,
  no_points: ({ artists }) => `Senza valori: ${withStatus(artists)}.`,
  windows_failed: ({ artists }) => `Recuperati in parte: ${named(artists)}.`,
  not_compared: ({ periods }) => `Nessun confronto: ${periods.map(tooFew).join(", e ")}.`,
  not_same_artists: ({ this: now = [], other = [] }) =>
    `Nessun confronto: le somme non riguardano gli stessi artisti.${onlyIn("in questo periodo", now)}${onlyIn("nel periodo di confronto", other)}`,
  chart_days: ({ stored, expected, frequency }) =>
    stored < expected ? `Da ${chartDays(stored, expected, frequency)}: i dati reali sono almeno questi.` : "",
  metrics: ({ metrics }) => `I dati sono: ${listed(metrics)}.`,
  months_positions_only: () => "Nei mesi senza dato le classifiche hanno indicato solo le posizioni.",
  summed_countries: () =>
    "Dove la classifica mondiale non ha il dato di un brano, vale la somma delle classifiche dei paesi: un valore minimo.",
  weekly_charts: () =>
    "Da classifiche settimanali: valori e massimi sono settimanali, le medie sono ripartite su sette giorni.",
  positions_only: ({ tracks }) =>
    `${counted(tracks, "brano", "brani")} senza dato: le classifiche indicano solo le posizioni.`,
  no_entries: ({ artist, platform, country: code, from, to, stored, expected, frequency }) =>
    stored === 0
      ? `Non si sa: di questo periodo non è ${frequency === "weekly" ? "conservata alcuna settimana" : "conservato alcun giorno"} di classifica.`
      : `Nessun brano di ${artist.name} nelle classifiche di ${platform}${code ? ` (${country(code)})` : ""} per ${periodName(from, to)}: ` +
        `${plural(stored, "è conservato", "sono conservati")} ${chartDays(stored, expected, frequency)}.`,
};

export function chartDays(stored: number, expected: number, frequency = "daily"): string {
  const of =
    frequency === "weekly"
      ? counted(expected, "settimana di classifica", "settimane di classifica")
      : counted(expected, "giorno di classifica", "giorni di classifica");
  return `${whole(stored)} su ${of}`;
}

function spans(windows: DaySpan[]): string {
  return windows.map(([from, to]) => period(from, to)).join(", ");
}

function often(cadence: string | null): string {
  const known: Record<string, string> = {
    daily: "ogni giorno",
    weekly: "una volta a settimana",
    about_weekly: "circa una volta a settimana",
    monthly: "una volta al mese",
    every_few_days: "ogni pochi giorni",
  };
  const word = cadence && known[cadence];
  return word ? `, ${word}` : "";
}

const statusWord = (status: string): string =>
  ((statusWords.status as Record<string, string>)[status] ?? status.replaceAll("_", " ")).toLowerCase();

const withStatus = (artists: ArtistWithStatus[]): string =>
  artists.map(({ name, status }) => `${name} (${statusWord(status)})`).join(", ");

const onlyIn = (period: string, artists: NamedArtist[]): string =>
  artists.length ? ` Solo ${period}: ${named(artists)}.` : "";

function tooFew({ which, data_points, expected_points }: TooFewPoints): string {
  const whose = which === "this" ? "questo periodo" : "il periodo di confronto";
  return expected_points
    ? `${whose} ha ${whole(data_points)} dei ${whole(expected_points)} valori possibili, e ne serve la metà`
    : `${which === "this" ? "in questo periodo" : "nel periodo di confronto"} non c'è alcun valore`;
}
