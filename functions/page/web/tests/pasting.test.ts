// Lists and tables of artists are read as they were meant, whatever wrote them.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FormArtist } from "../src/address.ts";
import { partOf } from "../src/asking/line-field.ts";
import { distinct, type Line, lineOf, MOST_ARTISTS, outcomesOf, unasked } from "../src/asking/lines.ts";
import { isAddress, isAddressLike, isList, readPasted } from "../src/asking/paste.ts";
import { rowsOf, type Separator } from "../src/asking/separated.ts";
import type { AskedInLine } from "../src/asking/types.ts";

const NAMES = [
  "Annalisa",
  "Tyler, The Creator",
  "Earth, Wind & Fire",
  '"Weird Al" Yankovic',
  'Guy "Bernie" Ross',
  "AC/DC",
  "P!nk",
  "MØ",
  "Sigur Rós",
  "宇多田ヒカル",
  "2 Chainz",
  "Godspeed You! Black Emperor; live",
  "Florence + The Machine",
  "A$AP Rocky",
];
const ADDRESS = "https://open.spotify.com/artist/6qqNVTkY8uBg9cP3Jd7DAH?si=x";
const UUID = "11e81bcc-9c1c-ce38-b96b-a0369fe50396";

/** Gives numbers that look random and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** Writes a field as spreadsheets do. */
function written(field: string, separator: string): string {
  const special = field.includes(separator) || field.includes('"') || field.includes("\n");
  return special ? `"${field.replaceAll('"', '""')}"` : field;
}

test("any table that is written by the rules is read back, field by field", () => {
  const parts = [...NAMES, "", 'a "b" c', "two\nlines", "x;y", "x,y", '""', " "];
  for (const separator of [",", ";", "\t"] as Separator[]) {
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = numbers(seed);
      const rows = Array.from({ length: 1 + next(6) }, () =>
        Array.from({ length: 2 + next(3) }, () => parts[next(parts.length)]!),
      );
      const text = rows
        .map((row) => row.map((field) => written(field, separator)).join(separator))
        .join("\n");
      const flat = rows.map((row) => row.map((field) => field.replace(/\s+/g, " ").trim()));
      assert.deepEqual(rowsOf(text, separator), flat, text);
    }
  }
});

test("the column of artists is found wherever it stands, in any table", () => {
  for (const separator of [",", ";", "\t"] as Separator[]) {
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = numbers(seed);
      const names = [...new Set(Array.from({ length: 2 + next(8) }, () => NAMES[next(NAMES.length)]!))];
      if (names.length < 2) continue;
      const heading = [
        "Artist",
        "artist name",
        "ARTISTA",
        "Künstler",
        "Artist Name(s)",
        "Main artist",
        "Name",
      ][next(7)]!;
      const others = [
        ["Rank", (at: number): string => String(at + 1)],
        ["Country", (at: number): string => ["IT", "US", "DE"][at % 3]!],
        ["Label", (at: number): string => `Label, Inc. "${at}"`],
        ["Date", (): string => "2024-09-01"],
        ["Artist ID", (at: number): string => `6qqNVTkY8uBg9cP3Jd7DA${at}`],
        ["Artist followers", (at: number): string => `${at} million`],
      ] as const;
      const place = next(others.length + 1);
      const head: string[] = others.map(([name]) => name);
      head.splice(place, 0, heading);
      const rows = names.map((name, at) => {
        const row = others.map(([, value]) => value(at));
        row.splice(place, 0, name);
        return row;
      });
      const end = ["\n", "\r\n", "\r"][next(3)]!;
      const text = [head, ...rows]
        .map((row) => row.map((field) => written(field, separator)).join(separator))
        .join(end);
      const read = readPasted(`${next(2) ? "\uFEFF" : ""}${text}${end}`);
      assert.deepEqual(read.lines, names, text);
      assert.deepEqual(read.column, { heading, number: place + 1, of: head.length });
    }
  }
});

test("a list keeps every name as it stands, commas and quotes and all", () => {
  const list = NAMES.filter((name) => !name.includes(";"));
  assert.deepEqual(readPasted(list.join("\n")).lines, list);
  assert.deepEqual(readPasted(`\n\n${list.join("\r\n\r\n")}  \n`).lines, list);
  for (let seed = 1; seed <= 300; seed += 1) {
    const next = numbers(seed);
    const some = Array.from({ length: 2 + next(6) }, () => NAMES[next(NAMES.length)]!);
    assert.deepEqual(readPasted(some.join("\n")).lines, some, some.join("|"));
  }
  const commas = ["Tyler, The Creator", "Earth, Wind & Fire", "Crosby, Stills & Nash"];
  assert.deepEqual(readPasted(commas.join("\n")), { lines: commas, column: null });
});

test("marks and numbers before every line belong to the list, one before a single line to the name", () => {
  assert.deepEqual(readPasted("1. Annalisa\n2. Mahmood\n3. Elodie").lines, ["Annalisa", "Mahmood", "Elodie"]);
  assert.deepEqual(readPasted("• Annalisa\n• 2 Chainz").lines, ["Annalisa", "2 Chainz"]);
  assert.deepEqual(readPasted("Annalisa\n2. Gleis").lines, ["Annalisa", "2. Gleis"]);
  assert.deepEqual(readPasted("Artists\nAnnalisa\nMahmood"), {
    lines: ["Annalisa", "Mahmood"],
    column: { heading: "Artists", number: 1, of: 1 },
  });
  assert.deepEqual(readPasted('"Earth, Wind & Fire"\n"Annalisa"').lines, ["Earth, Wind & Fire", "Annalisa"]);
  assert.deepEqual(readPasted("Annalisa; Mahmood; Elodie").lines, ["Annalisa", "Mahmood", "Elodie"]);
});

test("a table without headings is read by what is in its columns", () => {
  assert.deepEqual(readPasted("1\tAnnalisa\tIT\t2024-09-01\n2\tMahmood\tIT\t2024-09-01").lines, [
    "Annalisa",
    "Mahmood",
  ]);
  assert.deepEqual(readPasted("IT,Annalisa,12345\nUS,Billie Eilish,99").column, {
    heading: null,
    number: 2,
    of: 3,
  });
});

test("an address is read rather than the name beside it, which stands in where there is none", () => {
  const table = `Artist,Spotify URL\nAnnalisa,${ADDRESS}\nMahmood,\nElodie,${ADDRESS}2`;
  assert.deepEqual(readPasted(table).lines, [ADDRESS, "Mahmood", `${ADDRESS}2`]);
  assert.deepEqual(readPasted(`Annalisa\t${UUID}\nMahmood\t${UUID}`).lines, [UUID, UUID]);
  const track = "https://open.spotify.com/track/1";
  assert.deepEqual(readPasted(`Artist,Link\nAnnalisa,${track}\nMahmood,${track}`).lines, [
    "Annalisa",
    "Mahmood",
  ]);
});

test("an address is known from a name", () => {
  for (const address of [
    ADDRESS,
    "open.spotify.com/intl-it/artist/6qqNVTkY8uBg9cP3Jd7DAH",
    "spotify:artist:6qqNVTkY8uBg9cP3Jd7DAH",
    "https://music.apple.com/it/artist/annalisa/434242",
    "https://www.youtube.com/channel/UCabc",
    "https://app.soundcharts.com/app/artist/annalisa/overview",
    UUID.toUpperCase(),
  ])
    assert.ok(isAddress(address), address);
  for (const name of NAMES) assert.ok(!isAddressLike(name), name);
  assert.ok(isAddressLike("https://example.org/x"));
  for (const name of [
    ...NAMES,
    "https://www.youtube.com/@annalisa",
    "open.spotify.com",
    "https://open.spotify.com/album/6q",
    "https://example.org/x",
  ])
    assert.ok(!isAddress(name), name);
});

test("only what has several lines or fields is a list", () => {
  assert.ok(isList("Annalisa\nMahmood"));
  assert.ok(isList("Annalisa\tIT"));
  for (const one of ["Annalisa", " Annalisa \n", "\n\tAnnalisa\t\n", "Tyler, The Creator", ""])
    assert.ok(!isList(one), JSON.stringify(one));
});

test("nothing is read from nothing", () => {
  for (const text of ["", " \n\t\n ", ",,\n,,", '""']) assert.deepEqual(readPasted(text).lines, [], text);
});

test("a line is looked up once, and not more of them than a report can have artists", () => {
  const many = Array.from({ length: 53 }, (_, at) => `Artist ${at}`);
  assert.deepEqual(distinct([...many, "ARTIST 3", "artist 4"]), {
    lines: many.slice(0, MOST_ARTISTS),
    over: many.slice(MOST_ARTISTS),
    repeated: 2,
  });
});

test("a line that can be no name or address is not sent to be looked up", () => {
  const statuses = ["X", "", "x".repeat(201), "U2", "愛美", "x".repeat(200)].map(
    (text) => unasked(text).status,
  );
  assert.deepEqual(statuses, ["unknown", "unknown", "unknown", "not_asked", "not_asked", "not_asked"]);
});

test("an address may be longer than a name, as apps add to what is copied from them", () => {
  const address = "https://open.spotify.com/artist/6qqNVTkY8uBg9cP3Jd7DAH?si=";
  const statuses = [address.padEnd(1_000, "x"), address.padEnd(1_001, "x")].map(
    (text) => unasked(text).status,
  );
  assert.deepEqual(statuses, ["not_asked", "unknown"]);
});

const artist = (uuid: string): FormArtist => ({ uuid, name: uuid });
const found = (uuid: string, more: Partial<Line> = {}): Line => ({
  ...unasked(uuid),
  status: "found",
  artist: artist(uuid),
  ...more,
});

test("every line has one outcome, and as many artists are added as there is room for", () => {
  const lines = [
    found("a"),
    found("b"),
    found("a"),
    found("c", { unwanted: true }),
    unasked("d"),
    { ...unasked("e"), status: "ambiguous" as const },
  ];
  assert.deepEqual(outcomesOf(lines, [artist("b")]), [
    "added",
    "already",
    "repeated",
    "unwanted",
    "open",
    "open",
  ]);
  const chosen = Array.from({ length: MOST_ARTISTS - 1 }, (_, at) => artist(String(at)));
  assert.deepEqual(outcomesOf([found("x"), found("y"), found("0")], chosen), ["added", "over", "already"]);
});

test("what the API answers for a line becomes a line of the check", () => {
  const api = { uuid: "u", name: null, slug: null, image_url: "p", country_code: "IT" };
  assert.deepEqual(lineOf({ line: "x", status: "ambiguous", artist: null, candidates: [api], note: "two" }), {
    written: "x",
    status: "ambiguous",
    artist: null,
    candidates: [{ uuid: "u", name: "Artist without a name", country: "IT", picture: "p" }],
    note: "two",
    unwanted: false,
  });
});

test("a line says all of a form, and is about the world where it names no country", () => {
  const asked: AskedInLine = {
    artists: [{ name: "Annalisa" }],
    platforms: ["spotify"],
    start_date: "2024-09-01",
    end_date: "2024-09-30",
    country: null,
    compare: "previous_year",
    sections: ["radio"],
    songs_limit: null,
    line: "Annalisa on spotify for 2024-09 compare previous_year radio",
  };
  assert.deepEqual(partOf(asked), {
    platforms: ["spotify"],
    start: "2024-09-01",
    end: "2024-09-30",
    country: null,
    compare: "previous_year",
    sections: ["radio"],
    songsLimit: null,
  });
});
