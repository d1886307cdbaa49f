"""Over the API in process: an owner's rosters, by the role the function has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from linernotes.aws import clients as aws
from linernotes.bootstrap import api
from linernotes.rosters import keep_rosters
from tests.integration.api_events import KEY, Answer, an_event, call, send
from tests.integration.moto_stack import MotoStack, moto_stack

BILLIE = {
    "uuid": "11e81bcc-9c1c-ce38-b96b-a0369fe50396",
    "name": "Billie Eilish",
    "image_url": "https://assets.soundcharts.com/artist/a.jpg",
    "country_code": "US",
}
TONES = {
    "uuid": "ca22091a-3c00-11e9-974f-549f35141000",
    "name": "Tones and I",
    "image_url": None,
    "country_code": None,
}
AUTUMN: dict[str, Any] = {"name": "Autumn", "artists": [BILLIE, TONES]}


@pytest.fixture(autouse=True)
def stack() -> Iterator[MotoStack]:
    with moto_stack("http://127.0.0.1:9") as stack:
        yield stack


def created(**fields: Any) -> dict[str, Any]:
    answer = call("POST", "/rosters", {**AUTUMN, **fields})
    assert answer.status == 201, answer.text
    roster: dict[str, Any] = answer.json
    return roster


def listed(key: str = KEY) -> list[dict[str, Any]]:
    rosters: list[dict[str, Any]] = call("GET", "/rosters", key=key).json["rosters"]
    return rosters


def put(roster: dict[str, Any], **fields: Any) -> Answer:
    body = {name: roster[name] for name in ("name", "artists", "starred", "version")} | fields
    return call("PUT", f"/rosters/{roster['roster_id']}", body)


def type_of(answer: Answer) -> tuple[int, str]:
    assert answer.media_type == "application/problem+json"
    return answer.status, answer.json["type"].rpartition(":")[2]


def test_rosters_are_kept_changed_listed_in_order_and_deleted() -> None:
    assert listed() == []
    autumn = created()
    assert autumn == {
        "roster_id": autumn["roster_id"],
        "name": "Autumn",
        "starred": False,
        "artists": [BILLIE, TONES],
        "version": 1,
        "updated_at": autumn["updated_at"],
    }
    beta, alpha = created(name="beta", starred=True), created(name="Alpha")
    assert [roster["name"] for roster in listed()] == ["beta", "Alpha", "Autumn"]
    changed = put(autumn, starred=True, artists=[TONES]).json
    assert (changed["version"], changed["artists"]) == (2, [TONES])
    assert listed() == [changed, beta, alpha]
    assert call("DELETE", f"/rosters/{autumn['roster_id']}").status == 204
    assert type_of(call("DELETE", f"/rosters/{autumn['roster_id']}")) == (404, "roster-not-found")
    assert listed() == [beta, alpha]


def test_another_owner_has_rosters_of_their_own() -> None:
    roster = created()
    assert listed("another-key") == []
    path = f"/rosters/{roster['roster_id']}"
    assert type_of(call("DELETE", path, key="another-key")) == (404, "roster-not-found")
    body = {**AUTUMN, "starred": False, "version": 1}
    assert type_of(call("PUT", path, body, key="another-key")) == (404, "roster-not-found")
    assert call("POST", "/rosters", AUTUMN, key="another-key").status == 201
    assert listed() == [roster]


def test_a_change_of_what_somebody_else_has_changed_is_refused_with_what_it_is_now() -> None:
    seen = created()
    by_another = put(seen, artists=[TONES]).json
    refused = put(seen, name="Mine")
    assert type_of(refused) == (409, "roster-changed")
    assert refused.json["roster"] == by_another
    assert put(by_another, name="Mine").json["version"] == 3


def test_a_name_that_is_taken_is_refused_by_its_field() -> None:
    created()
    winter = created(name="Winter")
    for refused in (call("POST", "/rosters", {**AUTUMN, "name": "AUTUMN"}), put(winter, name=" autumn")):
        assert type_of(refused) == (409, "roster-name-taken")
        assert [error["field"] for error in refused.json["errors"]] == ["name"]
    assert put(winter, name="WINTER").status == 200


def test_beyond_as_many_as_there_can_be_none_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_rosters, "MOST_ROSTERS", 3)
    for number in range(3):
        created(name=f"Roster {number}")
    assert type_of(call("POST", "/rosters", AUTUMN)) == (409, "too-many-rosters")
    assert len(listed()) == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "n" * 81}, "name"),
        ({"artists": []}, "artists"),
        ({"artists": [{"uuid": "billie"}]}, "artists.0.uuid"),
        ({"version": 0}, "version"),
        ({"starred": None}, "starred"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_changed(fields: dict[str, Any], field: str) -> None:
    roster = created()
    refused = put(roster, **fields)
    assert type_of(refused) == (422, "validation")
    assert [error["field"] for error in refused.json["errors"]] == [field]
    assert listed() == [roster]


@pytest.mark.parametrize(
    ("name", "kept"), [("\ud800", None), ("\ud83c\udf89ok\ud83c", "🎉ok")], ids=["half", "cut in an emoji"]
)
def test_a_roster_with_half_a_character_in_an_artists_name_is_kept_without_it(
    name: str, kept: str | None
) -> None:
    roster = created(name="zz", artists=[{**BILLIE, "name": name}])
    assert put(roster, artists=[{**BILLIE, "name": name}]).json["artists"] == [{**BILLIE, "name": kept}]
    assert listed()[0]["artists"] == [{**BILLIE, "name": kept}]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/rosters", AUTUMN),
        ("PUT", "/rosters/no-such", {**AUTUMN, "starred": False, "version": 1}),
        ("POST", "/rosters", {"name": "x", "artists": [{**BILLIE, "\ud83c": 1}]}),
        ("POST", "/artists/resolve", {"lines": ["Adele"]}),
        ("POST", "/reports", {}),
        ("POST", "/reports/preview", {}),
    ],
)
def test_a_field_whose_name_is_half_a_character_is_unknown_at_every_door(
    method: str, path: str, body: dict[str, Any]
) -> None:
    refused = call(method, path, {**body, "\ud800": 1})
    assert type_of(refused) == (422, "validation")
    errors = {error["field"]: error["message"] for error in refused.json["errors"]}
    assert errors["?"].startswith("unknown field")


def test_a_number_that_is_too_long_is_said_to_be_in_our_own_words() -> None:
    text = '{"name": "zz", "artists": [], "version": ' + "9" * 5_000 + "}"
    refused = send(an_event("POST", "/rosters", text, headers={"x-api-key": KEY}))
    assert type_of(refused) == (400, "unreadable-json")
    assert refused.json["detail"] == (
        "The body must be JSON: a number in it is too long; whole ones have at most 4,300 digits."
    )


def test_a_body_that_is_no_json_is_refused() -> None:
    headers = {"x-api-key": KEY}
    assert type_of(send(an_event("POST", "/rosters", "{", headers=headers))) == (400, "unreadable-json")
    headers["content-type"] = "text/csv"
    assert type_of(send(an_event("POST", "/rosters", "a,b", headers=headers))) == (
        415,
        "unsupported-media-type",
    )


@pytest.mark.parametrize("roster_id", ["no-such", "x" * 65, "a_b"])
def test_what_is_no_rosters_id_is_not_found(roster_id: str) -> None:
    assert type_of(call("DELETE", f"/rosters/{roster_id}")) == (404, "roster-not-found")


@pytest.mark.parametrize(
    ("operation", "method", "path"),
    [
        ("get_item", "GET", "/rosters"),
        ("transact_write_items", "POST", "/rosters"),
        ("delete_item", "DELETE", "/rosters/no-such"),
    ],
)
def test_a_throttled_table_is_503_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch, operation: str, method: str, path: str
) -> None:
    roster = created(name="Kept before")
    dynamodb = aws.client("dynamodb")
    assert api.services().callers.caller_of(KEY)

    def throttled(**_: Any) -> None:
        error = {"Error": {"Code": "ThrottlingException", "Message": "slow down"}}
        raise dynamodb.exceptions.ClientError(error, operation)

    with monkeypatch.context() as patched:
        patched.setattr(dynamodb, operation, throttled)
        refused = call(method, path, AUTUMN if method == "POST" else None)
    assert type_of(refused) == (503, "busy")
    assert int(refused.headers["retry-after"]) >= 1
    assert listed() == [roster]
