// What the API says of moments, in Italian.
import type { Sentence } from "../../sentences.it.ts";

export const sentences: Sentence[] = [
  [
    "The figure of {day} against the median of up to 8 weekly figures before it.",
    "Il dato del {day} rispetto alla mediana degli ultimi dati settimanali precedenti, al massimo 8.",
  ],
  [
    "The mean value of {period} against the median of the 28 days before.",
    "La media dei valori di {period} rispetto alla mediana dei 28 giorni precedenti.",
  ],
  [
    "The mean change a day of {period} against the median of the 28 days before.",
    "La media delle variazioni al giorno di {period} rispetto alla mediana dei 28 giorni precedenti.",
  ],
  ["It may have begun before the period.", "Potrebbe essere iniziato prima del periodo."],
  ["It was not over at the end of the period.", "Non era finito alla fine del periodo."],
  [
    "{about} by country come {cadence}: too rarely to say what is usual, which takes weekly figures.",
    "{about}: i dati per paese arrivano {cadence}, troppo di rado per dire che cosa è abituale. Servono dati settimanali.",
  ],
  [
    "{about} come {cadence}: single unusual days can be seen in daily figures only.",
    "{about}: i dati arrivano {cadence}. I singoli giorni insoliti si vedono solo nei dati giornalieri.",
  ],
  [
    "The figure was corrected, or fell by more than 1 % at once, on {period}: days before that are not compared with days after it, and a day is judged again once there are {number} days with a value between.",
    "Il dato è stato corretto, o è sceso di colpo di più dell'1%: {period}. I giorni precedenti non sono confrontati con i successivi, e un giorno è valutato di nuovo quando ci sono {number} giorni con un valore.",
  ],
  [
    "Sums of the country's cities among the artist's top 50.",
    "Somme delle città del paese tra le prime 50 dell'artista.",
  ],
  [
    "A week is unusual only if the cities present in all of these weeks show it too.",
    "Una settimana è insolita solo se lo mostrano anche le città presenti in tutte queste settimane.",
  ],
  [
    "No {about} in {country} for {period} that could be judged: that takes {number} weekly figures in the nine weeks before, and {number2} as the usual value; they come {cadence}.",
    "Nessun dato valutabile ({about}, {country}, {period}): servono {number} dati settimanali nelle nove settimane precedenti e un valore abituale di {number2}; i dati arrivano {cadence}.",
  ],
  ["No day of {period} could be judged.", "Nessun giorno di {period} era valutabile."],
  [
    "That takes {about} of three days in a row and of {number} of the {number2} days before them, and a usual value of {number3}.",
    "Servono valori ({about}) di tre giorni di fila e di {number} dei {number2} giorni precedenti, e un valore abituale di {number3}.",
  ],
  [
    "That takes {about} of three days in a row and of {number} of the {number2} days before them, and a usual gain of {number3} a day.",
    "Servono valori ({about}) di tre giorni di fila e di {number} dei {number2} giorni precedenti, e un incremento abituale di {number3} al giorno.",
  ],
  [
    "That takes {about} of three days in a row and of {number} of the {number2} days before them, and {number3} or more {name}, more each day, and a gain of {number4} a day.",
    "Servono valori ({about}) di tre giorni di fila e di {number} dei {number2} giorni precedenti, almeno {number3} in crescita ogni giorno, e un incremento di {number4} al giorno.",
  ],
];
