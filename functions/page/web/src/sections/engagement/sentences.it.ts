// What the API says of engagement, in Italian.
import type { Sentence } from "../../sentences.it.ts";

export const sentences: Sentence[] = [
  [
    "Soundcharts has neither mentions nor the texts of comments, so sentiment cannot be measured, and none is guessed from likes.",
    "Soundcharts non ha né menzioni né i testi dei commenti: il sentiment non si può misurare, e non viene dedotto dai like.",
  ],
  [
    "Some of the counts of {period} could not be fetched: {reason}.",
    "Conteggi recuperati solo in parte: {period}. {reason}",
  ],
  [
    "Some of the counts of the period compared with could not be fetched: {reason}.",
    "I conteggi del periodo di confronto sono stati recuperati solo in parte. {reason}",
  ],
  ["There are no values of {measures} for {period}.", "Nessun valore per {period}: {measures}."],
  [
    "Of {measures} there is one day with a value only: nothing can be said of a gain.",
    "Un solo giorno con un valore ({measures}): non si può dire nulla di un incremento.",
  ],
  ["Soundcharts has no {measures} for {name}.", "Soundcharts non ha {measures} per {name}."],
  [
    "Soundcharts has no engagement figures ({measures}) of the artist on {name} for {period}.",
    "Soundcharts non ha dati di engagement ({measures}) dell'artista su {name} per {period}.",
  ],
  [
    "For {iso} to {iso2} Soundcharts announced {number} rows and returned {number2}.",
    "Per {iso}–{iso2} Soundcharts ha annunciato {number} righe e ne ha fornite {number2}.",
  ],
  ["Gained from {from} to {day}.", "Incremento dal {from} al {day}."],
  ["Of {measures} the gain is from {from} to {day}.", "Incremento dal {from} al {day}: {measures}."],
  ["The videos could not be fetched: {reason}.", "Non è stato possibile recuperare i video. {reason}"],
  [
    "Soundcharts lists no videos of the artist on {name}.",
    "Soundcharts non elenca video dell'artista su {name}.",
  ],
  [
    "The list of videos was read no further than {number}: there may be more in the period.",
    "L'elenco dei video è stato letto solo fino a {number}: nel periodo potrebbero essercene altri.",
  ],
  [
    "Soundcharts announced {videos} and listed {number}.",
    "Soundcharts ha annunciato {videos} e ne ha elencati {number}.",
  ],
  [
    "Left out as nobody says when it was published: {videos}.",
    "Esclusi perché nessuno dice quando sono stati pubblicati: {videos}.",
  ],
  [
    "No video of the period is listed, so there is no engagement rate.",
    "Nessun video del periodo è in elenco, quindi non c'è un tasso di engagement.",
  ],
  [
    "{number} of {videos} is not in the engagement rate, because views, likes or comments are missing.",
    "Esclusi dal tasso di engagement perché mancano visualizzazioni, like o commenti: {number} su {videos}.",
  ],
  [
    "{number} of {videos} are not in the engagement rate, because views, likes or comments are missing.",
    "Esclusi dal tasso di engagement perché mancano visualizzazioni, like o commenti: {number} su {videos}.",
  ],
  ["No rate: {measures} not known.", "Nessun tasso: {measures} non noti."],
  ["No rate: there are no views.", "Nessun tasso: non ci sono visualizzazioni."],
  [
    "Not compared: for {measures} the values do not reach over at least half of this period.",
    "Nessun confronto ({measures}): i valori non coprono almeno metà di questo periodo.",
  ],
  [
    "Not compared: for {measures} the values do not reach over at least half of the period compared with.",
    "Nessun confronto ({measures}): i valori non coprono almeno metà del periodo di confronto.",
  ],
  [
    "Not compared: for {measures} the values do not reach over at least half of both periods.",
    "Nessun confronto ({measures}): i valori non coprono almeno metà di entrambi i periodi.",
  ],
  [
    "Gained over {days} here and over {days2} in the period compared with: {measures}.",
    "Incremento su {days} qui e su {days2} nel periodo di confronto: {measures}.",
  ],
];
