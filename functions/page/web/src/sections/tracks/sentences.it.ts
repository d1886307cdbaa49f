// What the API says of tracks without a code, in Italian.
import type { Sentence } from "../../sentences.it.ts";

export const sentences: Sentence[] = [
  [
    "Not compared: a total and half of the chart days are needed in both.",
    "Nessun confronto: servono un totale e metà dei giorni di classifica in entrambi i periodi.",
  ],
  [
    "From {charts} here and from {charts2} in the period compared with.",
    "Da {charts} qui e da {charts2} nel periodo di confronto.",
  ],
];
