// What the API says of radio, in Italian.
import type { Sentence } from "../../sentences.it.ts";

export const sentences: Sentence[] = [
  ["The spins could not be fetched: {reason}.", "Non è stato possibile recuperare i passaggi. {reason}"],
  [
    "Spins on the stations that Soundcharts monitors; other stations are not known.",
    "Passaggi sulle emittenti monitorate da Soundcharts; le altre non sono note.",
  ],
  [
    "No spins on the stations that Soundcharts monitors; other stations are not known.",
    "Nessun passaggio sulle emittenti monitorate da Soundcharts; le altre non sono note.",
  ],
  [
    "Spins on the stations in {country} that Soundcharts monitors; other stations are not known.",
    "Passaggi sulle emittenti monitorate da Soundcharts ({country}); le altre non sono note.",
  ],
  [
    "No spins on the stations in {country} that Soundcharts monitors; other stations are not known.",
    "Nessun passaggio sulle emittenti monitorate da Soundcharts ({country}); le altre non sono note.",
  ],
  [
    "Spins of the last {days} may still be added.",
    "Possono ancora aggiungersi passaggi degli ultimi {days}.",
  ],
  ["The spins of {period} could not be fetched: {reason}.", "Passaggi non recuperati: {period}. {reason}"],
  ["Soundcharts has no spins of {period}.", "Soundcharts non ha passaggi per {period}."],
  [
    "The spins of {period} are not in the Soundcharts plan in use.",
    "Il piano Soundcharts in uso non comprende i passaggi di {period}.",
  ],
  ["The spins of {stations} could not be read.", "Passaggi non leggibili di {stations}."],
  [
    "The broadcasts of {period} could not be fetched: {reason}.",
    "Messe in onda non recuperate: {period}. {reason}",
  ],
  [
    "Soundcharts does not deliver the broadcasts of {period}.",
    "Soundcharts non fornisce le messe in onda di {period}.",
  ],
  ["The time or the song of {broadcasts} could not be read.", "Ora o brano non leggibili di {broadcasts}."],
  [
    "The stations have {spins}, while Soundcharts gives {broadcasts}.",
    "Le emittenti hanno {spins}, mentre Soundcharts indica {broadcasts}.",
  ],
  [
    "Spins by song and by day are not listed, as there are so many more broadcasts than spins.",
    "I passaggi per brano e per giorno non sono elencati, perché le messe in onda sono molte più dei passaggi.",
  ],
  [
    "Spins by song and by day are not listed, as their list was not told to its end.",
    "I passaggi per brano e per giorno non sono elencati, perché il loro elenco non è stato fornito fino alla fine.",
  ],
  [
    "Spins by song and by day are listed only up to {number} spins in a period.",
    "I passaggi per brano e per giorno sono elencati solo fino a {number} in un periodo.",
  ],
  [
    "This period has {days} and the one compared with {number}.",
    "Questo periodo ha {days} e quello di confronto {number}.",
  ],
  [
    "{stations} had spins only in the period compared with: they have no row, and are in this change alone.",
    "Con passaggi solo nel periodo di confronto: {stations}. Non hanno una riga e contano solo in questa variazione.",
  ],
  [
    "Not compared: not all of this period could be fetched.",
    "Nessun confronto: questo periodo non è stato recuperato per intero.",
  ],
  [
    "Not compared: not all of the period compared with could be fetched.",
    "Nessun confronto: il periodo di confronto non è stato recuperato per intero.",
  ],
  [
    "Not compared: not all spins of this period are known.",
    "Nessun confronto: non tutti i passaggi di questo periodo sono noti.",
  ],
  [
    "Not compared: not all spins of the period compared with are known.",
    "Nessun confronto: non tutti i passaggi del periodo di confronto sono noti.",
  ],
  [
    "Not compared: the spins of this period are {status}.",
    "Nessun confronto per questo periodo: passaggi, {status}.",
  ],
  [
    "Not compared: the spins of the period compared with are {status}.",
    "Nessun confronto per il periodo di confronto: passaggi, {status}.",
  ],
];
