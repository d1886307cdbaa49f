// What the API says of sections, in Italian: of all of them, and of each.
import type { Sentence } from "../sentences.it.ts";
import { sentences as engagement } from "./engagement/sentences.it.ts";
import { sentences as moments } from "./moments/sentences.it.ts";
import { sentences as places } from "./places/sentences.it.ts";
import { sentences as playlists } from "./playlists/sentences.it.ts";
import { sentences as radio } from "./radio/sentences.it.ts";
import { sentences as songs } from "./songs/sentences.it.ts";
import { sentences as tracks } from "./tracks/sentences.it.ts";

const general: Sentence[] = [
  ["There is nothing: each total says why.", "Non c'è niente: ogni totale dice perché."],
  ["There are none: each total says why.", "Non ce ne sono: ogni totale dice perché."],
  ["No platform of the report has figures by place.", "Nessuna piattaforma del report ha dati per luogo."],
  [
    "Some of the period could not be fetched: {reason}.",
    "Una parte del periodo non è stata recuperata. {reason}",
  ],
  [
    "Some of the period, or of the days before it, could not be fetched: {reason}.",
    "Una parte del periodo o dei giorni precedenti non è stata recuperata. {reason}",
  ],
  [
    "Soundcharts knows no such artist, or nothing of it on {name}.",
    "Soundcharts non conosce questo artista, o non ha nulla su {name}.",
  ],
  [
    "Soundcharts knows no such artist, or no songs of it.",
    "Soundcharts non conosce questo artista, o nessun suo brano.",
  ],
  [
    "Radio spins are not in the Soundcharts plan in use.",
    "Il piano Soundcharts in uso non comprende i passaggi in radio.",
  ],
  [
    "Lists of songs are not in the Soundcharts plan in use.",
    "Il piano Soundcharts in uso non comprende gli elenchi dei brani.",
  ],
  [
    "Figures of songs are not in the Soundcharts plan in use.",
    "Il piano Soundcharts in uso non comprende i dati dei brani.",
  ],
  [
    "Videos of {name} are not in the Soundcharts plan in use.",
    "Il piano Soundcharts in uso non comprende i video di {name}.",
  ],
  [
    "What {name} counts is not in the Soundcharts plan in use.",
    "Il piano Soundcharts in uso non comprende i conteggi di {name}.",
  ],
  ["{about} are not in the Soundcharts plan in use.", "Il piano Soundcharts in uso non comprende {about}."],
  ["{about} are not published by country or city.", "{about}: dati non pubblicati per paese o città."],
  [
    "What posts and videos gain is not published by country.",
    "I risultati di post e video non sono pubblicati per paese.",
  ],
  [
    "Counts and reach of playlists are not published by country.",
    "I conteggi e la reach delle playlist non sono pubblicati per paese.",
  ],
  ["{name} totals of songs are not published.", "{name} – totali dei brani non pubblicati."],
  [
    "Totals of songs are not published by country. For {country} see its charts (tracks) and radio.",
    "I totali dei brani non sono pubblicati per paese. Per {country} vedi le classifiche e la radio.",
  ],
  [
    "{name} totals of songs are not published by country. For {country} see its charts (tracks) and radio.",
    "{name} – totali dei brani non pubblicati per paese. Per {country} vedi le classifiche e la radio.",
  ],
  ["{about} are not published by country.", "{about}: dati non pubblicati per paese."],
  ["{name} is not known to have charts.", "Non risulta che {name} abbia classifiche."],
];

/** Those of a section by itself come after those that any of them may say. */
export const sentences: Sentence[] = [
  general,
  ...[tracks, places, songs, radio, playlists, engagement, moments],
].flat();
