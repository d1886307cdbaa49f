// The texts about subscriptions in Italian.
import { listed, whole } from "../format.ts";
import { counted } from "../grammar.it.ts";
import type { subscriptionWords as english } from "./words.ts";

const calls = (number: number): string => counted(number, "chiamata", "chiamate");
const runs = (number: number): string => counted(number, "invio", "invii");

export const subscriptionWords: typeof english = {
  none:
    "Per ora non si invia nulla regolarmente. Compila il modulo, o apri un report, e scegli “Invia regolarmente…”: il " +
    "report arriva poi da solo, in Slack, per e-mail o a un webhook.",
  loading: "Caricamento degli invii regolari…",
  retry: "Riprova",
  notThere: "Questo invio regolare non c'è: è stato eliminato, o appartiene a un'altra chiave API.",

  due: {
    daily: (time, zone) => `Ogni giorno alle ${time} (${zone})`,
    weekly: (_number, weekday, time, zone) => `Ogni ${weekday} alle ${time} (${zone})`,
    monthly: (day, time, zone) =>
      day === 31
        ? `L'ultimo giorno di ogni mese alle ${time} (${zone})`
        : `Il giorno ${whole(day)} di ogni mese alle ${time} (${zone})`,
    bothClocks: (here, there, zone) => `${here} per te (${there} in ${zone})`,
    next: (moment) => `Prossimo: ${moment}`,
    overdue: (moment) =>
      `Era previsto ${moment} e non è arrivato: nulla arriva da sé se questa installazione non lo ha attivato`,
  },

  paused: "In pausa",
  pausedBy: {
    owner: "Messo in pausa a mano.",
    failures: "In pausa perché non è riuscito tre volte di seguito.",
    owner_gone: "In pausa perché la chiave con cui è stato creato non è più valida.",
    unsubscribed: "In pausa perché qualcuno ha annullato l'iscrizione dall'e-mail.",
  },
  since: (moment) => `Dal ${moment}.`,
  failures: (number) =>
    `${counted(number, "invio non riuscito", "invii non riusciti")} di seguito; al terzo si mette in pausa.`,

  kinds: { slack_channel: "Canale Slack", email: "E-mail", callback_url: "Webhook" },
  targets: "Va a",
  upTo: (number) => `fino a ${calls(number)} al mese`,
  rules: { never: "", empty: "non inviato se vuoto", unchanged: "non inviato se invariato" },
  onlyUnusual: "inviato solo se c'è qualcosa di insolito",

  actions: {
    of: (action, title) => `${action}: ${title}`,
    run: "Invia ora",
    running: "Avvio…",
    ran: "È stato avviato. La sua ricevuta è la prima tra gli invii.",
    edit: "Modifica",
    fill: "Compila il modulo",
    pause: "Metti in pausa",
    pausing: "Messa in pausa…",
    pausedNow: (title) => `${title} è in pausa.`,
    resume: "Riprendi",
    resuming: "Ripresa…",
    resumed: (title) => `${title} è ripreso.`,
    runs: "Invii",
    delete: "Elimina",
    deleting: "Eliminazione…",
    deleted: (title) => `${title} è eliminato.`,
    saved: (title) => `${title} è salvato.`,
    theirsStays: (title) => `${title} resta come l'ha lasciato qualcun altro.`,
  },
  ask: {
    title: (title) => `Eliminare ${title}?`,
    text: "Non si invia più nulla, e le ricevute spariscono. I report che ha creato restano. Non si può annullare.",
    yes: "Elimina",
    no: "Tienilo",
  },

  runs: {
    title: (title) => `Invii di ${title}`,
    loading: "Caricamento degli invii…",
    none: "Non è ancora stato inviato.",
    more: "Mostra altri",
    loadingMore: "Ricerca di altri…",
    due: "Previsto",
    byHand: "Avviato a mano",
    inZone: (moment, zone) => `${moment} in ${zone}`,
    status: "Stato",
    late: "Ritardo",
    onTime: "Puntuale",
    calls: "Chiamate",
    report: "Report",
    open: "Apri",
    openOf: (moment) => `Apri il report: ${moment}`,
    targets: "Consegna",
    message: "Vedi il messaggio",
    messageOf: (target) => `Vedi il messaggio: ${target}`,
    repair: (moment) => `Quello che manca si recupera: ${moment}.`,
    minutes: (number) => counted(number, "minuto", "minuti"),
    hours: (number) => counted(number, "ora", "ore"),
  },
  statuses: {
    running: "In corso",
    delivering: "In consegna",
    delivered: "Consegnato",
    partial: "Consegnato incompleto",
    skipped_empty: "Non inviato: è vuoto",
    skipped_unchanged: "Non inviato: è invariato",
    skipped_usual: "Non inviato: nulla di insolito",
    skipped_late: "Saltato: troppo tardi",
    failed: "Non riuscito",
  },
  deliveries: { pending: "in attesa", delivered: "consegnato", failed: "non riuscito" },

  periods: {
    yesterday: "Ieri",
    last_7_days: "Ultimi 7 giorni",
    last_week: "Settimana scorsa",
    last_28_days: "Ultimi 28 giorni",
    last_month: "Mese scorso",
    last_quarter: "Trimestre scorso",
    month_to_date: "Mese in corso",
  },
  periodOfFirst: (name, days) => `${name} (il giorno 1 il mese prima, ora ${days})`,
  periodNow: (name, days) => `${name} (${days})`,

  dialog: {
    newTitle: "Invia regolarmente questo report",
    editTitle: (title) => `Modifica “${title}”`,
    about: "Contenuto",
    title: "Titolo",
    instead: (about) => `Chiedi quello che chiede il modulo: ${about}`,
    period: "Periodo di ogni report",
    onTheFirst: "Il giorno 1 è tutto il mese prima: del nuovo mese non è ancora finito nessun giorno.",
    when: "Quando",
    every: "Frequenza",
    everyNames: { day: "Ogni giorno", week: "Ogni settimana", month: "Ogni mese" },
    weekday: "Giorno",
    dayOfMonth: "Giorno",
    lastDay: "l'ultimo giorno",
    orLast: (day) => `${whole(day)}, o l'ultimo`,
    at: "Ora",
    zone: "Fuso orario",
    zonesFound: (number) =>
      number ? counted(number, "fuso orario", "fusi orari") : "Nessun fuso orario con questo nome",
    deliver: "Destinazioni",
    target: (number) => `Destinazione ${whole(number)}`,
    kind: (number) => `Tipo della destinazione ${whole(number)}`,
    examples: {
      slack_channel: "C0123456789",
      email: "nome@etichetta.example",
      callback_url: "https://etichetta.example/hook",
    },
    slackHint: "L'id di un canale si trova in fondo ai suoi dettagli in Slack.",
    add: "Aggiungi una destinazione",
    removeTarget: (number) => `Togli la destinazione ${whole(number)}`,
    skip: "Salta la consegna",
    skips: {
      never: "Mai",
      empty: "Quando il report è vuoto",
      unchanged: "Quando le cifre sono le ultime inviate",
    },
    onlyWhen: "Solo se c'è qualcosa di insolito",
    onlyWhenWhat:
      "Al report si aggiunge la sezione “Momenti”; quello che dura si dice al massimo una volta a settimana.",
    create: "Crea",
    creating: "Creazione…",
    save: "Salva",
    saving: "Salvataggio…",
    cancel: "Annulla",
    look: "Vedi quello che è segnato sopra.",
    tooMany: "Ci sono già tutti gli invii regolari possibili. Elimina uno che non serve.",
    gone: "È stato eliminato nel frattempo. Crealo di nuovo da un report o dal modulo.",
    tooExpensive: (number, upstream, limit) =>
      `Richiederebbe fino a ${calls(upstream)} al mese in ${runs(number)}; un mese ne ha ${whole(limit)}. Riduci la frequenza o chiedi di meno.`,
  },

  preview: {
    first: (fields) =>
      `Il costo e le prossime date compaiono qui quando questo è a posto: ${listed(fields)}.`,
    asking: "Calcolo del costo…",
    unknown: "Al momento non si sa quanto costerà.",
    cost: (number, perRun, aMonth) =>
      `Al massimo ${calls(aMonth)} a Soundcharts al mese: ${runs(number)} da ${whole(perRun)} al più.`,
    left: (left, limit) =>
      `Questo mese ne restano ${whole(left)} su ${whole(limit)}. Ogni invio si addebita quando avviene.`,
    fitsNot: (limit) => `Sono più di quelle di un mese: ${whole(limit)}.`,
    next: "Prossime date",
    about: (days) => `Il primo riguarda ${days}.`,
  },

  invalid: {
    noTitle: "Dagli un titolo.",
    noTime: "Indica un'ora.",
    noZone: "Scegli un fuso orario dall'elenco.",
    slack_channel: "Indica l'id di un canale o di una persona in Slack, per esempio C0123456789.",
    email: "Indica un indirizzo e-mail, per esempio nome@etichetta.example.",
    callback_url: "Indica un indirizzo che comincia con https://.",
    twice: "È già nell'elenco.",
  },

  conflict: {
    title: (title) => `“${title}” è stato modificato nel frattempo`,
    text: "Qualcun altro con questa chiave l'ha salvato dopo che l'avevi aperto.",
    theirs: "Il loro",
    mine: "Il tuo",
    keepTheirs: "Tieni il loro",
    keepMine: "Salva il tuo al suo posto",
    notOnlyUnusual: "inviato anche se non c'è nulla di insolito",
    another: "chiede qualcos'altro",
    none: "nulla",
  },
};
