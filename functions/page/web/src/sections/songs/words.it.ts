// The texts of songs in Italian.
import { signed, whole } from "../../format.ts";
import { counted } from "../../grammar.it.ts";
import type { words as english } from "./words.ts";

export const words: typeof english = {
  song: "Brano",
  credit: "Artisti",
  released: "Uscita",
  gained: "Incremento",
  share: "Quota",
  aDay: "Al giorno",
  toDate: "Totale",
  total: (gained, metric, known, all) =>
    [gained === null ? "" : `${signed(gained)} ${metric.toLowerCase()}`.trimEnd(), words.coverage(known, all)]
      .filter(Boolean)
      .join(" con "),
  coverage: (known, all) => {
    if (known === null) return "";
    if (all === null) return counted(known, "brano", "brani");
    if (known < all) return `${whole(known)} brani su ${whole(all)}`;
    return all === 1 ? "l'unico brano" : `tutti i brani (${whole(all)})`;
  },
};
