"""The page as its build makes it, for the tests of the function that serves it."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.page import app
from tests.unit.web import run_node


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "site"
    run_node("build.ts", str(folder))
    return folder


@pytest.fixture
def page_site(built_site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the built page, which the page function serves for as long as the test runs."""
    monkeypatch.setattr(app, "SITE", built_site)
    monkeypatch.setenv("PICTURE_HOSTS", "pictures.example.org")
    return built_site
