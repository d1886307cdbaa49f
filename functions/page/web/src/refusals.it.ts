// What the API says of fields it does not take and of requests it refuses, in Italian.
import type { Sentence } from "./sentences.it.ts";

export const sentences: Sentence[] = [
  ["this field is required", "Questo campo è obbligatorio."],
  ["give at least one", "Indicane almeno uno."],
  ["give at most {number}", "Indicane al massimo {number}."],
  ["give a whole number from 1 to {number}", "Indica un numero intero da 1 a {number}."],
  ["give a calendar date as YYYY-MM-DD", "Indica una data valida."],
  ["give one of {list}", "Questo valore non è tra quelli possibili."],
  ["must not be after end_date", "Il primo giorno non può venire dopo l'ultimo."],
  ["the first day that can be asked for is {iso}", "Il primo giorno che si può chiedere è {iso}."],
  [
    "the last day there can be data for is today, {iso} (UTC)",
    "L'ultimo giorno che può avere dati è oggi, {iso} (UTC).",
  ],
  ["at most {days}, both dates included", "Al massimo {days}, compresi il primo e l'ultimo."],
  [
    "give an ISO 3166-1 alpha-2 country code such as IT, or leave it out for worldwide",
    "Scegli un paese dall'elenco, o nessuno per tutto il mondo.",
  ],
  ["and {number} more mistakes", "E altri {number} errori."],
  [
    "this Idempotency-Key was used for another request",
    "Questa richiesta è già stata usata per un altro report.",
  ],
];
