// Subscriptions: which days a period means, when one is due in words, and what is wrong with a draft.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Calls } from "../src/api.ts";
import { apiWords } from "../src/api-words.ts";
import { languageFor, speak } from "../src/language.ts";
import type { ReportRequest } from "../src/openapi.d.ts";
import { fragmentOf, subscriptionIn } from "../src/subscriptions/address.ts";
import { subscriptionCalls } from "../src/subscriptions/calls.ts";
import { periodExplained } from "../src/subscriptions/described.ts";
import {
  differing,
  draftOf,
  draftOfForm,
  insteadOf,
  isRight,
  movingOf,
  wrongBy,
  wrongIn,
} from "../src/subscriptions/rules.ts";
import { type Draft, PERIODS, type Subscription } from "../src/subscriptions/types.ts";
import { dayIn, daysOf, dueText, inWords, nearDays, otherClock } from "../src/subscriptions/when.ts";
import { zones, zonesLike } from "../src/subscriptions/zone-field.ts";

const UUID = "00000000-0000-4000-8000-000000000001";

function draft(changed: Partial<Draft> = {}): Draft {
  return {
    title: "Monday in Italy",
    request: { period: "last_week", artists: [UUID], platforms: ["spotify"] },
    ...{ every: "week", on: 1, at: "08:30", time_zone: "Europe/Rome" },
    deliver: [{ slack_channel: "C0123456789" }],
    ...{ skip: "never", only_when: null },
    ...changed,
  };
}

test("a period means whole days before today, as the API counts them", () => {
  const spans = (today: string): string[] =>
    PERIODS.map((period) => {
      const { start, end } = daysOf(period, today);
      return `${period} ${start} ${end}`;
    });
  assert.deepEqual(spans("2026-12-01"), [
    "yesterday 2026-11-30 2026-11-30",
    "last_7_days 2026-11-24 2026-11-30",
    "last_week 2026-11-23 2026-11-29",
    "last_28_days 2026-11-03 2026-11-30",
    "last_month 2026-11-01 2026-11-30",
    "last_quarter 2026-07-01 2026-09-30",
    // Of a month that begins today there is no day yet.
    "month_to_date 2026-11-01 2026-11-30",
  ]);
  assert.deepEqual(spans("2024-03-04").slice(2, 6), [
    "last_week 2024-02-26 2024-03-03",
    "last_28_days 2024-02-05 2024-03-03",
    "last_month 2024-02-01 2024-02-29",
    "last_quarter 2023-10-01 2023-12-31",
  ]);
  assert.equal(daysOf("last_week", "2026-12-06").start, "2026-11-23");
});

test("the month to date says on the first that it is the month before", () => {
  const said = (day: string): string =>
    periodExplained("month_to_date", "Europe/Rome", new Date(`${day}T10:00:00Z`)).replace(/\s/g, " ");
  assert.equal(said("2026-12-01"), "Month to date (on the 1st the month before, now Nov 1 – 30)");
  assert.equal(said("2026-12-02"), "Month to date (now Dec 1)");
});

test("the day it is depends on the zone", () => {
  const now = new Date("2026-12-01T23:30:00Z");
  assert.deepEqual(
    ["Europe/Rome", "UTC", "America/New_York"].map((zone) => dayIn(zone, now)),
    ["2026-12-02", "2026-12-01", "2026-12-01"],
  );
});

test("an instant is told by both clocks where they differ, with the other day only if it is another", () => {
  const due = "2026-12-07T07:30:00Z";
  const plain = (text: string | null): string | undefined => text?.replace(/\s/g, " ");
  assert.equal(
    plain(dueText(due, "Europe/Rome", "Europe/London")),
    "Mon, Dec 7, 2026, 7:30 AM for you (8:30 AM in Europe/Rome)",
  );
  // Another name for the same clock.
  assert.equal(plain(dueText(due, "Europe/Rome", "Europe/Berlin")), "Mon, Dec 7, 2026, 8:30 AM");
  assert.equal(otherClock(due, "Europe/Rome", "Europe/Berlin"), null);
  assert.equal(plain(otherClock(due, "America/Los_Angeles", "Europe/Rome")), "Sun, Dec 6, 2026, 11:30 PM");
});

test("when a subscription is due is said in words", async () => {
  const said = (): (string | undefined)[] =>
    [
      inWords(draft()),
      inWords(draft({ every: "day", on: null, at: "17:00", time_zone: "America/New_York" })),
      inWords(draft({ every: "month", on: 3 })),
      inWords(draft({ every: "month", on: 31 })),
      nearDays({ start: "2026-11-23", end: "2026-11-29" }),
    ].map((text) => text.replace(/\s/g, " "));
  assert.deepEqual(said(), [
    "Every Monday at 8:30 AM (Europe/Rome)",
    "Every day at 5:00 PM (America/New York)",
    "On day 3 of every month at 8:30 AM (Europe/Rome)",
    "On the last day of every month at 8:30 AM (Europe/Rome)",
    "Nov 23 – 29",
  ]);
  await speak(languageFor("it", ["it-IT"]));
  await apiWords.ready();
  assert.deepEqual(said(), [
    "Ogni lunedì alle 08:30 (Europe/Rome)",
    "Ogni giorno alle 17:00 (America/New York)",
    "Il giorno 3 di ogni mese alle 08:30 (Europe/Rome)",
    "L'ultimo giorno di ogni mese alle 08:30 (Europe/Rome)",
    "23–29 nov",
  ]);
});

test("a report suggests the period that moves as its own days do, and how often it is wanted", () => {
  const suggested = (start: string, end: string): string => {
    const { period, every, on } = movingOf({ start, end });
    return `${period} ${every} ${on}`;
  };
  assert.equal(suggested("2026-11-01", "2026-11-30"), "last_month month 3");
  assert.equal(suggested("2026-07-01", "2026-09-30"), "last_quarter month 3");
  assert.equal(suggested("2026-11-30", "2026-11-30"), "yesterday day null");
  assert.equal(suggested("2026-11-23", "2026-11-29"), "last_week week 1");
  assert.equal(suggested("2026-11-24", "2026-11-30"), "last_7_days week 1");
  assert.equal(suggested("2026-11-01", "2026-11-20"), "month_to_date week 1");
  assert.equal(suggested("", "2026-11-30"), "last_28_days week 1");
  assert.equal(suggested("2025-01-01", "2025-12-31"), "last_28_days week 1");
});

test("a form becomes a subscription with a period in place of its days", () => {
  const form = {
    ...{ artists: [{ uuid: UUID, name: "Annalisa" }], platforms: ["spotify"], country: "IT" },
    ...{ start: "2026-11-01", end: "2026-11-30", compare: "previous_period" as const },
    ...{ sections: ["tracks"], songsLimit: null },
  };
  const made = draftOfForm(form, "Annalisa, Italy", "Europe/Rome");
  assert.deepEqual(made.request, {
    ...{ artists: [UUID], platforms: ["spotify"], country: "IT", compare: "previous_period" },
    ...{ sections: ["tracks"], period: "last_month" },
  });
  assert.deepEqual([made.at, made.time_zone, made.deliver], ["08:30", "Europe/Rome", []]);
});

test("what is wrong with a draft is told by its part, and of targets one by one", () => {
  assert.ok(isRight(wrongIn(draft())));
  const nothing = wrongIn(draft({ title: " ", at: "", time_zone: "", deliver: [] }));
  assert.deepEqual([...nothing.parts.keys()], ["title", "when", "zone"]);
  const deliver = [
    ...[{ slack_channel: "C0123456789" }, { slack_channel: "#general" }, { email: "ada@label.example" }],
    ...[{ email: "Ada <ada@label.example>" }, { callback_url: "https://label.example/hook?a=1" }],
    ...[{ callback_url: "label.example" }, { slack_channel: "C0123456789" }],
    // Whether an installation takes one without TLS, as a local one does, the API says.
    { callback_url: "http://127.0.0.1:8080/hook" },
  ];
  assert.deepEqual([...wrongIn(draft({ deliver })).targets.keys()], [1, 3, 5, 6]);
});

test("a mailbox is one in whatever case it is written", () => {
  const deliver = [{ email: "ada@label.example" }, { email: "Ada@Label.example" }];
  assert.deepEqual([...wrongIn(draft({ deliver })).targets.keys()], [1]);
});

test("an error of the API is told at the part of the dialog it is about", () => {
  const errors = [
    ["title", "give text"],
    ["request.period", "give one of"],
    ["request.artists.0", "no such artist"],
    ["every", "first"],
    ["on", "second"],
    ["time_zone", "no zone"],
    ["deliver", "give some"],
    ["deliver.1.email", "no address"],
    ["deliver.1", "twice"],
    ["skip", "give one"],
  ].map(([field, message]) => ({ field: field!, message: message! }));
  const { parts, targets } = wrongBy(errors, (text) => text.toUpperCase());
  assert.deepEqual(Object.fromEntries(parts), {
    ...{ title: "GIVE TEXT", period: "GIVE ONE OF", whole: "NO SUCH ARTIST", when: "FIRST" },
    ...{ zone: "NO ZONE", deliver: "GIVE SOME", skip: "GIVE ONE" },
  });
  assert.deepEqual([...targets], [[1, "NO ADDRESS"]]);
});

test("two drafts differ by what they say, not by the order in which they say it", () => {
  const request = { platforms: ["spotify"], artists: [UUID], period: "last_week" } as Draft["request"];
  assert.deepEqual(differing(draft(), draft({ request })), []);
  assert.deepEqual(differing(draft(), draft({ at: "09:00", skip: "empty" })), ["at", "skip"]);
  // A run counts the version of a subscription up, and changes nothing that somebody wrote.
  const run = { ...draft(), version: 7, failures: 1, next_due: null } as unknown as Subscription;
  assert.deepEqual(differing(draftOf(run), draft()), []);
});

test("what the form asks for is offered in place of what is asked for, unless it is the same", () => {
  const { request } = draft();
  const report = {
    ...{
      artists: [UUID],
      platforms: ["spotify", "deezer"],
      start_date: "2026-11-01",
      end_date: "2026-11-02",
    },
  } as ReportRequest;
  assert.deepEqual(insteadOf(request, report), {
    ...{ artists: [UUID], platforms: ["spotify", "deezer"], period: "last_week" },
  });
  const both = { ...request, platforms: ["deezer", "spotify"], sections: [], songs_limit: 25, country: null };
  assert.equal(insteadOf(both as Draft["request"], report), null);
});

test("a draft is posted without what it does not ask for, and changed with the version that was read", async () => {
  const sent: unknown[] = [];
  const request = (...given: unknown[]): Promise<unknown> => {
    sent.push(given);
    return Promise.resolve({});
  };
  const calls = subscriptionCalls({ request } as unknown as Calls);
  const daily = draft({ every: "day", on: null });
  const { on: _, only_when: __, ...body } = daily;
  await calls.create(daily, "a key");
  await calls.change("s1", daily, 3);
  await calls.pause("s1", true);
  await calls.run("s1", "another");
  assert.deepEqual(sent, [
    ["POST", "./subscriptions", body, { headers: { "idempotency-key": "a key" } }],
    ["PATCH", "./subscriptions/s1", { ...daily, version: 3 }],
    ["PATCH", "./subscriptions/s1", { paused: true }],
    ["POST", "./subscriptions/s1/run", undefined, { headers: { "idempotency-key": "another" } }],
  ]);
});

test("a time zone is found by a part of its name, without its signs", () => {
  const all = zones("Europe/Rome");
  assert.ok(all.length > 300 && all.includes("UTC"));
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(zonesLike(all, "new york"), ["America/New_York"]);
  assert.deepEqual(zonesLike(["America/Jerome", "Europe/Rome"], "rome"), ["Europe/Rome", "America/Jerome"]);
});

test("an address leads to the list, to one of it, or to neither", () => {
  assert.equal(subscriptionIn(""), undefined);
  assert.equal(subscriptionIn("#key=a"), undefined);
  assert.equal(subscriptionIn("#subscriptions"), null);
  assert.equal(subscriptionIn("#subscription="), null);
  assert.equal(subscriptionIn(fragmentOf("7c2f9a10-3d84")), "7c2f9a10-3d84");
  assert.equal(subscriptionIn(fragmentOf(null)), null);
});

test("why a run failed and a subscription is paused is Italian to its last sentence", async () => {
  await speak(languageFor("it", ["it-IT"]));
  await apiWords.ready();
  assert.equal(
    apiWords.sentences("3 runs in a row failed, the last because of this: Its report was deleted."),
    "3 invii di seguito non sono riusciti, l'ultimo per questo motivo: Il suo report è stato eliminato.",
  );
  assert.equal(
    apiWords.sentences("Of what was asked for, 1 part could not be fetched."),
    "Di quello che è stato chiesto, recupero non riuscito per 1 parte.",
  );
});
