// What is wrong with a form, field by field: as far as the page can tell, and as the API tells.
import { type Form, isSongsLimit } from "./address.ts";
import { countDays, EARLIEST_DAY, isDay } from "./dates.ts";
import type { Problem } from "./openapi.d.ts";
import { songsAreCounted } from "./sections/counting-songs.ts";
import { sentences } from "./worded.ts";
import { words } from "./words.ts";

export type FieldName =
  | "artists"
  | "platforms"
  | "period"
  | "country"
  | "compare"
  | "sections"
  | "songsLimit";
export type Wrong = Map<FieldName | "form", string>;

/** In the order in which they stand. */
export const IN_ORDER: FieldName[] = [
  "artists",
  "period",
  "country",
  "compare",
  "platforms",
  "sections",
  "songsLimit",
];

const MOST_DAYS = 1_830;

const FIELDS: Record<string, FieldName> = {
  artists: "artists",
  platforms: "platforms",
  start_date: "period",
  end_date: "period",
  country: "country",
  compare: "compare",
  sections: "sections",
  songs_limit: "songsLimit",
};

export function wrongIn(form: Form, today: string): Wrong {
  const wrong: Wrong = new Map();
  if (!form.artists.length) wrong.set("artists", words.invalid.noArtist);
  if (!form.platforms.length) wrong.set("platforms", words.invalid.noPlatform);
  const period = wrongWithPeriod(form, today);
  if (period) wrong.set("period", period);
  const { songsLimit: limit } = form;
  if (limit !== null && songsAreCounted(form) && !isSongsLimit(limit))
    wrong.set("songsLimit", words.invalid.songsLimit);
  return wrong;
}

function wrongWithPeriod(form: Form, today: string): string | null {
  const [noStart, noEnd] = [!isDay(form.start), !isDay(form.end)];
  if (noStart && noEnd) return words.invalid.noDays;
  if (noStart) return words.invalid.noFirstDay;
  if (noEnd) return words.invalid.noLastDay;
  if (form.start < EARLIEST_DAY) return words.invalid.tooEarly;
  if (form.start > form.end) return words.invalid.order;
  if (form.end > today) return words.invalid.future;
  return countDays(form) > MOST_DAYS ? words.invalid.tooLong : null;
}

/** Sorts the errors of a refusal by the field of the form they are about. */
export function wrongBy(problem: Problem): Wrong {
  const wrong: Wrong = new Map();
  for (const { field, message } of problem.errors ?? []) {
    const name = FIELDS[field.split(".")[0] ?? ""] ?? "form";
    if (!wrong.has(name)) wrong.set(name, sentences(message));
  }
  if (!wrong.size) wrong.set("form", sentences(problem.detail || problem.title));
  return wrong;
}
