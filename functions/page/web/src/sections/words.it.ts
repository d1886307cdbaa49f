// The texts of sections in general, in Italian.
import type { words as english } from "./words.ts";

export const words: typeof english = {
  search: (what) => `Filtra: ${what}`,
  inWorkbook: "Questo report è troppo grande per elencare qui le righe. Sono nel file Excel e nel file CSV.",
  before: (figure, period) => `${figure} nel periodo ${period}.`,
  change: "Variazione:",
  totals: "Totali",
  rows: "Righe",
  none: "Non c'è niente da mostrare.",
  yes: "Sì",
  no: "No",
  offered: {
    tracks: { title: "Classifiche", about: "i brani di ogni artista nelle classifiche delle piattaforme" },
    places: { title: "Luoghi", about: "dov'è il pubblico di ogni artista: paesi e città" },
    songs: { title: "Brani", about: "quanto è cresciuto ogni brano nel periodo, in classifica o no" },
    radio: { title: "Radio", about: "quante volte ogni artista è passato sulle radio monitorate" },
    playlists: {
      title: "Playlist",
      about: "le playlist in cui i brani di ogni artista sono presenti, aggiunti o rimossi",
    },
    shazam: {
      title: "Shazam",
      about: "quanti Shazam hanno ottenuto i brani, e dove sono in classifica",
    },
    engagement: { title: "Engagement", about: "quanto hanno ottenuto post e video, con like e commenti" },
    moments: { title: "Momenti", about: "i giorni in cui un dato era lontano dal suo valore abituale" },
  },
  columns: {
    artist__uuid: "Artista",
    artist__name: "Artista",
    platform__slug: "Piattaforma",
    platform__name: "Piattaforma",
    platform__audience_metric_name: "Dato",
    country_code: "Paese",
    difference: "Variazione",
    difference_percent: "Variazione %",
  },
};
