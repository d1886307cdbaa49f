// The texts of moments in Italian.
import { period, whole } from "../../format.ts";
import { counted } from "../../grammar.it.ts";
import type { words as english } from "./words.ts";

const MEASURES: Record<string, string> = {
  value: "valore",
  daily_change: "variazione al giorno",
  weekly_value: "valore settimanale",
};

export const words: typeof english = {
  what: "Che cosa",
  when: "Quando",
  now: "Ora",
  usual: "Abituale",
  change: "Rispetto all'abituale",
  score: "Punteggio",
  measure: (measure) => (measure ? (MEASURES[measure] ?? "") : ""),
  explained:
    "Un giorno è insolito quando la media dei tre giorni che finiscono con esso è almeno il 30% sopra o sotto il " +
    "valore abituale, e più lontana di quanto spieghino gli alti e bassi della serie stessa: un punteggio di 3,5 o più. " +
    "Il valore abituale è la mediana dei 28 giorni precedenti. Per i dati settimanali di un paese è la mediana degli 8 " +
    "precedenti, e decide solo il 30%.",
  nothing: (looked, weekly) => {
    const [least, most] = [Math.min(...looked), Math.max(...looked)];
    const longest = weekly
      ? counted(most, "dato settimanale", "dati settimanali")
      : counted(most, "giorno", "giorni");
    const each = least === most ? longest : `${whole(least)}–${longest}`;
    return `Niente di insolito in ${counted(looked.length, "serie", "serie")} di ${each}${looked.length > 1 ? " ciascuna" : ""}.`;
  },
  also: (sources) => `Niente di insolito: ${sources.join(", ")}.`,
  shaded: "I giorni evidenziati sono insoliti: vedi Momenti.",
  mark: (from, to, change, usual, measure) =>
    `Insolito, ${period(from, to)}: ${change} rispetto al valore abituale di ${whole(usual)}${measure === "daily_change" ? " al giorno" : ""}`,
};
