// What reports cost, in Italian.
import { day, whole } from "./format.ts";
import { counted, elided } from "./grammar.it.ts";
import { plural } from "./plurals.ts";
import type { priceWords as english } from "./price-words.ts";

const calls = (price: number): string => counted(price, "chiamata", "chiamate");
const left = (number: number): string => `${plural(number, "ne resta", "ne restano")} ${whole(number)}`;

export const priceWords: typeof english = {
  of: (price, remaining, atMost = false) => {
    if (!price) return `Nessuna chiamata necessaria; questo mese ${left(remaining)}`;
    const some = `${atMost ? "Al massimo " : ""}${calls(price)}`;
    return price > remaining
      ? `${some}, ma questo mese ${left(remaining)}`
      : `${some} su ${whole(remaining)} rimaste questo mese`;
  },
  cached: (cached) => `${calls(cached)} già in cache`,
  ask: {
    title: (price) => `Servono fino a ${calls(price)} a Soundcharts`,
    left: (remaining) => `Delle chiamate di questo mese ${left(remaining)}.`,
    above: (limit) => `È più di quanto un report può usare di solito (${whole(limit)}).`,
    yes: "Crea il report",
    no: "Annulla",
  },
  spent: (price, remaining, resetsAt) =>
    `Servono fino a ${calls(price)}, e di quelle di questo mese ${left(remaining)}. ` +
    elided(`Altre saranno disponibili dal ${day(resetsAt.slice(0, 10))}.`),
  reserved: "Ciò che resta delle chiamate a Soundcharts di questo mese è tenuto da parte.",
};
