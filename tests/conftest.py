"""Every test starts with nothing of this machine's environment, and leaves nothing to the next.

Run in several processes, the end-to-end tests stay in three, those of the page, those of faults and all
others: each has a stack that it mostly waits for. Of the other tests a module's stay together, as they share
what is costly to make.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings as hypothesis_settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling, Scheduling

from functions.page import app as page
from linernotes import bootstrap
from linernotes.aws import clients as aws
from linernotes.settings import Settings
from tests.unit.web import run_node

_FAKE_AWS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "AWS_REGION": "eu-west-1",
    # What a developer has configured for the real AWS must not be found either.
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


# How long a test may take depends on what else the machine does.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


class _StacksInOneProcessEach(LoadFileScheduling):  # type: ignore[misc]
    """Keeps a module's tests together, and those that share a stack as if they were one module."""

    def _split_scope(self, nodeid: str) -> str:
        with_a_stack = ("tests/e2e/browser/", "tests/e2e/faults/", "tests/e2e/")
        shared = next((folder for folder in with_a_stack if nodeid.startswith(folder)), None)
        return shared or str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Say which tests may not be parted."""
    return _StacksInOneProcessEach(config, log)


_BOOTSTRAPS = [
    importlib.import_module(f"{bootstrap.__name__}.{module.name}")
    for module in pkgutil.iter_modules(bootstrap.__path__)
]


def _settings_variables() -> set[str]:
    classes = [kind for module in _BOOTSTRAPS for kind in vars(module).values() if isinstance(kind, type)]
    return {field.name.upper() for kind in classes if issubclass(kind, Settings) for field in fields(kind)}


def _forget_what_was_made(module: ModuleType) -> None:
    for made_once in vars(module).values():
        if hasattr(made_once, "cache_clear"):
            made_once.cache_clear()


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the settings and everything of AWS out of the environment, and put made-up credentials in.

    A test that forgets to fake a service then reaches no account, and one that forgets a setting fails.
    What functions make once and keep is forgotten afterwards, as it may belong to a fake that has gone.
    """
    ours = _settings_variables()
    for name in list(os.environ):
        if name in ours or name.startswith(("AWS_", "POWERTOOLS_")):
            monkeypatch.delenv(name)
    for name, value in _FAKE_AWS.items():
        monkeypatch.setenv(name, value)
    yield
    for module in (*_BOOTSTRAPS, aws):
        _forget_what_was_made(module)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as its build makes it."""
    folder = tmp_path_factory.mktemp("page") / "site"
    run_node("build.ts", str(folder))
    return folder


@pytest.fixture
def page_site(built_site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the built page, which the page function serves for as long as the test runs."""
    monkeypatch.setattr(page, "SITE", built_site)
    monkeypatch.setenv("PICTURE_HOSTS", "pictures.example.org")
    return built_site
