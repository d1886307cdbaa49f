// What the API says of songs, and of songs on Shazam, in Italian.
import type { Sentence } from "../../sentences.it.ts";

export const sentences: Sentence[] = [
  [
    "{rows} of Soundcharts' answer could not be read.",
    "Non leggibili nella risposta di Soundcharts: {rows}.",
  ],
  [
    "The artist's songs could not be listed: {reason}.",
    "Non è stato possibile elencare i brani dell'artista. {reason}",
  ],
  ["Soundcharts lists no songs of the artist.", "Soundcharts non elenca brani dell'artista."],
  ["Came out on {day}, after the period.", "Uscito il {day}, dopo il periodo."],
  ["Came out on a later day, after the period.", "Uscito più tardi, dopo il periodo."],
  ["It came out on {day}, after the period.", "È uscito il {day}, dopo il periodo."],
  ["It came out on a later day, after the period.", "È uscito più tardi, dopo il periodo."],
  [
    "Linked sounds only: videos with other sounds are not counted.",
    "Solo suoni collegati: i video con altri suoni non sono contati.",
  ],
  [
    "{sounds} at the start, {number} at the end: part of the difference is sounds that were linked since.",
    "{sounds} all'inizio, {number} alla fine: parte della differenza si deve a suoni collegati nel frattempo.",
  ],
  [
    "{sounds} at the start, {number} at the end: part of the difference is sounds that are no longer counted.",
    "{sounds} all'inizio, {number} alla fine: parte della differenza si deve a suoni non più contati.",
  ],
  [
    "Not compared: there is no figure of the whole period.",
    "Nessun confronto: manca il dato dell'intero periodo.",
  ],
  ["New: it came out after the period compared with.", "Nuovo: è uscito dopo il periodo di confronto."],
  [
    "Not compared: there is no figure of the whole period compared with.",
    "Nessun confronto: manca il dato dell'intero periodo di confronto.",
  ],
  [
    "Counted over {days} here and over {days2} in the other period.",
    "Contato su {days} qui e su {days2} nell'altro periodo.",
  ],
  [
    "Not compared: no song has figures of both periods.",
    "Nessun confronto: nessun brano ha dati di entrambi i periodi.",
  ],
  [
    "No change is given: no song has figures of both periods.",
    "Nessuna variazione: nessun brano ha dati di entrambi i periodi.",
  ],
  [
    "The change leaves out {song} with a figure in only one of the periods.",
    "La variazione esclude {song} con un dato in uno solo dei periodi.",
  ],
  [
    "The change counts only the {song} with figures in both periods.",
    "Nella variazione contano solo {song}, con dati in entrambi i periodi.",
  ],
  [
    "New since the period compared with, and counted from 0 there: {song}.",
    "Nuovi rispetto al periodo di confronto, dove partono da 0: {song}.",
  ],
  [
    "Counted over more days in one period than in the other: {song}.",
    "Contati su più giorni in un periodo che nell'altro: {song}.",
  ],
  [
    "{song}; Soundcharts does not say how many there are.",
    "{song}; Soundcharts non dice quanti sono in tutto.",
  ],
  [
    "{song} counted; Soundcharts does not say how many there are.",
    "{song} nel conteggio; Soundcharts non dice quanti sono in tutto.",
  ],
  ["Counted: {number} of the artist's {song}.", "Contati: {number} su {song} dell'artista."],
  ["Of {song} not all days could be fetched: {reason}.", "Giorni recuperati solo in parte: {song}. {reason}"],
  [
    "Of {song} not all counts could be fetched: {reason}.",
    "Conteggi recuperati solo in parte: {song}. {reason}",
  ],
  ["New songs could not be listed: {reason}.", "Non è stato possibile elencare i brani nuovi. {reason}"],
  [
    "Left out: {song} whose counter was corrected in the period.",
    "Esclusi perché il contatore è stato corretto nel periodo: {song}.",
  ],
  [
    "Left out, as the counter was corrected in the period: {song}.",
    "Esclusi perché il contatore è stato corretto nel periodo: {song}.",
  ],
  [
    "Counted from a later day, or one value only: {song}.",
    "Contati da un giorno successivo, o con un solo valore: {song}.",
  ],
  ["Counted from a later day: {song}.", "Contati da un giorno successivo: {song}."],
  ["Without a value in the period: {song}.", "Senza valore nel periodo: {song}."],
  ["Without a count in the period: {song}.", "Senza conteggio nel periodo: {song}."],
  ["Without any Shazam count: {song}.", "Senza alcun conteggio di Shazam: {song}."],
  [
    "Shazam counts are not in the Soundcharts plan in use: {song}.",
    "Conteggi di Shazam non compresi nel piano Soundcharts in uso: {song}.",
  ],
  ["Not out yet: {song}.", "Non ancora usciti: {song}."],
  [
    "Not in the Soundcharts plan in use: figures of {song}.",
    "Dati non compresi nel piano Soundcharts in uso: {song}.",
  ],
  ["{song} of Soundcharts' list could not be read.", "Non leggibili nell'elenco di Soundcharts: {song}."],
  [
    "Left out: {newSongs}, as only the newest are looked at.",
    "Esclusi: {newSongs}, perché si guardano solo i più recenti.",
  ],
  [
    "There may be more new songs: Soundcharts' list of them goes on for longer than it is read.",
    "Potrebbero esserci altri brani nuovi: l'elenco di Soundcharts continua oltre quanto viene letto.",
  ],
  [
    "{song} of Soundcharts' list of new ones could not be read, or did not come.",
    "Nell'elenco dei brani nuovi di Soundcharts non leggibili o non arrivati: {song}.",
  ],
  [
    "Counted from {day}, as there is no value of the 7 days before the period.",
    "Contato dal {day}, perché manca un valore dei 7 giorni prima del periodo.",
  ],
  [
    "Counted from {day}, the first day with a value that came.",
    "Contato dal {day}, il primo giorno di cui è arrivato un valore.",
  ],
  ["Counted from {day}: {days}.", "Contato dal {day}: {days}."],
  ["Counted to {day}, the last day with a value.", "Contato fino al {day}, l'ultimo giorno con un valore."],
  ["Some of the days could not be fetched: {reason}.", "Alcuni giorni non sono stati recuperati. {reason}"],
  ["One value: there is no difference to give.", "Un solo valore: non c'è una differenza da indicare."],
  [
    "The counter was corrected between {day} and {day2}, from {number} to {number2}: what was gained across that cannot be told.",
    "Il contatore è stato corretto tra il {day} e il {day2}, da {number} a {number2}: l'incremento a cavallo dei due giorni non si può indicare.",
  ],
  ["Could not be fetched: {reason}.", "Non recuperato. {reason}"],
  ["Soundcharts has no figures of this song here.", "Soundcharts non ha dati di questo brano qui."],
  ["No value in the period came.", "Non è arrivato alcun valore del periodo."],
  ["No value in the period.", "Nessun valore nel periodo."],
  ["{rows} that Soundcharts announced did not come.", "Annunciate da Soundcharts e non arrivate: {rows}."],
  [
    "Shazam counts are not published by country: to date and gained are blank.",
    "I conteggi di Shazam non sono pubblicati per paese: totale e nuovi Shazam restano vuoti.",
  ],
  [
    "Ranks on charts could not be fetched: {reason}.",
    "Non è stato possibile recuperare le posizioni in classifica. {reason}",
  ],
  ["Ranks on charts could not be fetched.", "Non è stato possibile recuperare le posizioni in classifica."],
  [
    "Ranks on charts are not in the Soundcharts plan in use.",
    "Il piano Soundcharts in uso non comprende le posizioni in classifica.",
  ],
  [
    "Soundcharts has no chart entries of this artist.",
    "Soundcharts non ha presenze in classifica di questo artista.",
  ],
  [
    "Ranks are of the {number} chart entries ranked last: there are more, so that charts and better ranks may be missing.",
    "Le posizioni sono delle {number} presenze in classifica più recenti: ce ne sono altre, quindi possono mancare classifiche e posizioni migliori.",
  ],
  [
    "Lists of songs are not in the Soundcharts plan in use: here are those on charts.",
    "Il piano Soundcharts in uso non comprende gli elenchi dei brani: qui ci sono quelli in classifica.",
  ],
  [
    "Soundcharts has no list of this artist's songs: only charted songs are here.",
    "Soundcharts non ha un elenco dei brani di questo artista: qui ci sono solo quelli in classifica.",
  ],
  [
    "It was on charts in the period, but what rank it had then is not told.",
    "Era in classifica nel periodo, ma la posizione di allora non è indicata.",
  ],
  [
    "Its best rank is that of {day}: no peak of the period is better.",
    "La posizione migliore è quella del {day}: nessun picco del periodo la supera.",
  ],
  [
    "Its Shazam count was not asked for: of the songs on charts at most {number} more are counted.",
    "Il suo conteggio di Shazam non è stato richiesto: dei brani in classifica se ne contano al massimo altri {number}.",
  ],
  ["On no Shazam chart in the period, {period}.", "In nessuna classifica di Shazam nel periodo, {period}."],
  [
    "{entries} of Soundcharts' answer could not be read, or not wholly.",
    "Non leggibili, o solo in parte, nella risposta di Soundcharts: {entries}.",
  ],
  [
    "When songs on charts came out could not be fetched: {reason}.",
    "Non è stato possibile recuperare le date di uscita dei brani in classifica. {reason}",
  ],
];
