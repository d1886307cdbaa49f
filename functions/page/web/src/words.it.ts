// The page in Italian, for who works at a label. The reader is addressed as "tu", and buttons say what to do (Crea,
// Scarica, Riprova). One word for one thing:
//   report             report                      chart (of tracks)   classifica
//   section            sezione                     chart (drawn)       grafico
//   figure, value      dato, valore                track, song         brano
//   period             periodo                     playlist            playlist
//   monthly listeners  ascoltatori mensili         placement           inserimento
//   followers          follower                    spins               passaggi in radio
//   subscribers        iscritti                    coverage            copertura
//   views, plays       visualizzazioni, riproduzioni
//   lower bound        valore minimo               roster              roster
//   call               chiamata a Soundcharts      workbook            file Excel
//   API key            chiave API                  cache               cache
//   gained             incremento (guadagno would be money)
import { listed, period, whole } from "./format.ts";
import { counted, elided } from "./grammar.it.ts";
import { keyWords } from "./key/words.it.ts";
import { periodName } from "./moments.ts";
import { noteWords } from "./notes.it.ts";
import { reasonWords } from "./reasons.it.ts";
import { runningWords } from "./running/words.it.ts";
import { statusWords } from "./status.it.ts";
import type { words as english } from "./words.ts";

const calls = (number: number): string => counted(number, "chiamata", "chiamate");

export const words: typeof english = {
  title: "Liner Notes",
  tagline: "Com'è andato un artista, in un paese, in un mese?",
  skip: "Vai al report",

  key: keyWords,

  form: {
    title: "Nuovo report",
    artists: "Artisti",
    searching: "Ricerca in corso…",
    found: (number) =>
      number ? counted(number, "risultato", "risultati") : "Nessun artista con questo nome",
    searchFailed: "La ricerca non risponde. Riprova tra poco.",
    enough: "Un report può avere al massimo 50 artisti.",
    remove: (name) => `Togli ${name}`,
    platforms: "Piattaforme",
    chosen: (number) => (number ? counted(number, "scelta", "scelte") : ""),
    platformsLoading: "Caricamento delle piattaforme…",
    notByCountry: "non per paese",
    period: "Periodo",
    from: "Dal",
    to: "Al",
    days: (number) => counted(number, "giorno", "giorni"),
    country: "Paese",
    worldwide: "Tutto il mondo",
    worldAlso: ["Mondo", "Globale", "Ovunque", "Tutti i paesi"],
    clearCountry: "Cancella il paese",
    countries: (number) => (number ? counted(number, "paese", "paesi") : "Nessun paese con questo nome"),
    compare: "Confronta con",
    sections: "Includi anche",
    songsLimit: "Brani per artista, al massimo 100",
    sectionsLoading: "Caricamento delle sezioni…",
    submit: "Crea il report",
    submitting: "Invio in corso…",
    drafted: (period) => `Il report mostra ${period}; il modulo è cambiato.`,
    undo: "Annulla le modifiche",
    unnamed: "Artista senza nome",
  },

  comparisons: {
    none: "Niente",
    previous_period: "Periodo prima",
    previous_year: "Anno prima",
  },

  invalid: {
    look: (fields) => `Non ancora creato. Controlla: ${fields}.`,
    noArtist: "Scegli dall'elenco almeno un artista.",
    noPlatform: "Scegli almeno una piattaforma.",
    noDays: "Indica il primo e l'ultimo giorno.",
    noFirstDay: "Indica il primo giorno.",
    noLastDay: "Indica l'ultimo giorno.",
    order: "Il primo giorno non può venire dopo l'ultimo.",
    future: "L'ultimo giorno non può essere nel futuro.",
    tooLong: "Al massimo 1.830 giorni, circa cinque anni.",
    tooEarly: "Non prima dell'anno 2000.",
    songsLimit: "Un numero intero da 1 a 100.",
  },

  preview: {
    counting: "Calcolo delle chiamate…",
    first: (fields) => `Il costo compare qui quando questo è a posto: ${listed(fields)}.`,
    notComparable: (other, platforms) =>
      `Confronto non possibile (${other.toLowerCase()}): ${platforms.join(", ")}`,
    unanswerable: (number) => counted(number, "dato non disponibile", "dati non disponibili"),
    unknown: "Al momento non si sa quante chiamate serviranno.",
  },

  empty: {
    title: "Il tuo report comparirà qui",
    steps: [
      "Scegli gli artisti scrivendone il nome.",
      "Scegli le piattaforme e un periodo, e se serve un paese.",
      "Segui la creazione, leggi il report e scaricalo come file Excel.",
    ],
  },

  opening: "Apertura del report…",
  running: runningWords,

  trouble: {
    offline: "Nessuna connessione. Nuovo tentativo…",
    throttled: "Il server chiede una pausa. Nuovo tentativo tra poco…",
    upset: "Il server ha qualche difficoltà. Nuovo tentativo…",
  },

  problem: {
    offline: "Non c'è connessione con il server. Controlla la rete e riprova.",
    throttled: (seconds) =>
      `Troppe richieste. Riprova ${seconds === null ? "tra poco" : `tra ${counted(seconds, "secondo", "secondi")}`}.`,
    nothingToRepair: "Non manca niente: ogni parte del report è stata recuperata.",
    notEnded: "Il report è in corso di creazione. Riprova quando sarà finito.",
    key: "La tua chiave API non è più valida. Indicane un'altra con “Cambia chiave”.",
    upstream: "Al momento Soundcharts non risponde.",
    later: "Riprova più tardi.",
    server: "Si è verificato un errore sul server. È stato registrato; riprova tra poco.",
    retry: "Riprova",
  },

  gone: {
    title: "Questo report non c'è più",
    text: "È scaduto, è stato eliminato o appartiene a un'altra chiave API.",
    again: "Il modulo contiene ancora la richiesta: puoi creare di nuovo il report.",
    sharedTitle: "Questo link non apre più un report",
    sharedText:
      "È scaduto o è stato revocato, oppure il report è stato eliminato. Chiedi un nuovo link a chi te l'ha inviato.",
  },

  halfLoaded: {
    title: "Non è stato possibile caricare tutta la pagina",
    text: "Ricaricala per vedere il report: non si è perso nulla.",
  },

  report: {
    print: "Stampa",
    manyArtists: (number) => counted(number, "artista", "artisti"),
    worldwide: "Tutto il mondo",
    status: { succeeded: "Completo", partial: "Incompleto", failed: "Non riuscito" },
    export: "Esporta in Excel",
    preparing: "Preparazione…",
    gone: "Questo report è scaduto o è stato eliminato. Crealo di nuovo per avere il file Excel.",
    repair: (number) =>
      number
        ? `Recupera di nuovo ciò che non è riuscito (${whole(number)})`
        : "Recupera di nuovo ciò che manca",
    shared: "Condiviso con te",
    cost: (number, hits, revision) =>
      `${calls(number)} a Soundcharts, ${whole(hits)} dalla cache` +
      (revision > 1 ? `, revisione ${whole(revision)}` : ""),
    failedTitle: "Non è stato possibile recuperare nulla",
    failedText: "Nessuna parte di questo report è riuscita.",
    nothingThere: "Non c'è niente da mostrare. Un nuovo tentativo può aiutare.",
    brokeOffTitle: "Non è stato possibile completare il report",
    brokeOff: "I dati sono arrivati, ma non è stato possibile ricavarne il report. Riprovare può aiutare.",
    partialText: "Una parte del report non è stata recuperata; i dati qui sotto riguardano il resto.",
    partOfPeriod: "Alcuni dati coprono solo una parte del periodo; le righe dicono quali.",
    failures: (number) => counted(number, "errore", "errori"),
    mayPass: "Un nuovo tentativo può aiutare.",
    willNotPass: "Un nuovo tentativo non aiuterà.",
    recorded: "Che cosa è stato registrato",
    unnamedArtist: (number) => `Artista ${whole(number)}`,
    made: (moment, isOfCached) =>
      `creato: ${moment}${isOfCached ? ", da dati recuperati in precedenza" : ""}`,
    withoutSeries:
      "Questo report è troppo grande per disegnarlo qui. I valori giornalieri sono nel file Excel.",
    platforms: "Per piattaforma",
  },

  figures: {
    first: "Inizio",
    latest: "Fine",
    change: "Variazione",
    percent: "Variazione %",
    average: "Media",
    peak: "Massimo",
    points: "Rilevazioni",
    pointsOf: (points, days) => `${whole(points)} su ${whole(days)}`,
    valuesOf: (points) => counted(points, "valore", "valori"),
    coverage: (share) => `${share} dei giorni`,
    asOf: (day, cadence) => elided(`Al ${day}`) + (cadence ? ` · ${cadence}` : ""),
    there: (number, all) => `${whole(number)} su ${counted(all, "dato", "dati")}`,
    none: "Nessun dato",
    notByCountry: "Non per paese:",
    compared: (start, end) => `Media rispetto a ${periodName(start, end)}`,
    against: (start, end) => `Rispetto a ${periodName(start, end)}:`,
    notComparable: (start, end) => `Nessun confronto con ${period(start, end)}: troppo pochi valori`,
  },

  ...statusWords,

  plot: {
    oneValue: (day, value) => `Un solo valore, ${day}: ${value}`,
    noChange: "Non c'è una variazione da indicare.",
    onePerArtist: "Un solo valore per artista: non c'è una variazione da indicare.",
    sumOf: (artists, day) => `Somma di ${counted(artists, "artista", "artisti")}, ${day}`,
    sumOfAll: (artists, day) => `Somma di tutti gli artisti rilevati (${whole(artists)}), ${day}`,
    countedOnce: "Una persona conta una volta per ogni artista.",
  },

  table: {
    title: "Per artista e piattaforma",
    artist: "Artista",
    platform: "Piattaforma",
    days: "Giorni",
    status: "Stato",
    open: (artist, platform) => `Dettagli di ${artist} su ${platform}`,
    scroll: "Dati per artista e piattaforma",
    first: {
      text: ["A", "Z"],
      day: ["il primo giorno", "l'ultimo giorno"],
      number: ["il valore più piccolo", "il valore più grande"],
      rank: ["la posizione migliore", "la posizione peggiore"],
    },
    sortedBy: (column, first) => `Ordinato per ${column}, prima ${first}`,
  },

  downloads: {
    other: "Altri file",
    again: "Scrivi di nuovo i file",
    csv: "CSV",
    csvSemicolon: "CSV, con punti e virgola e decimali con la virgola",
    json: "JSON",
    workbook: "Scarica il file Excel",
    csvOf: (section) => `${section} in CSV`,
    missing: (format, section) =>
      format === "xlsx"
        ? "Non è stato possibile scrivere il file Excel."
        : `Non è stato possibile scrivere il file ${format.toUpperCase()}${section ? ` di ${section}` : ""}.`,
  },

  reasons: reasonWords,
  notes: noteWords,
};
