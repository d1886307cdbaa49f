"""The page in Italian: what the sections say in English, which comes without codes, is known to it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from linernotes.model.words import sentence as as_sentence
from linernotes.sections.sources import SOURCES
from linernotes.slack.subscription_owners import LEFT
from linernotes.subscriptions.end_run import NO_SUBSCRIPTION
from linernotes.subscriptions.repair_run import NONE_LEFT
from linernotes.subscriptions.settle_run import NOBODY
from tests.unit.template import ROOT
from tests.unit.web import run_node

SECTIONS = ROOT / "layers" / "shared" / "linernotes" / "sections"
ELSEWHERE = {"sheet.py", "lines.py", "answer_types.py", "answer_values.py", "section.py", "notes_sheet.py"}
"""What stands in the workbook, in Slack or in the documentation."""
BY_CODE = {"audience", "tracks", "sources"}
"""Whose notes have codes."""
MADE_OF_SENTENCES = {
    "{} None was there on both days.",
    "{} {} there on both days went from {} to {}.",
    "{} at the start, {} at the end: part of the difference is {}.",
    "{} of {} {} not in the engagement rate, because views, likes or comments are missing.",
    "{} on the stations{} that Soundcharts monitors; other stations are not known.",
    "{}: {}.",
    "Counted from {}, {}.",
    "Gained {}.",
    "No day of {} could be judged. That takes {} of three days in a row and of {} of the {} days before "
    "them, and {}.",
    "Not compared: for {} the values do not reach over at least half of {}.",
    "Not compared: {}.",
    "Of {} the gain is {}.",
    "The mean {} of {} against the median of the 28 days before.",
}
"""Texts that become one of several sentences by what is put into them; the page knows each of those."""


def sentences_of(module: Path) -> Iterator[str]:
    """Give the sentences in a module, with {} for what is put into them."""
    tree = ast.parse(module.read_text())
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside |= {id(part) for how_to_read in reading_of(tree) for part in ast.walk(how_to_read)}
    for node in ast.walk(tree):
        if id(node) in inside:
            continue
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=values):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)


def reading_of(tree: ast.Module) -> list[ast.expr]:
    """Give what a module says of how the sheets of the workbook are to be read."""
    return [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "READING"
    ]


def said_by_sections() -> dict[str, str]:
    """Give every sentence of the sections without codes, and where it is said."""
    said = {}
    for module in sorted(SECTIONS.rglob("*.py")):
        if module.name in ELSEWHERE or BY_CODE & set(module.parts):
            continue
        for text in sentences_of(module):
            if re.match(r"[A-Z{].* .*\.$", text):
                said[text] = str(module.relative_to(SECTIONS))
    return said


def known_in_italian() -> set[str]:
    """Give every sentence the page knows, with {} for its parts."""
    script = (
        'import { KNOWN_SENTENCES } from "./src/sentences.it.ts";'
        "console.log(JSON.stringify(KNOWN_SENTENCES.map(([english]) => english)))"
    )
    sentences: list[str] = json.loads(run_node("--input-type=module", "--eval", script))
    return {re.sub(r"\{\w+\}", "{}", text) for text in sentences}


def pattern_of(known: str) -> str:
    return re.escape(known).replace(r"\{\}", r".+?")


def test_every_sentence_of_the_sections_is_known_in_italian() -> None:
    said = said_by_sections()
    known = [re.compile(pattern_of(text)) for text in known_in_italian()]
    assert len(said) > 80
    unknown = {}
    for text, where in said.items():
        rest = text
        # A text may have several sentences, which are known one by one.
        while rest:
            ends = [found.end() for pattern in known if (found := pattern.match(rest))]
            if not ends:
                break
            rest = rest[max(ends) :].strip()
        if rest and text not in MADE_OF_SENTENCES:
            unknown[text] = where
    assert unknown == {}


def test_what_is_said_of_subscriptions_is_known_in_italian() -> None:
    shared = SECTIONS.parent
    # A sentence, without another that is put before or after it.
    sentence = re.compile(r"[A-Z{].* .*[.:]( {})?$")
    of_runs = {
        re.sub(r"^{} (?=[A-Z])|(?<=:) {}$", "", text)
        for name in ("settle_run", "completeness", "run_subscriptions", "end_run", "key_owners")
        for text in sentences_of(shared / "subscriptions" / f"{name}.py")
        if sentence.match(text)
    }
    unsubscribed = sentences_of(shared / "subscriptions" / "mail" / "unsubscribe.py")
    of_runs |= {each for text in unsubscribed if sentence.match(text) for each in re.split(r"(?<=\.) ", text)}
    of_runs |= {as_sentence(text) for text in (NO_SUBSCRIPTION, NOBODY, NONE_LEFT, LEFT)}
    of_fields = {
        text.format("Monday 1 to Sunday 7") if text == "give a whole number, {}" else text
        for text in sentences_of(shared / "api" / "subscriptions" / "readers.py")
        if re.match(r"(give|this|it|every) .* ", text)
    }
    assert (len(of_runs) > 10, len(of_fields) > 8) == (True, True)
    known = [re.compile(pattern_of(text)) for text in known_in_italian()]
    said = of_runs | of_fields
    assert {text for text in said if not any(pattern.fullmatch(text) for pattern in known)} == set()


def test_every_cadence_of_a_platform_is_known_in_italian() -> None:
    script = (
        'import { apiWords } from "./src/api-words.it.ts";'
        "console.log(JSON.stringify(Object.keys(apiWords.cadences)))"
    )
    known: list[str] = json.loads(run_node("--input-type=module", "--eval", script))
    told = {source.cadence.words for source in SOURCES.values()}
    told |= {source.country_cadence for source in SOURCES.values() if source.country_cadence}
    assert len(told) > 3
    assert told - set(known) == set()


def test_rows_that_are_late_are_named_in_italian_whatever_their_artists_are_called() -> None:
    said = (
        "The last days of 4 rows are not published yet: Dr. Dre (Spotify Monthly Listeners), Tom and Jerry "
        "(Deezer Fans), A (YouTube Views) and 1 more. It could not be repaired: The same figures came again."
    )
    script = (
        'import { sentencesInItalian } from "./src/sentences.it.ts";'
        f"console.log(JSON.stringify(sentencesInItalian({json.dumps(said)})))"
    )
    written = json.loads(run_node("--input-type=module", "--eval", script))
    # Metrics are in Italian where the page is: it is not here.
    assert written == (
        "Gli ultimi giorni non sono ancora pubblicati per 4 righe: Dr. Dre (Spotify Monthly Listeners), "
        "Tom and Jerry (Deezer Fans), A (YouTube Views) e un'altra. Il completamento non è riuscito: "
        "Sono arrivate le stesse cifre."
    )
