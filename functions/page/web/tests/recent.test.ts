// Reports made before, in words and with the period that follows theirs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Names } from "../src/names.ts";
import type { ListedReport } from "../src/openapi.d.ts";
import { aboutOf, nameOf } from "../src/recent/described.ts";

const uuid = (nth: number): string => `00000000-0000-4000-8000-00000000000${nth}`;

function listed(artists: number, more: object = {}, title: string | null = null): ListedReport {
  return {
    title,
    request: {
      artists: Array.from({ length: artists }, (_, nth) => uuid(nth)),
      platforms: ["spotify", "youtube", "youtube-subscribers"],
      start_date: "2024-09-01",
      end_date: "2024-09-30",
      ...more,
    },
  } as unknown as ListedReport;
}

function knowing(...artists: string[]): Names {
  const names = new Names();
  names.learnForm(artists.map((name, nth) => ({ uuid: uuid(nth), name })));
  names.learnOffered({
    platforms: [
      { slug: "spotify", name: "Spotify", metric: "Monthly Listeners" },
      { slug: "youtube", name: "YouTube", metric: "Views" },
      { slug: "youtube-subscribers", name: "YouTube", metric: "Subscribers" },
    ],
    sections: [{ name: "tracks", title: "Tracks" }],
  } as never);
  return names;
}

test("a report in the list is named by its artists, as far as their names are known", () => {
  assert.equal(nameOf(listed(2), knowing("Annalisa", "Mahmood")), "Annalisa, Mahmood");
  assert.equal(nameOf(listed(10), knowing("Annalisa", "Mahmood")), "Annalisa, Mahmood and 8 more");
  assert.equal(nameOf(listed(5), knowing("A", "B", "C", "D", "E")), "A, B, C and 2 more");
  assert.equal(nameOf(listed(3), knowing()), "3 artists");
  assert.equal(nameOf(listed(1), knowing()), "1 artist");
});

test("a report somebody gave a name has that name, and its artists beside it", () => {
  const report = listed(1, {}, "September round");
  assert.equal(nameOf(report, knowing("Annalisa")), "September round");
  assert.match(aboutOf(report, knowing("Annalisa")), /^Annalisa · September 2024 · /);
});

test("what a report is about is said with each platform once", () => {
  assert.equal(
    aboutOf(listed(1, { country: "IT", sections: ["tracks"] }), knowing()),
    "September 2024 · Italy · Spotify, YouTube · Tracks",
  );
  assert.equal(aboutOf(listed(1), knowing()), "September 2024 · Worldwide · Spotify, YouTube");
});
