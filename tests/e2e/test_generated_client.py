"""A client that is generated from the OpenAPI document, as callers do, and makes a report with it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from local.simulator import BILLIE_EILISH
from tests.e2e.caller import Caller
from tests.e2e.world import World

PACKAGE = "liner_notes_client"
CONFIG = """
post_hooks: []
# The generator knows no pictures.
content_type_overrides: {"image/*": application/octet-stream}
"""


@pytest.fixture(scope="module")
def generated(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a client generated from the document the API serves; a warning is a failure."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yaml").write_text(CONFIG)
    (folder / "openapi.json").write_text(Caller(world.stack.api_url, None).get("/openapi.json").text)
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "openapi-python-client"), "generate", "--fail-on-warning",
            "--path", "openapi.json", "--meta", "none", "--config", "config.yaml", "--output-path", PACKAGE,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def part_of(generated: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Gives modules of the client."""
    monkeypatch.syspath_prepend(generated)
    return lambda name: importlib.import_module(f"{PACKAGE}.{name}")


@pytest.fixture
def client(world: World, part_of: Callable[[str], Any]) -> Iterator[Any]:
    """The client, with a key."""
    with part_of("client").AuthenticatedClient(
        base_url=world.stack.api_url,
        token=world.stack.api_key,
        prefix="",
        auth_header_name="x-api-key",
        timeout=40,
    ) as client:
        yield client


def test_it_makes_a_report_and_reads_its_answer(client: Any, part_of: Callable[[str], Any]) -> None:
    models = part_of("models")
    artist = BILLIE_EILISH  # who has listeners in Italy, as not everybody has
    request = models.ReportRequest(
        artists=[artist],
        platforms=[models.PlatformSlug.SPOTIFY, models.PlatformSlug.DEEZER],
        start_date=date(2024, 9, 1),
        end_date=date(2024, 9, 30),
        country=models.CountryCode.IT,
        sections=[models.SectionName.TRACKS],
    )
    made = part_of("api.reports.create_report").sync(client=client, body=request, prefer="wait=25")
    assert isinstance(made, models.Report)
    assert (made.status, made.progress.total) == (models.Status.SUCCEEDED, 1)
    spotify, deezer = made.result.detailed_breakdown
    assert (spotify.artist_uuid, spotify.platform_slug) == (artist, models.PlatformSlug.SPOTIFY)
    assert isinstance(spotify.latest_value, int)
    assert spotify.status == models.RowStatus.LOWER_BOUND
    assert isinstance(spotify.notes[0], models.CountryFigures)
    assert (deezer.status, deezer.latest_value) == (models.RowStatus.NOT_PUBLISHED, None)

    again = part_of("api.reports.get_report").sync(made.report_id, client=client)
    assert again.result == made.result
    preview = part_of("api.reports.preview_report").sync(client=client, body=made.request)
    assert isinstance(preview, models.Preview)
    assert preview.request == made.request
    download = part_of("api.reports.download_report").sync_detailed(made.report_id, client=client)
    assert download.status_code == 302
    repair = part_of("api.reports.repair_report").sync(made.report_id, client=client)
    assert (type(repair), repair.status) == (models.Problem, 409)


def test_it_reads_why_a_call_was_refused(client: Any, part_of: Callable[[str], Any]) -> None:
    models = part_of("models")
    missing = part_of("api.reports.get_report").sync(str(uuid4()), client=client)
    assert (type(missing), missing.status) == (models.Problem, 404)
    found = part_of("api.artists.find_artists").sync(client=client, q="x")
    assert [error.field for error in found.errors] == ["q"]
