// What the API says of lines it looks up and of rosters it does not take, in Italian.
import type { Sentence } from "../sentences.it.ts";

export const sentences: Sentence[] = [
  ["{number} artists are called so: choose one", "{number} artisti si chiamano così: scegline uno."],
  ["no artist is called exactly so", "Nessun artista si chiama esattamente così."],
  ["Soundcharts knows no artist of this name", "Soundcharts non conosce artisti con questo nome."],
  ["Soundcharts knows no artist at this address", "Soundcharts non conosce artisti a questo indirizzo."],
  [
    "the artist was not found by this address: give the name",
    "L'artista non è stato trovato con questo indirizzo: scrivi il nome.",
  ],
  ["Soundcharts knows no artist with this uuid", "Soundcharts non conosce artisti con questo UUID."],
  ["it has characters that cannot be read", "Contiene caratteri illeggibili."],
  [
    "no artist's name has control characters in it",
    "Il nome di un artista non contiene caratteri di controllo.",
  ],
  ["this Spotify address is not an artist's: {list}", "Questo indirizzo di Spotify non è di un artista."],
  [
    "this Apple Music address is not an artist's: {list}",
    "Questo indirizzo di Apple Music non è di un artista.",
  ],
  [
    "this Soundcharts address is not an artist's: {list}",
    "Questo indirizzo di Soundcharts non è di un artista.",
  ],
  [
    "of YouTube only addresses with /channel/UC… can be looked up, not handles or videos: {list}",
    "Di YouTube si possono cercare solo indirizzi con /channel/UC…, non handle o video.",
  ],
  [
    "A report that comes again cannot be asked for here: leave out how often.",
    "Qui non si può chiedere un report che si ripete: togli la frequenza.",
  ],
  ["There is no roster of this id.", "Questo roster non c'è."],
  [
    "give 2 to 200 characters of an artist's name, or an artist's address",
    "Scrivi da 2 a 200 caratteri del nome di un artista, o un suo indirizzo.",
  ],
];
