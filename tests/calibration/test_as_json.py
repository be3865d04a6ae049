"""The JSON of a calibration: complete, in a stable order, and what its page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from delegate_audit.calibration.amounts import amount
from delegate_audit.calibration.as_json import render
from delegate_audit.calibration.contract import Plan
from delegate_audit.calibration.driving import calibrate

from .toys import FORGETS_REMARKS, MINDS_THE_MARK, subject

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"


@pytest.fixture(scope="module")
def found() -> dict:
    plan = Plan((amount("1"), amount("30%")), trials=8, seed=5)
    return json.loads(render(calibrate([subject(FORGETS_REMARKS), subject(MINDS_THE_MARK)], plan)))


def test_everything_adds_up(found):
    outcomes = ("caught", "elsewhere", "seen", "meaningless", "no_trace")
    total = found["totals"]
    assert total["n"] == sum(row["n"] for row in found["classes"]) == sum(total[o] for o in outcomes)
    assert all(row["n"] == sum(row[o] for o in outcomes) for row in found["classes"])
    assert len(found["missed"]) == total["seen"] + total["elsewhere"] + total["no_trace"]
    assert len(found["false_alarms"]) == total["false_alarms"] == sum(row["false_alarms"] for row in found["variants"])
    assert {alarm["variant"] for alarm in found["false_alarms"]} == {"bom", "rewritten"}
    assert found["clean"] is False


def test_it_says_what_was_done(found):
    assert found["plan"] == {"amounts": ["1", "30%"], "trials": 8, "seed": 5, "scorers": ["structure", "diff"]}
    missed = found["missed"][0]
    assert missed["document"] == "attic/list.toy"
    assert missed["outcome"] == "seen"
    assert missed["before"].startswith("#")
    assert {row["scorer"] for row in found["scorers"]} == {"structure", "diff"}


def test_the_page_names_every_key(found):
    page = PAGE.read_text(encoding="utf-8")
    for part, value in found.items():
        assert f"`{part}`" in page
        rows = value if isinstance(value, list) else [value] if isinstance(value, dict) else []
        for key in rows[0] if rows else ():
            assert f"`{key}`" in page, f"{part}: {key}"
