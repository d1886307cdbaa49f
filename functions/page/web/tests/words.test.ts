import assert from "node:assert/strict";
import { test } from "node:test";
import { Offline, Refused } from "../src/api.ts";
import { type FileKind, isThere, linkTo, separatorOf } from "../src/downloads.ts";
import { periodName, timeOf } from "../src/moments.ts";
import type { Report } from "../src/openapi.d.ts";
import { problemText } from "../src/problems.ts";
import { reasonIn } from "../src/reasons.ts";
import { words } from "../src/words.ts";

test("a reason is known by what went wrong, not by what Soundcharts wrote of it", () => {
  assert.equal(reasonIn("Soundcharts refused the request (400): the API key answered this month"), "refused");
  assert.equal(reasonIn("Soundcharts has a fault of its own (503): maximum request count a minute"), "fault");
  assert.equal(
    reasonIn("the month's Soundcharts calls are used up until the period ends on 2024-10-31"),
    "quota",
  );
  assert.equal(reasonIn("Soundcharts takes no more calls this minute; it asks to wait 12 s"), "busy");
  assert.equal(reasonIn("nobody has ever seen this"), "other");
});

test("what was wrong before the time ran out says more than that it did", () => {
  const late = "the time to collect ended before this was fetched";
  assert.equal(reasonIn(late), "late");
  assert.equal(reasonIn(`${late}; before that: Soundcharts did not answer in time`), "noAnswer");
  assert.equal(reasonIn(`${late}; before that: something odd`), "late");
});

test("problems are told in words, without what operators read", () => {
  const refused = (status: number, detail: string): Refused =>
    new Refused(status, { type: "", title: "", status, detail, instance: "" }, 7);
  assert.equal(problemText(new Offline()), words.problem.offline);
  assert.equal(
    problemText(refused(503, "Soundcharts has a fault of its own (503): Down.")),
    "Soundcharts has a fault of its own. Try again in a while.",
  );
  assert.equal(problemText(refused(429, "")), words.problem.throttled(7));
  assert.equal(problemText(refused(500, "KeyError")), words.problem.server);
  // Only what says that Soundcharts is at fault, or why, is told so.
  assert.equal(problemText(refused(503, "Service Unavailable")), words.problem.server);
  assert.equal(problemText(new TypeError()), words.problem.server);
});

test("a CSV is separated as the reader's spreadsheet expects", () => {
  assert.deepEqual(["en-US", "en-GB", "ja-JP", "it-IT", "de-DE", "fr-FR", "pt-BR"].map(separatorOf), [
    ",",
    ",",
    ",",
    ";",
    ";",
    ";",
    ";",
  ]);
});

test("a link leads to the file of that format and separator", () => {
  const downloads = [
    { format: "csv", separator: ",", url: "comma" },
    { format: "csv", separator: ";", url: "semicolon" },
    { format: "json", url: "json" },
  ];
  const report = { status: "partial", download_url: "workbook", downloads } as unknown as Report;
  const link = (format: string, separator?: FileKind["separator"]): string | undefined =>
    linkTo(report, { format: format as FileKind["format"], ...(separator ? { separator } : {}) });
  assert.deepEqual(
    [link("xlsx"), link("csv", ";"), link("csv", ","), link("json"), link("pdf")],
    ["workbook", "semicolon", "comma", "json", undefined],
  );
});

test("a file that could not be written is not offered, and the others are", () => {
  const there = (missing: object[], status = "partial"): boolean[] => {
    const report = { status, missing_files: missing } as unknown as Report;
    const kinds: FileKind[] = [
      { format: "xlsx" },
      { format: "csv", separator: "," },
      { format: "csv", separator: ";" },
      { format: "json" },
    ];
    return kinds.map((kind) => isThere(report, kind));
  };
  assert.deepEqual(there([]), [true, true, true, true]);
  assert.deepEqual(there([{ format: "xlsx", reason: "" }]), [false, true, true, true]);
  assert.deepEqual(there([{ format: "csv", reason: "" }]), [true, false, true, true]);
  assert.deepEqual(there([{ format: "csv", separator: ";", reason: "" }]), [true, true, false, true]);
  assert.deepEqual(there([], "failed"), [false, false, false, false]);
});

test("a whole month, quarter or year is called by its name, anything else by its days", () => {
  assert.equal(periodName("2024-07-01", "2024-09-30"), "Q3 2024");
  assert.equal(periodName("2024-01-01", "2024-12-31"), "2024");
  assert.match(periodName("2024-02-01", "2024-04-30"), /^Feb 1\s–\sApr 30, 2024$/);
  assert.equal(periodName("2026-02-01", "2026-02-28"), "February 2026");
  assert.equal(periodName("2024-02-01", "2024-02-29"), "February 2024");
  assert.match(periodName("2024-02-01", "2024-02-28"), /^Feb 1\s–\s28, 2024$/);
  assert.match(periodName("2024-01-01", "2024-02-29"), /^Jan 1\s–\sFeb 29, 2024$/);
});

test("a moment of today is told by its time, any other with its day", () => {
  const now = new Date(2026, 10, 29, 20, 0);
  assert.match(timeOf(new Date(2026, 10, 29, 20, 25).toISOString(), now), /^8:25\sPM$/);
  assert.match(timeOf(new Date(2026, 10, 30, 0, 5).toISOString(), now), /^Nov 30, 2026, 12:05\sAM$/);
});
