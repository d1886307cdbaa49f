"""A caller's own reports on the stack: listed, shared and deleted."""

from __future__ import annotations

import requests

from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import World


def listed(caller: Caller, **query: str) -> list[str]:
    answer = caller.get("/reports", **query)
    assert answer.status_code == 200, answer.text
    return [report["report_id"] for report in answer.json()["reports"]]


def shared(caller: Caller, token: str, path: str = "/shared") -> requests.Response:
    headers = {"x-shared-token": token}
    return requests.get(caller.api_url + path, headers=headers, timeout=30, allow_redirects=False)


def test_reports_are_listed_newest_first_part_by_part(world: World, other_caller: Caller) -> None:
    asked = [other_caller.make(world.a_request(platforms=["spotify"]))["report_id"] for _ in range(3)]
    eventually(lambda: len(listed(other_caller)) == 3, "three reports in the list")
    assert listed(other_caller) == asked[::-1]
    first = other_caller.get("/reports", limit="2").json()
    assert [report["status"] for report in first["reports"]] == ["succeeded", "succeeded"]
    rest = other_caller.get("/reports", limit="2", cursor=first["next"]).json()
    assert [report["report_id"] for report in rest["reports"]] == asked[:1]
    assert "next" not in rest
    assert other_caller.get("/reports", cursor="not-a-cursor").status_code == 422


def test_a_share_opens_its_report_until_it_is_revoked(world: World, caller: Caller) -> None:
    report = caller.make(world.a_request(platforms=["spotify"]))
    path = f"/reports/{report['report_id']}/shares"
    answer = caller.post(path)
    assert answer.status_code == 201, answer.text
    page, _, token = answer.json()["url"].partition("#shared=")
    assert page == f"{caller.api_url}/"
    assert shared(caller, token).json()["report_id"] == report["report_id"]
    download = shared(caller, token, "/shared/download")
    assert download.status_code == 302
    workbook = requests.get(download.headers["Location"], timeout=30)
    assert workbook.content == requests.get(report["download_url"], timeout=30).content
    assert caller.delete(path).status_code == 204
    assert shared(caller, token).status_code == 404


def test_a_deleted_report_leaves_nothing(world: World, other_caller: Caller) -> None:
    report = other_caller.make(world.a_request(platforms=["spotify"]))
    path = f"/reports/{report['report_id']}"
    token = other_caller.post(f"{path}/shares").json()["url"].partition("#shared=")[2]
    assert world.files_of(report["report_id"])
    assert other_caller.delete(path).status_code == 204
    assert [other_caller.get(path).status_code, other_caller.delete(path).status_code] == [404, 404]
    assert shared(other_caller, token).status_code == 404
    assert world.files_of(report["report_id"]) == []
    assert requests.get(report["download_url"], timeout=30).status_code == 404
    eventually(lambda: listed(other_caller) == [], "empty list")


def test_a_report_deleted_while_it_is_made_ends_quietly(world: World, caller: Caller) -> None:
    world.simulator.misbehave(latency_s=1)
    report_id = caller.ask(world.a_request())
    assert caller.delete(f"/reports/{report_id}").status_code == 204
    world.simulator.reset()
    eventually(lambda: world.waiting_in("FetchJobsQueue") == 0, "jobs done with")
    assert caller.get(f"/reports/{report_id}").status_code == 404
    assert world.files_of(report_id) == []
    assert world.logged("report ended", report_id=report_id) == []
