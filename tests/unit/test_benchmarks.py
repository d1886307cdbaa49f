"""The arithmetic of the benchmarks: what is made of measured times, counted requests and list prices."""

from __future__ import annotations

import base64
import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from benchmarks.cases import LARGE, MIDDLE, PRICED, SMALL, Case
from benchmarks.cost import usage_of
from benchmarks.counting_proxy import Exchange, counting_proxy, service_of
from benchmarks.described import Point, aggregate, calls_of
from benchmarks.dynamo_units import Units, item_bytes, units_of
from benchmarks.lambda_logs import Logs, read_logs
from benchmarks.prices import Charge, Price, cost_of
from benchmarks.samples import paired_ratio, percentile
from benchmarks.tables import BLANK, Table, seconds, times, verdict, whole
from benchmarks.writes import written_by

CASES = pytest.mark.parametrize("case", [SMALL, MIDDLE, LARGE, PRICED], ids=lambda case: case.name)


# ------------------------------------------------------------------------------------------------- tables


def test_a_table_is_written_as_markdown_with_its_notes_below() -> None:
    table = Table("Speed", ("way", "seconds"), [("ours", "1.20"), ("a|b", "2.00")], ("Medians.",))
    assert table.markdown() == (
        "### Speed\n\n| way | seconds |\n| --- | --- |\n| ours | 1.20 |\n| a\\|b | 2.00 |\n\n- Medians.\n"
    )


def test_a_row_that_does_not_fit_its_header_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells under 2 headings"):
        Table("Speed", ("way", "seconds"), [("ours",)]).markdown()


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0.00"), (1.234, "1.23"), (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"), (403.7, "404")],
)
def test_seconds_keep_about_three_digits(value: float, written: str) -> None:
    assert seconds(value) == written


def test_what_there_is_none_of_is_written_as_a_dash() -> None:
    assert (seconds(None), times(None), whole(None)) == (BLANK, BLANK, BLANK)


def test_ratios_counts_and_verdicts_read_as_in_a_sentence() -> None:
    assert times(3.14159) == "3.14×"
    assert whole(29_200.0) == "29,200"
    assert verdict(True, "≤ 0.60") == "≤ 0.60: met"
    assert verdict(False, "≤ 0.60") == "≤ 0.60: **missed**"


# ------------------------------------------------------------------------------------------------ samples


def test_a_percentile_is_one_of_the_values_and_covers_its_share() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0, 10.0, 9.0, 8.0, 7.0, 6.0]
    assert percentile(values, 0.9) == 9.0
    assert percentile(values, 0.91) == 10.0
    assert percentile(values, 1.0) == 10.0
    assert percentile([7.0], 0.01) == 7.0


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_a_percentile_of_nothing_or_of_no_share_is_refused(values: list[float], share: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


def test_a_ratio_is_taken_within_each_round() -> None:
    # The second round ran on a machine ten times as slow: the ratio is none the worse for it.
    assert paired_ratio([2.0, 20.0, 2.2], [1.0, 10.0, 1.0]) == 2.0


def test_rounds_of_unequal_number_have_no_ratio() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired_ratio([1.0, 2.0], [1.0])


# -------------------------------------------------------------------------------------------------- cases


@pytest.mark.parametrize(("case", "calls"), [(SMALL, 5), (MIDDLE, 75), (LARGE, 400), (PRICED, 135)])
def test_a_fresh_report_makes_as_many_calls_as_the_described_loop(case: Case, calls: int) -> None:
    assert case.calls == calls
    assert len(list(calls_of(case))) == calls


@pytest.mark.parametrize(("case", "new"), [(SMALL, 5), (MIDDLE, 30), (LARGE, 160)])
def test_an_overlapping_report_shares_half_its_days_and_needs_some_new_windows(case: Case, new: int) -> None:
    other = case.overlapping()
    shared_days = (min(case.end, other.end) - max(case.start, other.start)).days + 1
    assert shared_days == pytest.approx(case.days / 2, abs=3)
    assert case.jobs * len(set(other.windows) - set(case.windows)) == new


def test_no_two_cases_share_an_artist() -> None:
    uuids = [uuid for case in (SMALL, MIDDLE, LARGE, PRICED) for uuid in case.artist_uuids]
    assert len(set(uuids)) == len(uuids) == 17


@CASES
def test_the_described_loop_asks_for_each_day_once_and_for_90_at_most(case: Case) -> None:
    asked: dict[tuple[str, str], list[date]] = {}
    for call in calls_of(case):
        days = [call.first + timedelta(days=day) for day in range((call.last - call.first).days + 1)]
        assert len(days) <= 90
        asked.setdefault((call.artist_uuid, call.source.slug), []).extend(days)
    whole_period = [case.start + timedelta(days=day) for day in range(case.days)]
    assert len(asked) == case.jobs
    assert all(days == whole_period for days in asked.values())


def test_the_described_figures_are_of_each_platform_and_of_each_row() -> None:
    points = [
        Point("A", "spotify", "2024-09-02", 30),
        Point("A", "spotify", "2024-09-01", 10),
        Point("B", "spotify", "2024-09-03", 20),
    ]
    figures = aggregate(points)
    assert figures["platform_summaries"]["spotify"] == {
        "first_value": 10,
        "latest_value": 20,
        "difference": 10,
        "period_average": 20,
        "peak_value": 30,
        "data_points": 3,
    }
    assert figures["detailed_breakdown"]["A - spotify"]["difference"] == 20
    assert figures["detailed_breakdown"]["B - spotify"]["data_points"] == 1


# ------------------------------------------------------------------------------------------- DynamoDB units


def test_an_item_is_as_long_as_its_names_and_values() -> None:
    item = {
        "pk": {"S": "é1"},
        "n": {"N": "-1234.5"},
        "b": {"B": base64.b64encode(bytes(100)).decode()},
        "t": {"BOOL": True},
        "m": {"M": {"ab": {"S": "xyz"}}},
        "l": {"L": [{"NULL": True}]},
    }
    assert item_bytes(item) == (2 + 3) + (1 + 4) + (1 + 100) + (1 + 1) + (1 + 3 + 2 + 3 + 1) + (1 + 3 + 1 + 1)


def test_a_type_that_no_item_of_ours_has_is_refused() -> None:
    with pytest.raises(ValueError, match="BS"):
        item_bytes({"set": {"BS": ["a"]}})


def a_text_of(size: int) -> dict[str, Any]:
    """Make an item of exactly so many bytes."""
    return {"a": {"S": "x" * (size - 1)}}


@pytest.mark.parametrize(("size", "units"), [(2, 1), (1_024, 1), (1_025, 2), (10_000, 10)])
def test_a_write_takes_a_unit_for_each_kb_begun(size: int, units: int) -> None:
    item = a_text_of(size)
    put = {"PutRequest": {"Item": item}}
    assert units_of("PutItem", {"Item": item}, {}) == Units(write=units)
    assert units_of("UpdateItem", {}, {"Attributes": item}) == Units(write=units)
    assert units_of("BatchWriteItem", {"RequestItems": {"t": [put, put]}}, {}) == Units(write=2 * units)


def test_a_write_refused_by_its_condition_takes_a_unit_too() -> None:
    assert units_of("UpdateItem", {}, {"__type": "ConditionalCheckFailedException"}) == Units(write=1)


@pytest.mark.parametrize(
    ("size", "consistent", "units"), [(2, True, 1), (2, False, 0.5), (4_096, True, 1), (4_097, False, 1)]
)
def test_a_read_takes_a_unit_for_each_4_kb_begun_and_half_of_it_if_not_consistent(
    size: int, consistent: bool, units: float
) -> None:
    asked = {"ConsistentRead": consistent}
    assert units_of("GetItem", asked, {"Item": a_text_of(size)}) == Units(read=units)


def test_an_update_that_answers_nothing_is_as_long_as_what_it_gives() -> None:
    asked = {"Key": a_text_of(500), "ExpressionAttributeValues": {":value": {"S": "x" * 1_000}}}
    assert units_of("UpdateItem", asked, {}) == Units(write=2)


def test_a_deletion_takes_a_unit() -> None:
    assert units_of("DeleteItem", {"Key": {}}, {"Attributes": a_text_of(10)}) == Units(write=1)


def test_what_is_written_in_a_transaction_counts_twice() -> None:
    writes = [{"Put": {"Item": a_text_of(1_025)}}, {"Update": {"Key": {}}}]
    assert units_of("TransactWriteItems", {"TransactItems": writes}, {}) == Units(write=2 * (2 + 1))


def test_a_set_of_texts_is_as_long_as_they_are() -> None:
    assert item_bytes({"held": {"SS": ["a", "bcd"]}}) == len("held") + 3 + 4


def test_a_deletion_in_a_batch_takes_a_unit() -> None:
    writes = [{"DeleteRequest": {"Key": {}}}, {"PutRequest": {"Item": a_text_of(1_025)}}]
    assert units_of("BatchWriteItem", {"RequestItems": {"t": writes}}, {}) == Units(write=1 + 2)


@pytest.mark.parametrize(("consistent", "units"), [(True, 2), (False, 1)])
def test_the_items_of_a_query_are_rounded_up_together(consistent: bool, units: float) -> None:
    answer = {"Items": [a_text_of(100)] * 50}
    assert units_of("Query", {"ConsistentRead": consistent}, answer) == Units(read=units)


def test_each_item_of_a_batch_is_rounded_up_by_itself_and_an_absent_one_counts() -> None:
    asked = {"RequestItems": {"t": {"Keys": [{}, {}, {}], "ConsistentRead": True}}}
    answer = {"Responses": {"t": [a_text_of(100), a_text_of(5_000)]}}
    assert units_of("BatchGetItem", asked, answer) == Units(read=1 + 2 + 1)


def test_an_action_nobody_priced_is_refused_rather_than_taken_for_free() -> None:
    with pytest.raises(ValueError, match="Scan"):
        units_of("Scan", {}, {})


# -------------------------------------------------------------------------------------------- logs and cost


def events(*messages: str) -> list[dict[str, Any]]:
    """Make the events of a log group, all of one moment."""
    return [{"timestamp": 1_795_455_654_086, "message": message} for message in messages]


REPORT_LINE = (
    "REPORT RequestId: 88cdac80\tDuration: 1266 ms\tBilled Duration: 1266 ms\tMemory Size: 512 MB\t"
    "Max Memory Used: 0 MB"
)


def test_a_report_line_tells_when_an_invocation_began_and_what_it_is_charged() -> None:
    (invocation,) = read_logs(events("START", REPORT_LINE, "END")).invocations
    assert invocation.started == pytest.approx(1_795_455_654.086 - 1.266)
    assert invocation.ended == pytest.approx(1_795_455_654.086)
    assert invocation.gb_seconds == pytest.approx(0.633)


def test_lines_of_the_logger_are_found_by_message_with_their_own_time() -> None:
    line = json.dumps({"message": "jobs fetched", "timestamp": "2026-11-23 17:40:54,077+0000", "jobs": 10})
    logs = read_logs(events(line, '{"_aws": {}}', "not JSON", "3"))
    (found,) = logs.said("jobs fetched")
    assert found.at == pytest.approx(1_795_455_654.077)
    assert found.fields["jobs"] == 10
    assert logs.said("something else") == []


def test_log_bytes_are_those_of_the_text_and_26_an_event() -> None:
    assert read_logs(events("é", "abc")).ingested_bytes == 2 + 26 + 3 + 26


def test_a_price_is_for_its_unit() -> None:
    price = Price("requests", 0.4, 1_000_000)
    assert price.cost(2_500_000) == pytest.approx(1.0)
    assert price.unit == "0.40 a million"
    assert Price("writes", 0.625, 1_000_000).unit == "0.625 a million"


def test_a_cost_is_the_sum_of_all_charges() -> None:
    usage = {Charge.WRITE_UNITS: 1_000_000.0, Charge.S3_PUTS: 1_000.0, Charge.LOG_BYTES: 2.0**30}
    assert cost_of(usage) == pytest.approx(0.625 + 0.005 + 0.50)


def an_exchange(service: str, method: str = "POST", action: str = "", request: bytes = b"{}") -> Exchange:
    """Make a request of a function that was answered with an empty document."""
    return Exchange(service, method, action, request, 200, b"{}")


def test_usage_counts_what_functions_called_what_ran_and_what_the_caller_asked() -> None:
    exchanges = [
        an_exchange("dynamodb", action="PutItem", request=json.dumps({"Item": a_text_of(2_000)}).encode()),
        an_exchange("dynamodb", action="GetItem", request=b'{"ConsistentRead": true}'),
        an_exchange("sqs", action="SendMessageBatch", request=bytes(64 * 1024 + 1)),
        an_exchange("sns"),
        an_exchange("s3", "PUT"),
        an_exchange("s3", "GET"),
        an_exchange("secretsmanager"),
    ]
    logs = {name: read_logs(events(REPORT_LINE)) for name in ("api", "fetch", "finalize")}
    usage = usage_of(exchanges, logs, 22)
    assert usage == {
        Charge.API_REQUESTS: 22,
        Charge.LAMBDA_REQUESTS: 3,
        Charge.API_GB_SECONDS: pytest.approx(0.633),
        Charge.FETCH_GB_SECONDS: pytest.approx(0.633),
        Charge.FINALIZE_GB_SECONDS: pytest.approx(0.633),
        # Two for the batch of 64 KB and a byte, and a receive and a delete for each of two queue batches.
        Charge.SQS_REQUESTS: 2 + 4,
        Charge.SNS_REQUESTS: 1,
        Charge.WRITE_UNITS: 2,
        Charge.READ_UNITS: 1,
        Charge.S3_PUTS: 1,
        Charge.S3_GETS: 1,
        Charge.SECRET_READS: 1,
        Charge.LOG_BYTES: 3 * (len(REPORT_LINE) + 26),
    }


def test_writes_are_added_up_by_table_and_by_key_and_second() -> None:
    def put(pk: str, length: int, at: float) -> Exchange:
        request = json.dumps({"Item": {"pk": {"S": pk}, "d": {"S": "x" * length}}}).encode()
        return replace(an_exchange("dynamodb", action="PutItem", request=request), at=at)

    written = written_by(
        [
            put("REPORT#1", 100, at=1.0),
            put("JOBS#1#1#0", 1_500, at=1.2),
            put("JOBS#1#1#0", 1_500, at=1.9),
            put("JOBS#1#1#0", 1_500, at=2.1),
            put("artist#spotify", 5_000, at=1.0),
            an_exchange("sqs"),
        ],
        status="succeeded",
        calls=3,
    )
    assert (written.units, written.report_units, written.busiest_key) == (1 + 2 + 2 + 2 + 5, 7, 5)
    assert 5_000 < written.largest_item < 5_030


def test_a_request_to_a_service_nobody_priced_is_refused_rather_than_taken_for_free() -> None:
    nothing = dict.fromkeys(("api", "fetch", "finalize"), Logs([], [], 0))
    with pytest.raises(ValueError, match="kms"):
        usage_of([an_exchange("kms")], nothing, 0)


# ---------------------------------------------------------------------------------------------------- proxy


def test_the_service_is_that_of_the_signature_be_it_in_a_header_or_a_link() -> None:
    scope = "Credential=ASIA0/20261123/us-east-1/{}/aws4_request"
    assert service_of(f"AWS4-HMAC-SHA256 {scope.format('sqs')}, SignedHeaders=host", "/") == "sqs"
    link = "/bucket/key?X-Amz-Credential=ASIA0%2F20261123%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=x"
    assert service_of("", link) == "s3"
    assert service_of("", "/") == ""


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(202)
        self.send_header("X-Host-Seen", self.headers["Host"])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def echo() -> Iterator[str]:
    """Run a server that answers with what it was asked."""
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_the_proxy_passes_on_what_it_counts_with_the_host_that_was_signed() -> None:
    headers = {
        "X-Amz-Target": "DynamoDB_20120810.GetItem",
        "Authorization": "AWS4-HMAC-SHA256 Credential=A/20261123/us-east-1/dynamodb/aws4_request",
    }
    with echo() as target, counting_proxy(target) as proxy:
        request = urllib.request.Request(f"{proxy.url}/x", data=b"asked", headers=headers)
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert (answer.status, answer.read()) == (202, b"asked")
            assert f"http://{answer.headers['X-Host-Seen']}" == proxy.url
        (exchange,) = proxy.taken()
        assert replace(exchange, at=0) == Exchange("dynamodb", "POST", "GetItem", b"asked", 202, b"asked")
        assert proxy.taken() == []
