"""Rosters: what may be kept, who wins where two write at once, and what is posted for it."""

from __future__ import annotations

import json
import string
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.api.bodies import (
    LARGEST_ROSTER_BYTES,
    parse_changed_roster,
    parse_new_roster,
)
from linernotes.api.problems import problem_of
from linernotes.model.errors import (
    InvalidRequest,
    RosterChanged,
    RosterNameTaken,
    RosterNotFound,
    StoreBusy,
    TooManyRosters,
)
from linernotes.patience import GIVES_UP_AFTER_S, Patience
from linernotes.rosters.keep_rosters import change_roster, create_roster, delete_roster, list_rosters
from linernotes.rosters.roster import (
    LONGEST_NAME,
    MOST_ARTISTS,
    MOST_ROSTERS,
    Roster,
    RosterArtist,
    RosterContent,
    in_order,
    once_each,
    same_name,
)
from linernotes.rosters.roster_json import roster_json
from linernotes.rosters.store import OwnersRosters
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.memory import Fuse
from tests.unit.openapi import DOCUMENT
from tests.unit.roster_memory import MemoryRosterStore
from tests.unit.template import ROOT

ARTISTS = (
    RosterArtist(LAURO.uuid, "Achille Lauro", "https://pictures.example/1", "IT"),
    RosterArtist(ELISA.uuid),
)
AUTUMN = RosterContent("Autumn", ARTISTS)
POSTED: dict[str, Any] = {"name": "Autumn", "artists": [{"uuid": LAURO.uuid}]}


class FakeTime:
    """Seconds that pass when somebody sleeps; `slept` has for how long each time."""

    def __init__(self, share: float = 0.5) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []
        self._share = share

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def patience(self) -> Patience:
        return Patience(lambda: self.seconds, self.sleep, lambda: self._share)


def created(
    store: MemoryRosterStore, content: RosterContent = AUTUMN, *, roster_id: str = "a", owner: str = "ada"
) -> Roster:
    return create_roster(
        content, owner, roster_id=roster_id, now=NOW, store=store, patience=FakeTime().patience()
    )


def changed(
    store: MemoryRosterStore, content: RosterContent, *, version: int, roster_id: str = "a"
) -> Roster:
    return change_roster(
        content,
        "ada",
        roster_id=roster_id,
        version=version,
        now=NOW + timedelta(hours=1),
        store=store,
        patience=FakeTime().patience(),
    )


# --- Keeping them ---------------------------------------------------------------------------------


def test_a_roster_is_listed_as_it_was_created_and_to_its_owner_alone() -> None:
    store = MemoryRosterStore()
    roster = created(store)
    assert roster == Roster("a", AUTUMN, version=1, updated_at=NOW)
    assert list_rosters("ada", store=store) == [roster]
    assert list_rosters("bob", store=store) == []


def test_starred_rosters_come_first_then_the_names_whatever_their_case() -> None:
    names = [("zebra", True), ("Émile", False), ("apple", False), ("Banana", False), ("Alpha", True)]
    rosters = [Roster(name, RosterContent(name, ARTISTS, starred=starred), 1, NOW) for name, starred in names]
    assert [roster.name for roster in in_order(rosters)] == ["Alpha", "zebra", "apple", "Banana", "Émile"]


@pytest.mark.parametrize("name", ["autumn", " AUTUMN ", "Ａutumn"])
def test_a_name_is_an_owners_once_whatever_its_case(name: str) -> None:
    store = MemoryRosterStore()
    created(store)
    with pytest.raises(RosterNameTaken, match="Autumn"):
        created(store, replace(AUTUMN, name=name), roster_id="b")
    assert created(store, replace(AUTUMN, name=name), roster_id="b", owner="bob").name == name


def test_a_change_needs_the_version_that_is_kept_and_nothing_is_lost() -> None:
    store = MemoryRosterStore()
    created(store)
    by_ada = changed(store, replace(AUTUMN, artists=ARTISTS[:1]), version=1)
    assert (by_ada.version, by_ada.updated_at) == (2, NOW + timedelta(hours=1))
    with pytest.raises(RosterChanged) as refused:
        changed(store, replace(AUTUMN, name="Winter"), version=1)
    assert refused.value.roster == roster_json(by_ada)
    assert list_rosters("ada", store=store) == [by_ada]
    assert changed(store, replace(AUTUMN, name="Winter"), version=2).version == 3


def test_a_roster_keeps_its_own_name_or_takes_a_free_one_and_no_others() -> None:
    store = MemoryRosterStore()
    created(store)
    created(store, replace(AUTUMN, name="Winter"), roster_id="b")
    assert changed(store, replace(AUTUMN, name="AUTUMN"), version=1).name == "AUTUMN"
    with pytest.raises(RosterNameTaken):
        changed(store, replace(AUTUMN, name="winter"), version=2)


def test_an_owner_has_so_many_rosters_and_no_more() -> None:
    store = MemoryRosterStore()
    for number in range(MOST_ROSTERS):
        created(store, replace(AUTUMN, name=f"Roster {number}"), roster_id=f"r-{number}")
    with pytest.raises(TooManyRosters, match=str(MOST_ROSTERS)):
        created(store)
    delete_roster("ada", roster_id="r-0", store=store)
    created(store)


def test_a_deleted_roster_is_gone_and_its_name_is_free() -> None:
    store = MemoryRosterStore()
    created(store)
    delete_roster("ada", roster_id="a", store=store)
    assert list_rosters("ada", store=store) == []
    for again in (
        lambda: delete_roster("ada", roster_id="a", store=store),
        lambda: changed(store, AUTUMN, version=1),
        lambda: delete_roster("bob", roster_id="a", store=store),
    ):
        with pytest.raises(RosterNotFound):
            again()
    created(store, roster_id="b")


# --- Several at once ------------------------------------------------------------------------------


def test_of_several_who_create_the_same_name_at_once_one_succeeds() -> None:
    store = MemoryRosterStore()

    def create(number: int) -> Roster | None:
        try:
            return created(store, roster_id=f"r-{number}")
        except RosterNameTaken:
            return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(create, range(8)))
    (winner,) = [roster for roster in outcomes if roster is not None]
    assert list_rosters("ada", store=store) == [winner]


def test_of_several_who_change_the_same_version_at_once_one_succeeds() -> None:
    store = MemoryRosterStore()
    created(store)

    def change(number: int) -> Roster | None:
        try:
            return changed(store, replace(AUTUMN, name=f"Roster {number}"), version=1)
        except RosterChanged:
            return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(change, range(8)))
    (winner,) = [roster for roster in outcomes if roster is not None]
    assert list_rosters("ada", store=store) == [winner]


class OvertakenStore(MemoryRosterStore):
    """A store in which another writes something first, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def add(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        if self.times:
            self.times -= 1
            others = replace(AUTUMN, name=f"Another {self.times}")
            super().add(owner, Roster(f"x-{self.times}", others, 1, NOW), seen=seen)
        return super().add(owner, roster, seen=seen)


def test_a_roster_is_created_though_others_come_before() -> None:
    store = OvertakenStore(times=3)
    created(store)
    assert len(list_rosters("ada", store=store)) == 4


def test_who_is_overtaken_again_and_again_is_told_to_come_back() -> None:
    store = OvertakenStore(times=50)
    with pytest.raises(StoreBusy):
        created(store)
    assert "a" not in store.kept["ada"]


class BusyStore(MemoryRosterStore):
    """A store in which others write all the time, until a moment."""

    def __init__(self, time: FakeTime, *, until_s: float) -> None:
        super().__init__()
        self.time = time
        self.until_s = until_s

    def add(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        return self.time.seconds >= self.until_s and super().add(owner, roster, seen=seen)

    def replace(self, owner: str, roster: Roster, *, seen: OwnersRosters) -> bool:
        return self.time.seconds >= self.until_s and super().replace(owner, roster, seen=seen)


@pytest.mark.parametrize("share", [0.0, 0.999])
def test_who_is_overtaken_for_a_second_waits_and_writes(share: float) -> None:
    time = FakeTime(share)
    store = BusyStore(time, until_s=1.0)
    create_roster(AUTUMN, "ada", roster_id="a", now=NOW, store=store, patience=time.patience())
    assert 1.0 <= time.seconds <= GIVES_UP_AFTER_S
    store.until_s = time.seconds + 1.0
    winter = replace(AUTUMN, name="Winter")
    change_roster(winter, "ada", roster_id="a", version=1, now=NOW, store=store, patience=time.patience())
    assert [roster.name for roster in list_rosters("ada", store=store)] == ["Winter"]


@given(st.floats(0, 1, exclude_max=True))
def test_nobody_waits_longer_than_two_seconds_nor_twice_as_long_as_another(share: float) -> None:
    time = FakeTime(share)
    tries = sum(1 for _ in time.patience().tries())
    assert time.seconds <= GIVES_UP_AFTER_S
    assert len(time.slept) == tries - 1
    assert 10 <= tries <= 30
    assert all(0.01 <= pause_s <= 0.2 for pause_s in time.slept)


def test_a_busy_table_keeps_nothing_and_says_so() -> None:
    store = MemoryRosterStore(Fuse(busy=1))
    with pytest.raises(StoreBusy):
        created(store)
    assert list_rosters("ada", store=store) == []
    created(store)


# --- What is posted -------------------------------------------------------------------------------


def test_a_roster_is_read_with_each_artist_once_and_its_name_in_order() -> None:
    content = parse_new_roster(
        {
            "name": " Autumn \u0000 releases\n",
            "starred": True,
            "artists": [
                {
                    "uuid": LAURO.uuid.upper(),
                    "name": "Achille Lauro",
                    "image_url": None,
                    "country_code": "it",
                },
                {"uuid": LAURO.uuid, "name": "Somebody else"},
                {"uuid": ELISA.uuid},
            ],
        }
    )
    assert content == RosterContent(
        "Autumn releases",
        (RosterArtist(LAURO.uuid, "Achille Lauro", None, "IT"), RosterArtist(ELISA.uuid)),
        starred=True,
    )


def test_a_change_says_all_of_the_roster_and_its_version() -> None:
    asked = parse_changed_roster({**POSTED, "starred": False, "version": 3.0})
    assert (asked.version, asked.content.starred) == (3, False)
    with pytest.raises(InvalidRequest) as refused:
        parse_changed_roster(POSTED)
    assert [field for field, _ in refused.value.errors] == ["starred", "version"]


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " \u0007 "}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"name": 7}, "name"),
        ({"name": None}, "name"),
        ({"artists": []}, "artists"),
        ({"artists": [{"uuid": LAURO.uuid}] * (MOST_ARTISTS + 1)}, "artists"),
        ({"artists": "all"}, "artists"),
        ({"artists": [LAURO.uuid]}, "artists.0"),
        ({"artists": [{"uuid": "billie"}]}, "artists.0.uuid"),
        ({"artists": [{"name": "Elisa"}]}, "artists.0.uuid"),
        ({"artists": [{"uuid": ELISA.uuid, "name": "n" * 301}]}, "artists.0.name"),
        ({"artists": [{"uuid": ELISA.uuid, "image_url": "javascript:alert(1)"}]}, "artists.0.image_url"),
        ({"artists": [{"uuid": ELISA.uuid, "country_code": "ITA"}]}, "artists.0.country_code"),
        ({"artists": [{"uuid": ELISA.uuid, "slug": "elisa"}]}, "artists.0.slug"),
        ({"starred": "yes"}, "starred"),
        ({"starred": None}, "starred"),
        ({"colour": "red"}, "colour"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_roster_is_named(broken: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse_new_roster({**POSTED, **broken})
    assert [name for name, _ in refused.value.errors] == [field]


@pytest.mark.parametrize("body", [None, [], "Autumn", 7])
def test_a_roster_is_an_object(body: Any) -> None:
    with pytest.raises(InvalidRequest, match="give a JSON object"):
        parse_new_roster(body)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("\ud800", None), ("\ud83c\udf89ok\ud83c", "ok"), ("Città \udfff", "Città"), ("🎉 ok\ud83c", "🎉 ok")],
    ids=ascii,
)
def test_halves_of_characters_are_left_out_of_a_name_of_an_artist_as_of_the_rosters(
    name: str, kept: str | None
) -> None:
    content = parse_new_roster({"name": f"zz{name}", "artists": [{"uuid": LAURO.uuid, "name": name}]})
    assert content.artists == (RosterArtist(LAURO.uuid, kept),)
    assert content.name == " ".join(f"zz{kept or ''}".split())


def test_a_letter_with_its_accent_counts_as_one_in_a_name_however_it_is_written() -> None:
    for letter in ("é", "e\u0301", "\u0958"):
        assert parse_new_roster({**POSTED, "name": letter * LONGEST_NAME}).name == letter * LONGEST_NAME
        with pytest.raises(InvalidRequest, match="name"):
            parse_new_roster({**POSTED, "name": letter * (LONGEST_NAME + 1)})


def test_the_contract_and_the_openapi_document_say_how_much_a_rosters_artists_may_take() -> None:
    said = f"{LARGEST_ROSTER_BYTES:,} bytes of JSON in UTF-8"
    assert said in " ".join((ROOT / "docs" / "contract.md").read_text().split())
    for schema in ("RosterToCreate", "RosterToChange"):
        assert said in DOCUMENT["components"]["schemas"][schema]["properties"]["artists"]["description"]


def test_an_artist_given_twice_counts_against_the_most_there_may_be_but_not_against_the_bytes() -> None:
    twice = [{"uuid": LAURO.uuid, "name": "🎵" * 300}] * MOST_ARTISTS
    assert len(parse_new_roster({**POSTED, "artists": twice}).artists) == 1
    with pytest.raises(InvalidRequest, match="artists"):
        parse_new_roster({**POSTED, "artists": [*twice, {"uuid": LAURO.uuid}]})


@pytest.mark.parametrize("version", [0, -1, 1.5, True, "1", 10**400])
def test_a_version_is_a_whole_number(version: Any) -> None:
    with pytest.raises(InvalidRequest, match="version"):
        parse_changed_roster({**POSTED, "starred": False, "version": version})


def test_a_list_of_as_many_rosters_as_there_can_be_is_what_a_function_may_answer() -> None:
    artists = [{"uuid": f"11e81bcc-9c1c-ce38-b96b-{number:012x}", "name": "🎵" * 300} for number in range(50)]
    with pytest.raises(InvalidRequest, match="too long to be kept together"):
        parse_new_roster({**POSTED, "artists": artists})
    fitting = artists[: LARGEST_ROSTER_BYTES // 1_300]
    roster = Roster("r" * 36, parse_new_roster({**POSTED, "artists": fitting}), 1, NOW)
    listed = json.dumps(roster_json(roster), ensure_ascii=False).encode()
    assert len(listed) * MOST_ROSTERS < 6_000_000


@given(st.lists(st.sampled_from([*ARTISTS, RosterArtist("another", "Another")])))
def test_each_artist_counts_once_where_it_came_first(artists: list[RosterArtist]) -> None:
    once = once_each(artists)
    assert {artist.uuid for artist in once} == {artist.uuid for artist in artists}
    assert len({artist.uuid for artist in once}) == len(once)
    assert list(once) == sorted(once, key=artists.index)


@given(st.text(string.ascii_letters + "àéîøß", min_size=1))
def test_names_are_the_same_in_any_case(name: str) -> None:
    assert same_name(name, name.upper())
    assert same_name(name, f" {name} ")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Città", "citta\u0300", True),
        ("Straße", "STRASSE", True),
        ("Ａｕｔｕｍｎ", "autumn", True),
        ("ﬁnal 2", "Final ²", True),
        (" a   b ", "A b", True),
        ("a b", "ab", False),
        ("Città", "Citta", False),
        ("R&B!", "R&B", False),
    ],
)
def test_names_are_told_apart_as_the_contract_says(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


# --- Told to callers ------------------------------------------------------------------------------


def test_whoever_is_refused_is_told_what_and_by_which_name() -> None:
    kept = roster_json(Roster("a", AUTUMN, 2, NOW))
    status, body, _ = problem_of(RosterChanged("it is at version 2", kept), instance="urn:uuid:1")
    assert (status, json.loads(body)["roster"]) == (409, kept)
    status, body, _ = problem_of(RosterNameTaken("give another name"), instance="urn:uuid:1")
    assert (status, json.loads(body)["errors"]) == (409, [{"field": "name", "message": "give another name"}])
