// The texts about rosters.
import { named } from "../asking/words.ts";
import { whole } from "../format.ts";
import { count } from "../words.ts";

const artists = (number: number): string => count(number, "artist", "artists");

export const rosterWords = {
  title: "Rosters",
  loading: "Loading the rosters…",
  none:
    "A roster is a list of artists with a name, kept for everybody with this key. Choose artists and save them as one: " +
    "the next report of all of them begins with one click.",
  hint: "Choosing a roster replaces the artists below.",
  unread: "The rosters could not be loaded.",
  retry: "Try again",
  artists,
  use: "Use ",
  star: (name: string): string => `Star ${name}`,
  add: "Add",
  addOf: (name: string): string => `Add ${name} to the artists chosen`,
  edit: "Edit",
  editOf: (name: string): string => `Edit ${name}`,
  used: (name: string, number: number, before: number): string =>
    before ? `${name}: ${artists(number)}, in place of ${whole(before)}.` : `${name}: ${artists(number)}.`,
  added: (name: string, number: number, already: number): string =>
    `${artists(number)} of ${name} added.${already ? ` ${whole(already)} chosen already.` : ""}`,
  over: (names: string[], most: number): string =>
    `${whole(names.length)} left out, beyond the ${whole(most)} a report can have: ${named(names)}.`,
  undo: "Undo",
  changed: (name: string, number: number, now: number): string =>
    number === now
      ? `${name} has other artists than the form.`
      : `${name} has ${artists(number)}, the form ${whole(now)}.`,
  update: "Update the roster",
  updating: "Updating…",
  updated: (name: string, number: number): string => `${name} now has ${artists(number)}.`,
  saved: (name: string): string => `${name} is saved.`,
  deleted: (name: string): string => `${name} is deleted.`,
  theirsStays: (name: string): string => `${name} stays as somebody else has left it.`,
  staysDeleted: (name: string): string => `${name} stays deleted.`,
  save: "Save as a roster",

  dialog: {
    newTitle: (number: number): string => `Save ${artists(number)} as a roster`,
    editTitle: (name: string): string => `Roster “${name}”`,
    name: "Name",
    starred: "Starred: comes first",
    replace: (number: number, now: number): string =>
      `Replace its ${artists(number)} by the ${whole(now)} of the form`,
    difference: (more: string, less: string): string =>
      [more && `Added: ${more}.`, less && `Removed: ${less}.`].filter(Boolean).join(" "),
    save: "Save",
    saving: "Saving…",
    cancel: "Cancel",
    remove: "Delete…",
    nameMissing: "Give it a name.",
    nameTaken: "Another roster has this name.",
    tooMany: "There are as many rosters as there can be. Delete one that is not needed.",
  },

  remove: {
    title: (name: string): string => `Delete “${name}”?`,
    text: "It is gone for everybody with this key. Reports that were created with it stay.",
    yes: "Delete the roster",
    deleting: "Deleting…",
    no: "Keep it",
  },

  conflict: {
    changed: (name: string): string => `“${name}” was changed meanwhile`,
    changedText: "Somebody else with this key saved it after you had opened it.",
    deleted: (name: string): string => `“${name}” was deleted meanwhile`,
    deletedText: "Somebody else with this key deleted it. Yours can be saved as a new roster.",
    theirs: "Theirs",
    mine: "Yours",
    only: (names: string): string => `only here: ${names}`,
    keepTheirs: "Keep theirs",
    keepMine: "Save yours in its place",
    leaveDeleted: "Leave it deleted",
    saveNew: "Save yours as a new one",
  },
};
