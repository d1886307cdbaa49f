from __future__ import annotations

import pytest

from linernotes.bootstrap.fetch import FetchSettings
from linernotes.bootstrap.notify import NotifySettings
from linernotes.model.errors import SettingMissing

FETCH_ENV = {
    "SOUNDCHARTS_BASE_URL": "https://soundcharts.example",
    "SOUNDCHARTS_SECRET": "arn:secret",
    "UPSTREAM_THREADS": "25",
    "CALLS_PER_MINUTE": "5000",
    "CONNECT_TIMEOUT_S": "3",
    "READ_TIMEOUT_S": "10.5",
    "TOTAL_TIMEOUT_S": "20",
    "REPORTS_TABLE": "reports",
    "WINDOWS_TABLE": "series",
    "JOBS_QUEUE_URL": "https://queue.example/jobs",
    "BULK_JOBS_QUEUE_URL": "https://queue.example/bulk-jobs",
    "REPORT_CHECKS_QUEUE_URL": "https://queue.example/finalize",
    "RETENTION_DAYS": "90",
    "WINDOW_RETENTION_DAYS": "30",
    "MAX_TRIES": "5",
    "BULK_FUNCTIONS": "4",
}
NOTIFY_ENV = {
    "REPORTS_TABLE": "reports",
    "CALLBACK_SECRET": "arn:secret",
    "NOTIFY_QUEUE": "https://queue",
    "RETENTION_DAYS": "90",
    "ALLOWED_CALLBACK_HOSTS": "",
}


def test_settings_are_read_and_typed() -> None:
    settings = FetchSettings.from_env(FETCH_ENV)
    assert settings.reports_table == "reports"
    assert settings.max_tries == 5
    assert settings.read_timeout_s == 10.5
    assert isinstance(settings.connect_timeout_s, float)


def test_variables_nobody_asked_for_are_passed_over() -> None:
    assert FetchSettings.from_env({**FETCH_ENV, "HOME": "/"}) == FetchSettings.from_env(FETCH_ENV)


def test_a_missing_variable_names_itself() -> None:
    for name in FETCH_ENV:
        env = {key: value for key, value in FETCH_ENV.items() if key != name}
        with pytest.raises(SettingMissing, match=f"{name} is not set"):
            FetchSettings.from_env(env)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("MAX_TRIES", "five", "int"),
        ("MAX_TRIES", "5.0", "int"),
        ("MAX_TRIES", "", "int"),
        ("READ_TIMEOUT_S", "10s", "float"),
        ("READ_TIMEOUT_S", "", "float"),
    ],
)
def test_a_malformed_variable_names_itself_and_what_it_should_be(name: str, text: str, kind: str) -> None:
    with pytest.raises(SettingMissing, match=f"{name} is not a {kind}"):
        FetchSettings.from_env({**FETCH_ENV, name: text})


@pytest.mark.parametrize(
    ("text", "hosts"),
    [("", ()), (" , ", ()), ("a.example", ("a.example",)), (" a:1, b ,,", ("a:1", "b"))],
)
def test_a_list_is_written_with_commas(text: str, hosts: tuple[str, ...]) -> None:
    settings = NotifySettings.from_env({**NOTIFY_ENV, "ALLOWED_CALLBACK_HOSTS": text})
    assert settings.allowed_callback_hosts == hosts
