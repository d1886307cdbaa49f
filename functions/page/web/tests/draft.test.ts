// What is carried over when the page begins again in another language.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyForm } from "../src/address.ts";
import { readDraft, writeDraft } from "../src/draft.ts";

const TODAY = "2024-10-15";

test("a draft carried over is the form and what was typed, letter by letter", () => {
  const typed = { artists: "Annal & form=x", line: "Nirvana on spotify, 2024-09 + “compare”" };
  const form = { ...emptyForm(TODAY), platforms: ["spotify"], start: "", country: "IT" };
  for (const draft of [
    { form, typed },
    { form: null, typed },
    { form, typed: { artists: "", line: "" } },
  ])
    assert.deepEqual(readDraft(writeDraft(draft), TODAY), draft);
});
