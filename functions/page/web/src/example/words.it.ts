// The texts about the example in Italian.
import type { exampleWords as english } from "./words.ts";

export const exampleWords: typeof english = {
  look: "Guarda un esempio",
  title: "Esempio",
  made: "Questo è un esempio. Artisti, brani e dati sono inventati; luoghi, emittenti e piattaforme sono reali.",
  leave: "Crea un tuo report",
};
