"""Over the API in process: a caller's reports listed, deleted, shared, and seen by a shared link."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from linernotes.aws import clients as aws
from linernotes.bootstrap import api
from linernotes.bootstrap import clock as functions_clock
from local.simulator import BILLIE_EILISH, Simulator, start_simulator
from tests.integration.api_events import Answer, an_event, call, send
from tests.integration.moto_stack import MotoStack, moto_stack

REQUEST = {
    "artists": [BILLIE_EILISH],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
}
NO_KEY = ""
TOKEN = "x-shared-token"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    with moto_stack(simulator.base_url) as stack:
        yield stack


def accepted(*, key: str = "mine", headers: dict[str, str] | None = None, **fields: Any) -> str:
    """Ask for a report; gives its path."""
    answer = call("POST", "/reports", {**REQUEST, **fields}, key=key, headers=headers)
    assert answer.status == 202, answer.text
    return answer.location


def made(stack: MotoStack, **fields: Any) -> str:
    """Ask for a report and have it made; gives its path."""
    path = accepted(**fields)
    stack.deliver()
    assert get(path).json["status"] == "succeeded"
    return path


def get(path: str, *, key: str = "mine", **query: str) -> Answer:
    return call("GET", path, key=key, query=query or None)


def post_text(path: str, text: str) -> Answer:
    return send(an_event("POST", path, text, headers={"x-api-key": "mine"}))


def delete(path: str, *, key: str = "mine") -> Answer:
    return call("DELETE", path, key=key)


def shared(token: str, path: str = "/shared") -> Answer:
    return call("GET", path, key=NO_KEY, headers={TOKEN: token})


def token_of(answer: Answer) -> str:
    assert answer.status == 201, answer.text
    page, _, token = answer.json["url"].partition("#shared=")
    assert page == "https:///v1/"  # Nothing in this process has a domain.
    return str(token)


def files_of(stack: MotoStack) -> list[str]:
    listed = aws.client("s3").list_objects_v2(Bucket=stack.names["FilesBucket"])
    return [file["Key"] for file in listed.get("Contents", ())]


def stored(stack: MotoStack, key: str) -> bytes:
    content: bytes = aws.client("s3").get_object(Bucket=stack.names["FilesBucket"], Key=key)["Body"].read()
    return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content


def assert_refused(answer: Answer, status: int, *fields: str) -> None:
    assert (answer.status, answer.json["status"]) == (status, status)
    assert [error["field"] for error in answer.json.get("errors", [])] == list(fields)


# --- Lists ----------------------------------------------------------------------------------------


def test_a_caller_lists_their_own_reports_newest_first(stack: MotoStack) -> None:
    first = made(stack)
    second = accepted(title="Città", country="it")
    accepted(key="somebody else's", title="Another")
    answer = get("/reports")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    newer, older = answer.json["reports"]
    whole = get(second).json
    assert newer == {
        "report_id": whole["report_id"],
        "title": "Città",
        "request": whole["request"],
        "artists": [{"uuid": whole["request"]["artists"][0], "name": None}],
        "status": "queued" if whole["status"] == "queued" else "running",
        "revision": 1,
        "created_at": whole["created_at"],
        "finished_at": None,
    }
    assert f"/reports/{older['report_id']}" == first
    assert older["finished_at"] == get(first).json["finished_at"]
    # Names come with the data, so a report that has ended has them.
    artists = get(first).json["result"]["metadata"]["artists"]
    assert older["artists"] == [{"uuid": each["uuid"], "name": each["name"]} for each in artists]
    assert older["artists"][0]["name"]
    assert "next" not in answer.json
    assert get("/reports", key="nobody").json == {"reports": []}


def test_a_list_is_read_to_its_end_though_reports_are_added_and_deleted_meanwhile() -> None:
    paths = [accepted() for _ in range(7)]
    seen: list[str] = []
    query = {"limit": "2"}
    while True:
        answer = get("/reports", **query).json
        seen += [f"/reports/{report['report_id']}" for report in answer["reports"]]
        if "next" not in answer:
            break
        query["cursor"] = answer["next"]
        accepted()
        assert delete(seen[-1]).status == 204
    assert seen == paths[::-1]


def test_there_is_a_next_only_while_there_are_more() -> None:
    for _ in range(3):
        accepted()
    assert "next" in get("/reports", limit="2").json
    assert "next" not in get("/reports", limit="3").json


def test_a_cursor_of_somebody_else_or_a_broken_one_is_refused_by_name() -> None:
    for _ in range(2):
        accepted()
        accepted(key="theirs")
    cursor = get("/reports", limit="1").json["next"]
    assert get("/reports", cursor=cursor).status == 200
    assert_refused(get("/reports", key="theirs", cursor=cursor), 422, "cursor")
    assert_refused(get("/reports", cursor=cursor[:-1]), 422, "cursor")
    assert_refused(get("/reports", cursor="x", limit="0", page="2"), 422, "page", "limit", "cursor")


# --- Deletion -------------------------------------------------------------------------------------


def test_a_deleted_report_its_files_and_its_links_are_gone_at_once(stack: MotoStack) -> None:
    path = made(stack)
    token = token_of(call("POST", f"{path}/shares", key="mine"))
    kept = made(stack, country="it")
    answer = delete(path)
    assert (answer.status, answer.text) == (204, "")
    for each in (get(path), get(f"{path}/download"), delete(path), shared(token)):
        assert_refused(each, 404)
        assert "deleted" in each.json["detail"]
    assert_refused(call("POST", f"{path}/repair", key="mine"), 404)
    assert_refused(call("POST", f"{path}/shares", key="mine"), 404)
    assert [f"/reports/{report['report_id']}" for report in get("/reports").json["reports"]] == [kept]
    assert files_of(stack)
    assert all(key.startswith(kept.removeprefix("/")) for key in files_of(stack))


def test_a_report_is_deleted_while_it_is_made_and_stays_deleted(stack: MotoStack) -> None:
    path = accepted()
    assert delete(path).status == 204
    stack.deliver()
    assert_refused(get(path), 404)
    assert get("/reports").json == {"reports": []}
    assert files_of(stack) == []


def test_whoever_waits_for_a_report_that_is_deleted_is_told_by_a_check_of_it(stack: MotoStack) -> None:
    report_id = accepted().rpartition("/")[2]
    aws.client("dynamodb").update_item(
        TableName=api.services().settings.reports_table,
        Key={"pk": {"S": f"REPORT#{report_id}"}},
        UpdateExpression="SET door = :door",
        ExpressionAttributeValues={":door": {"S": "subscription"}},
    )
    stack.waiting("ReportChecksQueue")  # The report's own, which come later.
    assert delete(f"/reports/{report_id}").status == 204
    (check,) = stack.waiting("ReportChecksQueue")
    assert (check["report_id"], check["revision"], check["check_reason"]) == (report_id, 1, "watch")


def test_nobody_deletes_another_callers_report() -> None:
    path = accepted()
    assert_refused(delete(path, key="theirs"), 404)
    assert_refused(delete("/reports/%2e%2e"), 404)
    assert get(path).status == 200


def test_a_report_deleted_while_its_answer_is_read_is_gone(
    stack: MotoStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(stack)
    files = type(api.services().files)
    read = files.get_json_text

    def deleted_before_it_is_read(self: Any, folder: str, name: str) -> str:
        assert delete(path).status == 204
        return read(self, folder, name)

    monkeypatch.setattr(files, "get_json_text", deleted_before_it_is_read)
    assert_refused(get(path), 404)


def test_a_report_whose_answer_has_expired_before_it_is_gone(stack: MotoStack) -> None:
    path = made(stack)
    (answer,) = [key for key in files_of(stack) if key.endswith("/report.json")]
    aws.client("s3").delete_object(Bucket=stack.names["FilesBucket"], Key=answer)
    assert_refused(get(path), 404)


def test_a_file_that_has_expired_before_its_report_is_gone_at_every_door(stack: MotoStack) -> None:
    path = made(stack)
    token = token_of(call("POST", f"{path}/shares", key="mine"))
    assert get(f"{path}/download").status == 302
    for key in files_of(stack):
        aws.client("s3").delete_object(Bucket=stack.names["FilesBucket"], Key=key)
    assert_refused(get(f"{path}/download"), 404)
    assert_refused(get(f"{path}/download", format="csv"), 404)
    assert_refused(shared(token), 404)
    assert_refused(shared(token, "/shared/download"), 404)


def test_a_deletion_that_broke_off_is_finished_by_the_next(
    stack: MotoStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(stack)
    files = api.services().files
    with monkeypatch.context() as broken:
        broken.setattr(type(files), "delete_all", lambda *_: 1 / 0)
        assert delete(path).status == 500
    assert_refused(get(path), 404)
    assert files_of(stack) != []
    assert delete(path).status == 204
    assert files_of(stack) == []
    assert_refused(delete(path), 404)


def test_the_idempotency_key_of_a_deleted_report_makes_no_other() -> None:
    once = {"Idempotency-Key": "once"}
    assert delete(accepted(headers=once)).status == 204
    answer = call("POST", "/reports", REQUEST, key="mine", headers=once)
    assert_refused(answer, 410)
    assert "another key" in answer.json["detail"]
    assert get("/reports").json == {"reports": []}
    accepted(headers={"Idempotency-Key": "twice"})


# --- Shares ---------------------------------------------------------------------------------------


def test_a_share_opens_its_report_without_a_key_until_it_expires(
    stack: MotoStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(stack)
    answer = call("POST", f"{path}/shares", key="mine")
    token = token_of(answer)
    expires_at = datetime.fromisoformat(answer.json["expires_at"])
    assert timedelta(0) <= functions_clock.now() + timedelta(days=30) - expires_at < timedelta(minutes=5)
    opened = shared(token)
    assert opened.status == 200
    assert opened.json["report_id"] == get(path).json["report_id"]
    assert opened.json["shared_until"] == answer.json["expires_at"]
    assert "shared_until" not in get(path).json
    assert opened.json["downloads"]
    download = shared(token, "/shared/download")
    assert (download.status, download.text) == (302, "")
    assert "/report.xlsx?" in download.headers["location"]
    monkeypatch.setattr(functions_clock, "now", lambda: expires_at + timedelta(seconds=1))
    for late in ("/shared", "/shared/download"):
        assert_refused(shared(token, late), 404)


def test_a_shared_report_and_its_files_say_nothing_of_its_callback(stack: MotoStack) -> None:
    path = accepted(callback_url="https://hooks.example.org/secret-path", sections=["places"])
    token = token_of(call("POST", f"{path}/shares", key="mine"))
    stack.deliver()
    assert "callback_url" in get(path).json["request"]
    assert "callback" not in shared(token).text
    files = {key.rpartition("/")[2]: stored(stack, key) for key in files_of(stack)}
    assert {"report.xlsx", "report.json"} <= files.keys()
    with ZipFile(BytesIO(files["report.xlsx"])) as workbook:
        files |= {part: workbook.read(part) for part in workbook.namelist()}
    for name, content in files.items():
        assert b"hooks.example.org" not in content, name


def test_a_link_that_opens_longer_says_so_to_whoever_has_the_report_by_another(
    stack: MotoStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = accepted()  # That has not ended: what follows from time alone is no reason for another tag.
    first = token_of(call("POST", f"{path}/shares", key="mine"))
    known = shared(first)
    later = functions_clock.now() + timedelta(days=1)
    monkeypatch.setattr(functions_clock, "now", lambda: later)
    second = token_of(call("POST", f"{path}/shares", key="mine"))
    statuses = [
        call(
            "GET", "/shared", key=NO_KEY, headers={TOKEN: token, "If-None-Match": known.headers["etag"]}
        ).status
        for token in (first, second)
    ]
    assert statuses == [304, 200]
    assert shared(second).json["shared_until"] > known.json["shared_until"]
    assert stack.waiting("FetchJobsQueue")


def test_a_report_shared_while_it_is_made_is_shown_as_it_stands(stack: MotoStack) -> None:
    token = token_of(call("POST", f"{accepted()}/shares", key="mine"))
    assert shared(token).json["status"] in ("queued", "running")
    assert_refused(shared(token, "/shared/download"), 409)
    stack.deliver()
    assert shared(token).json["status"] == "succeeded"


def test_unsharing_closes_every_link_made_so_far_and_none_made_later() -> None:
    path = accepted()
    before = [token_of(call("POST", f"{path}/shares", key="mine")) for _ in range(2)]
    answer = delete(f"{path}/shares")
    assert (answer.status, answer.text) == (204, "")
    for token in before:
        assert_refused(shared(token), 404)
    assert delete(f"{path}/shares").status == 204
    assert shared(token_of(call("POST", f"{path}/shares", key="mine"))).status == 200


@pytest.mark.parametrize("call_of_report", ["shares", "repair", "redeliver"])
@pytest.mark.parametrize(
    ("body", "field"), [('{"days": 3}', "days"), ("[]", "body"), ('"days"', "body"), ("days=3", "body")]
)
def test_what_takes_no_fields_refuses_those_it_is_sent(call_of_report: str, body: str, field: str) -> None:
    answer = post_text(f"{accepted()}/{call_of_report}", body)
    assert_refused(answer, 422, field)
    assert "post it without a body" in answer.json["errors"][0]["message"]


@pytest.mark.parametrize("body", ["", "{}", " \n"])
def test_a_link_is_made_with_a_body_that_asks_for_nothing(body: str) -> None:
    assert post_text(f"{accepted()}/shares", body).status == 201


def test_nobody_shares_or_unshares_another_callers_report() -> None:
    path = accepted()
    token = token_of(call("POST", f"{path}/shares", key="mine"))
    assert_refused(call("POST", f"{path}/shares", key="theirs"), 404)
    assert_refused(delete(f"{path}/shares", key="theirs"), 404)
    assert shared(token).status == 200


@pytest.mark.parametrize("path", ["/shared", "/shared/download"])
def test_without_a_token_the_header_is_named_and_a_wrong_one_leads_nowhere(path: str) -> None:
    assert_refused(call("GET", path, key=NO_KEY), 422, TOKEN)
    for wrong in ("", "A" * 43, "../reports", "SHARED#x"):
        assert_refused(shared(wrong, path), 404)


@pytest.mark.parametrize("path", [f"/shared/{'A' * 43}", f"/shared/{'A' * 43}/download"])
def test_there_is_no_address_that_has_a_token_in_it(path: str) -> None:
    assert call("GET", path, key=NO_KEY).json["detail"] == "There is nothing at this path."
