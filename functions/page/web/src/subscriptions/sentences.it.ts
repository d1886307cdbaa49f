// What the API says of runs, deliveries and pauses, and of fields of a subscription that it does not take, in Italian.
import type { Sentence } from "../sentences.it.ts";

export const sentences: Sentence[] = [
  // Why it was skipped, is not complete, or failed.
  ["There was nothing to show.", "Non c'era nulla da mostrare."],
  ["The figures are those that were delivered last.", "Le cifre sono le ultime consegnate."],
  ["Nothing unusual was new.", "Non c'era nulla di insolito di nuovo."],
  [
    "It was due more than 24 hours before it could be run, or another was due since.",
    "Era previsto più di 24 ore prima di poter partire, o da allora ne era previsto un altro.",
  ],
  ["So were {number} before it.", "Prima di questo, altri: {number}."],
  [
    "Of what was asked for, {parts} could not be fetched.",
    "Di quello che è stato chiesto, recupero non riuscito per {parts}.",
  ],
  ["Some rows could not be fetched whole.", "Alcune righe non sono complete."],
  [
    "The last days of {rows} are not published yet: {ofWhom}.",
    "Gli ultimi giorni non sono ancora pubblicati per {rows}: {ofWhom}.",
  ],
  [
    "The last days of {rows} are not published yet.",
    "Gli ultimi giorni non sono ancora pubblicati per {rows}.",
  ],
  ["It could not be repaired:", "Il completamento non è riuscito:"],
  ["The same figures came again.", "Sono arrivate le stesse cifre."],
  ["Its report was deleted.", "Il suo report è stato eliminato."],
  ["The subscription was deleted.", "L'invio regolare è stato eliminato."],
  [
    "The subscription has none of the targets any more that had it.",
    "L'invio regolare non ha più nessuna delle destinazioni che l'avevano ricevuto.",
  ],
  [
    "There is nobody to deliver it to: its last target has unsubscribed.",
    "Non c'è nessuno a cui consegnarlo: l'ultima destinazione ha annullato l'iscrizione.",
  ],
  ["No target took it:", "Nessuna destinazione l'ha accettato:"],

  // Why it is paused.
  ["You paused it.", "L'hai messo in pausa."],
  [
    "{number} runs in a row failed, the last because of this:",
    "{number} invii di seguito non sono riusciti, l'ultimo per questo motivo:",
  ],
  [
    "Its owner has no API key any more: every one was revoked.",
    "Chi lo possiede non ha più chiavi API: sono state tutte revocate.",
  ],
  ["Whoever made it has left the Slack workspace.", "Chi l'ha creato ha lasciato l'area di lavoro di Slack."],
  [
    "Its last target, an e-mail address, was unsubscribed.",
    "La sua ultima destinazione, un indirizzo e-mail, ha annullato l'iscrizione.",
  ],
  ["Give it another and resume it.", "Indicane un'altra e riprendilo."],

  // Why a target did not get it.
  ["the subscription was deleted", "L'invio regolare è stato eliminato."],
  ["the subscription has this target no more", "L'invio regolare non ha più questa destinazione."],
  ["the report was deleted, or is being repaired", "Il report è stato eliminato, o si sta completando."],
  ["the subscription runs again", "L'invio regolare è ripreso."],
  [
    "whoever delivers it stopped each time before it was done",
    "La consegna si è interrotta ogni volta prima della fine.",
  ],
  ["no mail can be addressed so: {list}", "A questo indirizzo non si può inviare posta."],
  ["Amazon SES did not answer ({name})", "Amazon SES non ha risposto ({name})."],
  ["Amazon SES takes no mail for the moment ({name})", "Al momento Amazon SES non accetta posta ({name})."],
  ["Amazon SES rejected the mail", "Amazon SES ha rifiutato il messaggio."],
  [
    "Amazon SES does not take the mail or the address ({name})",
    "Amazon SES non accetta il messaggio o l'indirizzo ({name}).",
  ],
  [
    "There is no such channel, or it is private and {name} is not in it: invite the app (channel_not_found)",
    "Il canale non c'è, o è privato e {name} non ne fa parte: invita l'app (channel_not_found).",
  ],
  [
    "{name} is not in this channel: invite it (not_in_channel)",
    "{name} non fa parte di questo canale: invita l'app (not_in_channel).",
  ],
  [
    "This channel is archived: choose another one (is_archived)",
    "Questo canale è archiviato: scegline un altro (is_archived).",
  ],
  ["Slack refused it ({name})", "Slack l'ha rifiutato ({name})."],

  // What its fields may hold.
  ["give text that has a character that can be seen", "Indica un testo con almeno un carattere visibile."],
  ["give text of 1 to {number} characters", "Scrivi un testo da 1 a {number} caratteri."],
  ["every day has no day to choose: leave it out", "Con un invio al giorno non si sceglie il giorno."],
  ["give a whole number, Monday 1 to Sunday 7", "Indica un numero intero, da 1 per lunedì a 7 per domenica."],
  ["give a whole number, from 1 to 31", "Indica un numero intero da 1 a 31."],
  [
    "give a time of day from 00:00 to 23:59, such as 08:30",
    "Indica un'ora da 00:00 a 23:59, per esempio 08:30.",
  ],
  [
    "give the name of a time zone of the IANA list, such as Europe/Rome",
    "Indica un fuso orario dell'elenco IANA, per esempio Europe/Rome.",
  ],
  [
    "{list} is no time zone of the IANA database, such as Europe/Rome",
    "Questo non è un fuso orario dell'elenco IANA, come Europe/Rome.",
  ],
  [
    "give the id of a channel or user of Slack, such as C0123456789",
    "Indica l'id di un canale o di un utente di Slack, per esempio C0123456789.",
  ],
  [
    "this installation does not deliver to Slack: its parameter SlackEnabled is false",
    "Questa installazione non consegna in Slack: il suo parametro SlackEnabled è false.",
  ],
  [
    "this installation sends no e-mail: its parameter MailFrom is empty",
    "Questa installazione non invia e-mail: il suo parametro MailFrom è vuoto.",
  ],
  ["give an https address as text", "Scrivi un indirizzo https."],
  ["must begin with https://", "Deve cominciare con https://."],
  ["must begin with https:// and a host name", "Deve cominciare con https:// e il nome di un host."],
  ["must not have a fragment (#…)", "Non deve avere un frammento (#…)."],
  ["must not hold a user name or password", "Non deve contenere nome utente o password."],
  [
    "must be at a public address: no private, loopback, link-local, multicast or reserved one",
    "Deve essere a un indirizzo pubblico, non privato, locale o riservato.",
  ],
  [
    "must name a host on the internet, such as hooks.example.org",
    "Deve indicare un host su internet, per esempio hooks.example.org.",
  ],
  [
    "give one plain e-mail address, such as ada@label.example, of at most {number1} characters, {number2} of them before the @",
    "Indica un solo indirizzo e-mail, per esempio ada@label.example, di al massimo {number1} caratteri, {number2} prima della @.",
  ],
  [
    "give an object with exactly one of {list}",
    "Una destinazione è un canale Slack, un indirizzo e-mail o un webhook.",
  ],
  ["it is in the list already: give it once", "È già nell'elenco: indicalo una volta sola."],
];
