from __future__ import annotations

from dataclasses import fields

import pytest

from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.errors import StoreError
from delegate_audit.store.rows import CallRow, FindingRow, RunRow, ScoreRow
from delegate_audit.store.tables import TABLE_OF, TABLES

RUN = RunRow("r", "quick", "{}", 1, "0.1", True, "now")
FINDING = Finding(Change.MOVED, Severity.ORDER, "a", "cue", "cue 1", 1, 2, "", "x", "y", 0.5, "b")


def test_columns_are_the_fields() -> None:
    flat = [table for table in TABLES if table.row is not FindingRow]
    assert all(table.names == tuple(f.name for f in fields(table.row)) for table in flat)


def test_a_finding_is_flattened_and_where_is_called_place() -> None:
    names = TABLE_OF[FindingRow].names
    assert names == ("relay", "hop", "scorer", "n", "change", "severity", "file", "kind", "place", "line", "line_after", "field", "before",
                     "after", "cost", "file_after", "cause")  # fmt: skip


@pytest.mark.parametrize("row", [RUN, ScoreRow("q", 1, "s", "n", None, "why"), FindingRow("q", 1, "s", 0, FINDING)])
def test_a_row_comes_back_with_its_types(row: RunRow | ScoreRow | FindingRow) -> None:
    table = TABLE_OF[type(row)]
    back = table.row_of(table.values(row))
    assert back == row
    assert repr(back) == repr(row)


def test_optional_columns_are_those_that_may_be_none() -> None:
    assert {column.name for column in TABLE_OF[CallRow].columns if column.optional} == {"cost", "truth"}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(StoreError, match="no number"):
        TABLE_OF[ScoreRow].values(ScoreRow("q", 1, "s", "n", value))


def test_a_lone_surrogate_is_written_as_an_escape() -> None:
    assert TABLE_OF[ScoreRow].values(ScoreRow("q", 1, "s", "é\ud83d", 1.0))[3] == "é\\ud83d"


def test_loose_columns_do_not_count_as_a_difference() -> None:
    table = TABLE_OF[RunRow]
    later = table.values(RunRow("r", "quick", "{}", 2, "0.1", True, "later"))
    assert table.differing(table.values(RUN), later) == ["seed"]
