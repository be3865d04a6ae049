from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.domains import registry
from delegate_audit.errors import UsageError
from delegate_audit.transforms import registry as transforms

YEARS = (datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2100-01-01"))


def shifted(value: str, **parameters: object) -> str:
    domain = registry.get("spreadsheet")
    shift = transforms.build({"use": "shift", "kind": "row", "fields": "when", "file": "t.csv", **parameters}, {})
    files = {"t.csv": f"name,when\nx,{value}\n"}
    there = shift.forward(files, domain)
    assert dict(shift.backward(there, domain)) == files
    return there["t.csv"].split(",", 2)[2].strip()


@pytest.mark.parametrize(
    ("value", "parameters", "expected"),
    [
        ("2026-02-27", {"days": 2}, "2026-03-01"),
        ("2024/02/27", {"days": 2}, "2024/02/29"),
        ("2026.01.01", {"days": -1}, "2025.12.31"),
        ("20260131", {"days": 1}, "20260201"),
        ("2026-01-01", {"minutes": 600}, "2026-01-01"),
        ("2026-01-01T23:30:00Z", {"minutes": 45}, "2026-01-02T00:15:00Z"),
        ("20260101T233000Z", {"minutes": 45}, "20260102T001500Z"),
        ("2026-01-01 23:30", {"days": 1, "minutes": -30}, "2026-01-02 23:00"),
        ("2026-01-01T10:00:00.250+02:00", {"minutes": -90}, "2026-01-01T08:30:00.250+02:00"),
        ("23:50", {"minutes": 30}, "00:20"),
        ("9:05:30", {"minutes": 30}, "9:35:30"),
        ("23:50", {"minutes": 30, "wrap": False}, "24:20"),
        ("25:10:00", {"minutes": -30}, "24:40:00"),
        ("2026-02-30", {"days": 1}, "2026-02-30"),
        ("next week", {"days": 1}, "next week"),
        ("10:15", {"days": 1}, "10:15"),
    ],
)
def test_each_keeps_its_writing(value, parameters, expected):
    assert shifted(value, **parameters) == expected


@given(st.datetimes(*YEARS), st.integers(-9999, 9999), st.integers(-99999, 99999))
def test_it_undoes_itself(moment, days, minutes):
    if days or minutes:
        shifted(moment.strftime("%Y-%m-%dT%H:%M:%S"), days=days, minutes=minutes)


def test_it_must_move_something():
    with pytest.raises(UsageError, match="`days` or `minutes`"):
        transforms.build({"use": "shift", "kind": "row", "fields": ["when"]}, {})


def test_the_wording_says_how_far():
    shift = transforms.build({"use": "shift", "kind": "row", "fields": ["when"], "days": -1, "minutes": 90, "file": "t.csv"}, {})
    wording = shift.instructions({"t.csv": ""}, registry.get("spreadsheet"))
    assert "1 day earlier and 90 minutes later" in wording.forward
    assert "1 day later and 90 minutes earlier" in wording.backward
