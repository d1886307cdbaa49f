"""The page function: which file it gives, how packed, with which headers; and what the page is made of."""

from __future__ import annotations

import ast
import gzip
import json
import re
import shutil
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest

from functions.page import app as page
from linernotes.api.openapi import openapi_document
from linernotes.api.resource import platforms_json
from linernotes.model import errors
from linernotes.model.countries import COUNTRIES
from linernotes.model.platforms import CHART_PLATFORMS
from linernotes.model.report import DEADLINE_REASON
from linernotes.page.pictures import Picture, Pictures
from linernotes.page.site import Site
from linernotes.reports.fail_dead_letters import JOB_REASON
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES as METRIC_SOURCES
from tests.integration.api_events import an_event
from tests.integration.moto_stack import Context
from tests.unit.template import ROOT
from tests.unit.web import WEB, run_node

LARGEST_FIRST_LOAD_BYTES, LARGEST_PAGE_BYTES = 60_000, 100_000
LONGEST_MODULE_LINES = 400
GENERATED = "openapi.d.ts"
"""The types that are made of the OpenAPI document."""
WRITTEN = sorted(path for path in WEB.glob("src/**/*.ts") if path.name != GENERATED)
SOURCES = sorted([*WEB.glob("*.ts"), *WRITTEN, *WEB.glob("styles/*.css")])


@dataclass(frozen=True)
class Answer:
    """An answer as the caller gets it."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(path: str, *, url: str | None = None, **headers: str) -> Answer:
    """Call the page function; headers are named with underscores for dashes, `url` goes into the query."""
    query = {"url": url} if url else None
    named = {name.replace("_", "-"): value for name, value in {"accept": "*/*", **headers}.items()}
    answered = page.handler(an_event("GET", path, query=query, headers=named), Context(time_left_s=10))
    body = answered["body"]
    given = {name.lower(): values[0] for name, values in answered["multiValueHeaders"].items()}
    return Answer(
        answered["statusCode"], given, b64decode(body) if answered["isBase64Encoded"] else body.encode()
    )


def named_in(html: bytes) -> list[str]:
    """Give the addresses a page refers to."""
    return re.findall(r'(?:href|src)="([^"]+)"', html.decode())


# ----------------------------------------------------------------------------------------------- the page


def test_the_page_and_all_it_refers_to_are_there(page_site: Path) -> None:
    html = get("/")
    assert (html.status, html.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert html.body == (page_site / "index.html").read_bytes()
    addresses = named_in(html.body)
    types = {get(address.removeprefix(".")).headers["content-type"].split(";")[0] for address in addresses}
    assert types == {"text/css", "text/javascript", "image/svg+xml"}


@pytest.mark.parametrize(
    ("asked", "query", "address"),
    [
        ("/v1", None, "https://an.api/v1/"),
        ("/v1", {"a": "1", "b": "x y"}, "https://an.api/v1/?a=1&b=x+y"),
        ("/v1", {"a": "\ud800"}, "https://an.api/v1/?a=%3F"),
        ("/music/notes", None, "https://an.api/music/notes/"),
    ],
)
@pytest.mark.usefixtures("page_site")
def test_who_leaves_out_the_last_slash_is_sent_to_the_page_with_it(
    asked: str, query: dict[str, str] | None, address: str
) -> None:
    event = an_event("GET", "/", query=query, headers={"accept": "*/*"})
    event["requestContext"]["path"] = asked
    answer = page.handler(event, Context(time_left_s=10))
    (location,) = answer["multiValueHeaders"]["Location"]
    assert (answer["statusCode"], answer["body"]) == (302, "")
    assert answer["multiValueHeaders"]["Cache-Control"] == ["no-store"]
    assert urljoin(f"https://an.api{asked}", location) == address


@pytest.mark.usefixtures("page_site")
def test_half_a_character_in_an_address_is_refused_like_any_other_that_is_none() -> None:
    assert get("/pictures", url="https://pictures.example/\ud800").status == 422
    assert get("/\ud800").status == 404


@pytest.mark.parametrize("asked", ["/", "/v1/", "/music/notes/"])
@pytest.mark.usefixtures("page_site")
def test_with_the_last_slash_the_page_is_given(asked: str) -> None:
    event = an_event("GET", "/", headers={"accept": "*/*"})
    event["requestContext"]["path"] = asked
    assert page.handler(event, Context(time_left_s=10))["statusCode"] == 200


@pytest.mark.usefixtures("page_site")
def test_every_address_in_the_page_is_relative_as_it_lies_below_a_stage() -> None:
    addresses = named_in(get("/").body)
    assert addresses
    assert all(address.startswith("./assets/") for address in addresses)


@pytest.mark.usefixtures("page_site")
def test_nothing_in_the_page_is_inline() -> None:
    html = get("/").body.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", html) == []


@pytest.mark.usefixtures("page_site")
def test_the_policy_allows_the_pages_own_files_and_nothing_else() -> None:
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in get("/").headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "img-src", "connect-src")} == {"'self'"}
    assert {policy[name] for name in ("frame-ancestors", "base-uri", "form-action")} == {"'none'"}


@pytest.mark.parametrize("language", ["english", "italian"])
def test_the_first_load_is_small_in_each_language(page_site: Path, language: str) -> None:
    packed = {"accept_encoding": "br"}
    html = get("/", **packed)
    named = {Path(address).name for address in named_in(get("/").body)}
    # Words of another language than English are no part of the page: its readers load them.
    translated = {path.name for path in page_site.glob(f"{language}-*.js")}
    assert len(translated) == (language != "english")
    assert not translated & named
    loaded = named | imported_by(page_site, translated)
    files = [get(f"/assets/{name}", **packed) for name in sorted(loaded)]
    assert all(file.headers["content-encoding"] == "br" for file in files)
    assert len(html.body) + sum(len(file.body) for file in files) < LARGEST_FIRST_LOAD_BYTES


def imported_by(site: Path, scripts: set[str]) -> set[str]:
    """Give scripts and all they import as they begin."""
    found = {
        other
        for name in scripts
        for other in re.findall(r'(?:from|import)\s*"\./([\w.-]+\.js)"', (site / name).read_text())
    }
    return scripts if found <= scripts else imported_by(site, scripts | found)


def test_what_shows_reports_is_loaded_after_the_page_and_what_the_page_needs_with_it(page_site: Path) -> None:
    named = {Path(address).name for address in named_in(get("/").body)}
    scripts = {path.name for path in page_site.glob("*.js")}
    begun = named & scripts
    assert len(begun) > 1
    assert imported_by(page_site, begun) == begun
    later = {name for name in scripts - named if name.startswith(("views-", "uPlot.esm-"))}
    assert len(later) == 2
    whole = {page_site / f"{name}.br" for name in (*named, *imported_by(page_site, later))}
    assert sum(path.stat().st_size for path in whole) < LARGEST_PAGE_BYTES


# ---------------------------------------------------------------------------------------------- how it comes


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("BR;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.000, gzip; q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_file_is_packed_in_the_best_way_the_caller_can_unpack(
    page_site: Path, accepted: str, chosen: str | None
) -> None:
    answer = get("/", accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == chosen
    assert answer.headers["vary"] == "Accept-Encoding"
    suffix = {"br": ".br", "gzip": ".gz", None: ""}[chosen]
    assert answer.body == (page_site / f"index.html{suffix}").read_bytes()


def test_packed_files_are_the_plain_ones(page_site: Path) -> None:
    for name in json.loads((page_site / "manifest.json").read_text()):
        plain = (page_site / name).read_bytes()
        assert gzip.decompress((page_site / f"{name}.gz").read_bytes()) == plain


@pytest.mark.usefixtures("page_site")
def test_nothing_is_packed_for_a_caller_api_gateway_would_not_unpack_for() -> None:
    assert "content-encoding" not in get("/", accept="", accept_encoding="br").headers


@pytest.mark.usefixtures("page_site")
def test_a_page_that_has_not_changed_is_not_sent_again() -> None:
    first = get("/", accept_encoding="br")
    again = get("/", accept_encoding="br", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert first.headers["cache-control"] == again.headers["cache-control"] == "no-cache"
    otherwise_packed = get("/", accept_encoding="gzip", if_none_match=first.headers["etag"])
    assert otherwise_packed.status == 200


@pytest.mark.usefixtures("page_site")
def test_an_asset_is_kept_for_ever_as_another_one_has_another_name() -> None:
    for address in named_in(get("/").body):
        assert re.fullmatch(r"\./assets/\w+-[0-9A-Z]{8}\.(css|js|svg)", address)
        answer = get(address.removeprefix("."))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "file", ["none.js", "manifest.json", "index.html.br", "..", "../app.py", "%2e%2e%2fapp.py", "app.py"]
)
@pytest.mark.usefixtures("page_site")
def test_what_the_build_does_not_list_is_not_found(file: str) -> None:
    answer = get(f"/assets/{file}")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.body)["title"] == "Not found"


def test_a_site_that_was_not_built_is_an_error_and_not_an_empty_page(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Site(tmp_path).find("index.html", lambda _: False)


def test_building_twice_gives_the_same_files(built_site: Path, tmp_path: Path) -> None:
    run_node("build.ts", str(tmp_path / "site"))
    again = {path.name: path.read_bytes() for path in (tmp_path / "site").iterdir()}
    assert again == {path.name: path.read_bytes() for path in built_site.iterdir()}


# ---------------------------------------------------------------------------------------------- pictures


@pytest.fixture
def picture_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PICTURE_HOSTS", "pictures.example.org")


@pytest.mark.usefixtures("picture_hosts")
def test_a_picture_is_given_as_it_came_and_kept_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def find(_: Pictures, url: str) -> Picture:
        asked.append(url)
        return Picture("image/png", b"\x89PNG")

    monkeypatch.setattr(Pictures, "find", find)
    answer = get("/pictures", url="https://pictures.example.org/a.png")
    assert (answer.status, answer.body) == (200, b"\x89PNG")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert asked == ["https://pictures.example.org/a.png"]


@pytest.mark.usefixtures("picture_hosts")
def test_a_picture_that_is_not_to_be_had_is_no_error() -> None:
    assert get("/pictures", url="https://elsewhere.example.org/a.png").status == 204


@pytest.mark.usefixtures("picture_hosts")
@pytest.mark.parametrize(
    "url", [None, "a.png", "http://pictures.example.org/a.png", "https://10.0.0.1/a.png"]
)
def test_what_is_no_public_address_of_a_picture_is_refused(url: str | None) -> None:
    answer = get("/pictures", url=url)
    assert (answer.status, json.loads(answer.body)["errors"][0]["field"]) == (422, "url")


# ---------------------------------------------------------------------------------------------- its source


def test_the_pages_own_tests_pass() -> None:
    printed = run_node("--test", "--test-reporter=tap", "tests/*.test.ts")
    (passed,) = re.findall(r"^# pass (\d+)$", printed, re.MULTILINE)
    assert int(passed) > 0
    assert re.findall(r"^# (?:fail|skipped|todo|cancelled) (\d+)$", printed, re.MULTILINE) == ["0"] * 4


def test_the_page_offers_exactly_the_countries_the_api_takes() -> None:
    source = (WEB / "src" / "countries.ts").read_text()
    assert set(re.findall(r"\b[A-Z]{2}\b", source.partition("(\n")[2].partition("\n)")[0])) == COUNTRIES


def errors_raised() -> dict[str, str]:
    """Give what each error of Soundcharts' adapters says, with a 7 for what is put into it, and its class."""
    classes = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.UpstreamError)
    }
    said = {}
    for module in (ROOT / "layers" / "shared" / "linernotes").rglob("*.py"):
        for call in ast.walk(ast.parse(module.read_text())):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            if call.func.id in classes and call.args and (text := written(call.args[0])):
                said[text] = call.func.id
    return said


def written(node: ast.expr) -> str | None:
    """Give the text an expression makes, as far as it is in the source."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(written(value) or "7" for value in values)
    return None


REASONS = {
    "BadCredentials": {"credentials"},
    "NotInPlan": {"plan"},
    "NotFound": {"unknown"},
    "RequestRefused": {"refused"},
    "QuotaSpent": {"quota"},
    "Throttled": {"busy"},
    "Unavailable": {"noAnswer", "unreachable", "fault"},
    "BrokenAnswer": {"unreadable", "refused"},
    "ListTooLong": {"unreadable"},
}
"""How the page words the errors of each class."""


def test_the_page_has_words_for_every_reason_there_is() -> None:
    said = errors_raised()
    others = [JOB_REASON, DEADLINE_REASON, "the data is no longer stored"]
    assert len(said) > 20
    script = (
        'import { reasonIn } from "./src/reasons.ts";'
        f"console.log(JSON.stringify({json.dumps([*said, *others])}.map(reasonIn)))"
    )
    reasons = json.loads(run_node("--input-type=module", "--eval", script))
    worded = dict(zip([*said, *others], reasons, strict=True))
    assert {text: worded[text] for text, kind in said.items() if worded[text] not in REASONS[kind]} == {}
    assert [worded[text] for text in others] == ["stopped", "late", "notKept"]


def codes_of_notes() -> set[str]:
    """Give the codes of every note the rules make."""
    return {
        str(call.args[0].value)
        for module in (ROOT / "layers" / "shared" / "linernotes").rglob("*.py")
        for call in ast.walk(ast.parse(module.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Note"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_the_page_has_words_for_every_code_of_a_note() -> None:
    script = 'import { words } from "./src/words.ts"; console.log(JSON.stringify(Object.keys(words.notes)))'
    worded = set(json.loads(run_node("--input-type=module", "--eval", script)))
    codes = codes_of_notes()
    assert len(codes) > 10
    assert codes <= worded


def test_the_page_knows_which_platforms_have_charts() -> None:
    has_charts = {platform["slug"]: platform["has_charts"] for platform in platforms_json()["platforms"]}
    assert {slug for slug, has in has_charts.items() if has} == {
        slug for slug, source in METRIC_SOURCES.items() if source.code in CHART_PLATFORMS
    }
    assert (has_charts["spotify-followers"], has_charts["instagram"]) == (True, False)


def test_the_page_reads_of_answers_what_the_api_describes(tmp_path: Path) -> None:
    # The compiler holds the page's modules to types made of the document of this very code.
    document = tmp_path / "openapi.json"
    document.write_text(json.dumps(openapi_document()))
    copy = tmp_path / "web"
    shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules", GENERATED))
    (copy / "node_modules").symlink_to(WEB / "node_modules")
    _, *options = json.loads((WEB / "package.json").read_text())["scripts"]["types"].split()
    run_node("node_modules/openapi-typescript/bin/cli.js", *options, str(document), folder=copy)
    run_node("node_modules/typescript/bin/tsc", folder=copy)


def test_no_module_of_the_page_is_too_long_to_read() -> None:
    lines = {str(source.relative_to(WEB)): len(source.read_text().splitlines()) for source in SOURCES}
    assert lines
    assert {name: count for name, count in lines.items() if count > LONGEST_MODULE_LINES} == {}


def test_every_text_of_the_page_is_in_a_module_of_words_and_each_sections_in_one_of_its_own() -> None:
    # Two words or more between quotes, which is what a text looks like and a name of something does not.
    spoken = re.compile(r'"([A-Z][a-z]+(?: [a-z]+)+[.…?]?)"')
    modules = [path for path in WRITTEN if not path.name.endswith(("words.ts", ".it.ts"))]
    assert {path: spoken.findall(path.read_text()) for path in modules} == {path: [] for path in modules}


def test_nothing_in_the_page_names_a_section_but_the_views_of_sections() -> None:
    views = WEB / "src" / "sections"
    names = "|".join(SECTIONS)
    # As a text (but an input may be a radio), as what something has, and as what is given to it.
    naming = re.compile(rf"""(?<!type: )["'`](?:{names})["'`]|\.(?:{names})\b|\b(?:{names})\??:""")
    named = {path: naming.findall(path.read_text()) for path in WRITTEN}
    assert {path: found for path, found in named.items() if found and not path.is_relative_to(views)} == {}
    assert {path.name for path, found in named.items() if found} >= {"registry.ts", "address.ts"}


def test_the_packages_of_the_page_come_from_no_address_of_their_own() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text())
    for name, package in lock["packages"].items():
        assert "resolved" not in package
        assert not name or package.get("integrity"), f"{name} is not held to its content"
