// What the API says of places, in Italian.
import type { Sentence } from "../../sentences.it.ts";

export const sentences: Sentence[] = [
  [
    "Soundcharts has no {about} of any country or city for {period}; figures by place come {cadence}.",
    "Soundcharts non ha {about} di alcun paese o città per {period}; i dati per luogo arrivano {cadence}.",
  ],
  [
    "Soundcharts has no {about} of {country} or a city of it for {period}; figures by place come {cadence}.",
    "Soundcharts non ha {about} per {country} o una sua città per {period}; i dati per luogo arrivano {cadence}.",
  ],
  [
    "The artist's top 50 cities of each week: a city below them is missing, and a country is the sum of its cities among them.",
    "Le prime 50 città dell'artista di ogni settimana: mancano quelle al di sotto, e un paese è la somma delle sue città tra queste.",
  ],
  [
    "Soundcharts lists the artist's largest countries and cities only: smaller ones are missing.",
    "Soundcharts elenca solo i paesi e le città più grandi dell'artista: mancano quelli più piccoli.",
  ],
  [
    "One value, on {iso}: there is no change to give.",
    "Un solo valore, {iso}: non c'è una variazione da indicare.",
  ],
  ["No share: there is no worldwide value of {iso}.", "Nessuna quota: manca il valore mondiale del {iso}."],
  [
    "Its first figure is the sum of {cities} ({iso}), its latest of {cities2} ({iso2}): part of the difference is cities that entered or left the artist's top 50.",
    "Il primo dato è la somma di {cities} ({iso}), l'ultimo di {cities2} ({iso2}): parte della differenza si deve a città entrate o uscite dalle prime 50 dell'artista.",
  ],
  ["None was there on both days.", "Nessuna era presente in entrambi i giorni."],
  [
    "The one city there on both days went from {number} to {number2}.",
    "L'unica città presente in entrambi i giorni è passata da {number} a {number2}.",
  ],
  [
    "The {cities} there on both days went from {number} to {number2}.",
    "Presenti in entrambi i giorni: {cities}, da {number} a {number2}.",
  ],
];
