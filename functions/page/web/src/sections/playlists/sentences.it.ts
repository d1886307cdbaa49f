// What the API says of playlists, in Italian.
import type { Sentence } from "../../sentences.it.ts";

export const sentences: Sentence[] = [
  ["Not fetched: {lacks} ({reason}).", "Non recuperato: {lacks}. {reason}"],
  [
    "Soundcharts follows lists with at least {number} followers.",
    "Soundcharts segue le playlist con almeno {number} follower.",
  ],
  ["Soundcharts has recorded them only since August 2025.", "Soundcharts le registra solo da agosto 2025."],
  [
    "Small lists are looked at every few days, so removals of the last week may still come.",
    "Le playlist piccole sono lette ogni pochi giorni, quindi le rimozioni dell'ultima settimana possono ancora arrivare.",
  ],
  [
    "Playlists on {name} are not in the Soundcharts plan.",
    "Il piano Soundcharts non comprende le playlist di {name}.",
  ],
  [
    "Soundcharts does not know the artist on playlists of {name}.",
    "Soundcharts non conosce l'artista nelle playlist di {name}.",
  ],
  [
    "Soundcharts has no playlist on {name} with a song of this artist for {period}.",
    "Soundcharts non ha playlist su {name} con un brano di questo artista per {period}.",
  ],
  [
    "Soundcharts has no playlist of {country} on {name} with a song of this artist for {period}.",
    "Soundcharts non ha playlist di questo paese ({country}) su {name} con un brano di questo artista per {period}.",
  ],
  ["Lists of the storefront of {country}.", "Playlist dello store locale ({country})."],
  [
    "Lists whose editors name {country} as their market, which is not where their listeners are; most lists name none.",
    "Playlist i cui curatori indicano come mercato {country}, che non è dove si trovano gli ascoltatori; la maggior parte non ne indica.",
  ],
  [
    "Counts and reach of playlists are not in the Soundcharts plan.",
    "Il piano Soundcharts non comprende i conteggi e la reach delle playlist.",
  ],
  [
    "Soundcharts has no counts of playlists on {name} for the artist.",
    "Soundcharts non ha conteggi di playlist dell'artista su {name}.",
  ],
  [
    "Soundcharts has no counts of playlists for {period}.",
    "Soundcharts non ha conteggi di playlist per {period}.",
  ],
  [
    "One count, of {iso}: there is no difference to give.",
    "Un solo conteggio, {iso}: non c'è una differenza da indicare.",
  ],
  [
    "{name} does not publish the followers of lists, so there is no reach.",
    "{name} non pubblica i follower delle playlist, quindi non c'è reach.",
  ],
  ["Removals are not known:", "Le rimozioni non sono note:"],
  ["There may be more removals:", "Possono esserci altre rimozioni:"],
  ["Removals are counted from 1 August 2025 on:", "Le rimozioni sono contate dal 1 agosto 2025:"],
  ["Removals are not compared:", "Nessun confronto delle rimozioni:"],
  ["Placements are not in the Soundcharts plan.", "Il piano Soundcharts non comprende gli inserimenti."],
  ["Soundcharts has no placements of the artist.", "Soundcharts non ha inserimenti dell'artista."],
  [
    "Of each type the {number} placements seen last were read; there are more.",
    "Di ogni tipo sono stati letti i {number} inserimenti visti per ultimi; ce ne sono altri.",
  ],
  [
    "Soundcharts announced {placements} and delivered {number}.",
    "Soundcharts ha annunciato {placements} e ne ha forniti {number}.",
  ],
  [
    "Soundcharts announced {days} of counts and delivered {number}.",
    "Soundcharts ha annunciato {days} di conteggi e ne ha forniti {number}.",
  ],
  [
    "{rows} of Soundcharts' answer could not be read whole.",
    "Nella risposta di Soundcharts non leggibili per intero: {rows}.",
  ],
  [
    "Not compared: additions and removals are not known.",
    "Nessun confronto: aggiunte e rimozioni non sono note.",
  ],
  [
    "Not compared: not all placements were read.",
    "Nessun confronto: non tutti gli inserimenti sono stati letti.",
  ],
  [
    "Not compared: additions and removals of a period are not known.",
    "Nessun confronto: le aggiunte e le rimozioni di un periodo non sono note.",
  ],
  ["The day it was added is not known.", "Il giorno dell'aggiunta non è noto."],
  [
    "It was removed first, and has been back since the day it was added.",
    "È stato rimosso prima, ed è di nuovo presente dal giorno dell'aggiunta.",
  ],
  [
    "A field of Soundcharts' answer could not be read and is blank.",
    "Un campo della risposta di Soundcharts non era leggibile ed è vuoto.",
  ],
];
