// The texts that lead to subscriptions, in Italian.
import type { openWords as english } from "./open-words.ts";

export const openWords: typeof english = {
  open: "Invii regolari",
  title: "Invii regolari",
  subscribe: "Invia regolarmente…",
  opening: "Apertura…",
};
