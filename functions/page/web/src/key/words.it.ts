// The texts about API keys in Italian.
import type { keyWords as english } from "./words.ts";

export const keyWords: typeof english = {
  title: "La tua chiave API",
  what: "Liner Notes crea report su come va un artista sulle piattaforme musicali, in un paese e in un periodo. I report appartengono alla chiave con cui sono stati creati.",
  whence:
    "La chiave te la dà chi gestisce Liner Notes dove lavori; un link che ti ha inviato può già contenerla.",
  label: "Chiave API",
  onDevice: "Conservala su questo dispositivo",
  onDeviceHint:
    "Chi usa questo browser potrà usare la tua chiave. Altrimenti resta finché non chiudi la scheda.",
  enter: "Continua",
  checking: "Verifica…",
  cancel: "Annulla",
  forget: "Rimuovi la chiave da questo dispositivo",
  forgotten: "La chiave è stata rimossa da questo dispositivo.",
  change: "Cambia chiave",
  refused: "Questa chiave non è valida. Controlla di averla copiata per intero.",
  missing: "Inserisci la chiave che ti è stata data.",
  unchecked: "Non è stato possibile verificare la chiave: il server non risponde. Riprova tra poco.",
  offer: {
    question:
      "Questo link ha una chiave API diversa da quella che usi qui. I report creati da ora in poi apparterrebbero a quella.",
    use: "Usa la chiave del link",
    stay: "Tieni la mia",
  },
};
