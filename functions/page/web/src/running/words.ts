// The texts about a report that is being made.
import { whole } from "../format.ts";

export const runningWords = {
  title: "Creating the report",
  queued: "Waiting to start…",
  progress: (done: number, total: number) => `${whole(done)} of ${whole(total)} fetched`,
  failed: (number: number) => `${whole(number)} failed`,
  finalizing: "Working out the figures and writing the workbook…",
  latest: (time: string) => `Done at the latest: ${time}. `,
  leave: "You can close this page and come back to it: the address leads to this report.",
  platform: (done: number, failed: number, total: number) =>
    `${whole(done)} of ${whole(total)} fetched${failed ? `, ${whole(failed)} failed` : ""}`,
  stop: "Stop",
  ask: {
    title: "Stop this report?",
    text: "It is deleted and cannot be had back. All calls it would have taken count as spent.",
    yes: "Stop the report",
    no: "Go on",
  },
};
