"""What a timetable feed means: which file holds what, what identifies a record, what is a fact and what is layout."""

from pathlib import Path

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.transit import check
from delegate_audit.domains.everyday.transit import DOMAIN
from delegate_audit.domains.reading import compare

SEED = {p.name: p.read_text() for p in (Path(__file__).parents[2] / "corpora/everyday/transit/marrick_sound/seed").glob("*.txt")}
CALLS = """trip_id,arrival_time,departure_time,stop_id,stop_sequence
A1,6:58:00,07:00:00,S1,10
A1,07:09:00,07:09:30,S2,20
A1,24:40:00,24:40:00,S3,30
B2,08:00:00,08:00:00,S1,10
"""


def compared(before, after, name="stop_times.txt"):
    return compare({name: before}, {name: after}, DOMAIN)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("stop_times.txt", "stop_time"),
        ("stop_times_night.txt", "stop_time"),
        ("trips.txt", "row"),
        ("feed/STOP_TIMES.TXT", "stop_time"),
    ],
)
def test_the_name_and_a_key_column_tell_what_a_file_holds(name, kind):
    (table,) = DOMAIN.read(CALLS if kind != "row" else "guide_quay.srt\nguide_market.srt\n", name)
    assert {child.kind for child in table.children} == {kind}


def test_a_list_that_is_called_like_a_feed_has_an_order():
    assert compared("quay.srt\nmarket.srt\n", "market.srt\nquay.srt\n", "stops.txt").score < 1


LAYOUT = {
    "rows in another order": CALLS.replace("A1,6:58:00,07:00:00,S1,10\n", "") + "A1,6:58:00,07:00:00,S1,10\n",
    "an hour of one digit": CALLS.replace("07:09:30", "7:09:30"),
    "quotes": CALLS.replace("S2", '"S2"'),
}


@pytest.mark.parametrize("after", LAYOUT.values(), ids=LAYOUT)
def test_what_means_the_same_is_layout(after):
    comparison = compared(CALLS, after)
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


def test_columns_in_another_order_cost_nothing_and_are_seen():
    turned = "".join(",".join([*row.split(",")[1:], row.split(",")[0]]) + "\n" for row in CALLS.splitlines())
    comparison = compared(CALLS, turned)
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [("24:40:00,24", "00:40:00,24", "arrival_time"), ("S2", "S1", "stop_id"), (",20", ",40", "stop_sequence"), ("B2", "B3", "trip_id")],
)
def test_a_changed_fact_costs_its_record(before, after, field):
    comparison = compared(CALLS, CALLS.replace(before, after))
    assert comparison.score == pytest.approx(1 - 1 / 5)
    assert [finding.field for finding in comparison.findings] == [field]


@pytest.mark.parametrize("header", ["", "trip,arrival_time,departure_time,stop_id,stop_sequence\n", "a,b,c,d,e\n"])
def test_a_header_lost_or_renamed_is_one_change(header):
    comparison = compared(CALLS, header + CALLS.split("\n", 1)[1])
    assert comparison.score == pytest.approx(1 - 1 / 5)
    assert len(comparison.findings) == 1


def test_a_column_that_is_gone_took_a_fact_from_every_row():
    assert compared(CALLS, "\n".join(line.rsplit(",", 1)[0] for line in CALLS.splitlines()) + "\n").score == 0


def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not():
    assert check(SEED) == []
    for name, before, after in (
        ("stop_times.txt", "07:09:00,07:09:00,201", "07:29:00,07:29:00,201"),
        ("stop_times.txt", "MQ-P,1", "MQ-Q,1"),
        ("trips.txt", "R4,WEEK", "R5,WEEK"),
        ("trips.txt", "R4,WEEK", "R4,WEEKS"),
        ("shapes.txt", "54.13003", "54.14003"),
        ("calendar_dates.txt", "20261130,2", "20271130,2"),
    ):
        assert before in SEED[name]
        assert check({**SEED, name: SEED[name].replace(before, after, 1)}), (name, before)
