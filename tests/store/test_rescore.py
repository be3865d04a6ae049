"""Scores of one scorer replaced by others."""

from __future__ import annotations

from delegate_audit.core.finding import Change
from delegate_audit.store.rows import FindingRow, ScoreRow


def test_a_scorers_rows_are_replaced_and_no_other(store, world):
    found = [world.finding(Change.ALTERED, 1), world.finding(Change.DELETED, 5)]
    store.submit([*world.hop("q1", 1, 0.5, *found), ScoreRow("q1", 1, "diff", "similarity", 0.9)]).result(10)
    fresh = [ScoreRow("q1", 1, "structure", "score", 0.75), FindingRow("q1", 1, "structure", 0, found[1])]
    store.rescore("q1", 1, ["structure"], fresh).result(10)
    assert [(row.scorer, row.value) for row in store.rows(ScoreRow)] == [("diff", 0.9), ("structure", 0.75)]
    assert [row.finding for row in store.rows(FindingRow)] == [found[1]]
