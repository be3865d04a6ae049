"""Whose fault a loss is: small round trips in which everybody's part is known."""

from __future__ import annotations

import pytest

from delegate_audit.core.finding import Cause
from delegate_audit.domains import registry
from delegate_audit.scoring import structure
from delegate_audit.scoring.contract import ScoredHop

SEED = {"log.csv": "id,reading,note\n" + "".join(f"{k},{k * 7},gauge {k} read by hand\n" for k in range(1, 10))}
"""Ten elements: a header and nine rows."""


def without(files, *ids):
    return {name: "".join(line for line in text.splitlines(True) if line.split(",")[0] not in ids) for name, text in files.items()}


def with_reading(files, row, reading):
    return {name: text.replace(f"\n{row},{int(row) * 7},", f"\n{row},{reading},") for name, text in files.items()}


def backward(after, *, start=SEED, exact=SEED, before=None, asked=None) -> ScoredHop:
    """A backward hop; the forward edit of these tests changes nothing, so that `exact` is what the forward hop left."""
    before = exact if before is None else before
    return ScoredHop(registry.get("spreadsheet"), "backward", False, before, after, SEED, exact, "cannot", (), start, asked)


def parts(hop):
    return {m.name.removeprefix("lost_"): round(m.value, 9) for m in structure.score(hop).measures if m.name.startswith("lost_")}


def causes(hop):
    return [(f.line, f.field, f.cause) for f in structure.score(hop).findings if f.cost > 0]


def test_what_the_forward_hop_lost_is_its_own():
    broken = without(SEED, "4")
    assert parts(backward(broken, exact=broken)) == {"before": 0, "forward": 0.1, "backward": 0, "undecided": 0}
    assert causes(backward(broken, exact=broken)) == [(5, "", Cause.FORWARD)]


def test_what_the_backward_hop_lost_is_its_own():
    assert parts(backward(without(SEED, "4"))) == {"before": 0, "forward": 0, "backward": 0.1, "undecided": 0}


def test_what_was_broken_before_is_nobodys_now():
    broken = without(SEED, "4")
    assert parts(backward(broken, start=broken, exact=broken)) == {"before": 0.1, "forward": 0, "backward": 0, "undecided": 0}


def test_three_losses_have_three_causes():
    start = without(SEED, "2")
    exact = with_reading(start, "5", 36)
    after = without(exact, "9")
    hop = backward(after, start=start, exact=exact)
    assert parts(hop) == {"before": 0.1, "forward": 0.1, "backward": 0.1, "undecided": 0}
    assert causes(hop) == [(3, "", Cause.BEFORE), (6, "reading", Cause.FORWARD), (10, "", Cause.BACKWARD)]


def test_another_field_of_a_broken_row_is_this_hops_finding_though_it_costs_no_more():
    start = with_reading(SEED, "5", 36)
    after = {"log.csv": start["log.csv"].replace("gauge 5", "gauge 6")}
    hop = backward(after, start=start, exact=start)
    assert parts(hop) == {"before": 0.1, "forward": 0, "backward": 0, "undecided": 0}
    assert causes(hop) == [(6, "note", Cause.BACKWARD), (6, "reading", Cause.BEFORE)]


def test_what_is_restored_counts_against_what_is_lost():
    broken = without(SEED, "4")
    assert parts(backward(SEED, start=broken, exact=broken)) == {"before": 0.1, "forward": 0, "backward": -0.1, "undecided": 0}


def test_where_an_exact_editor_could_not_go_on_what_was_still_there_tells_whose_loss_it_is():
    start = without(SEED, "2")
    before = without(start, "5")
    hop = backward(without(before, "9"), start=start, exact=None, before=before, asked=start)
    assert parts(hop) == {"before": 0.1, "forward": 0.1, "backward": 0.1, "undecided": 0}
    assert causes(hop) == [(3, "", Cause.BEFORE), (6, "", Cause.FORWARD), (10, "", Cause.BACKWARD)]


def test_what_neither_answer_nor_exact_edit_holds_is_undecided():
    away = {"log.txt": "All readings are kept elsewhere.\n"}
    hop = backward(without(SEED, "9"), exact=None, before=away, asked=away)
    assert parts(hop) == {"before": 0, "forward": 0, "backward": 0, "undecided": 0.1}
    assert causes(hop) == [(10, "", Cause.UNDECIDED)]


def test_one_of_two_equal_additions_is_older():
    extra = {"log.csv": SEED["log.csv"] + "10,70,gauge 10 read by hand\n"}
    twice = {"log.csv": extra["log.csv"] + "10,70,gauge 10 read by hand\n"}
    found = [f.cause for f in structure.score(backward(twice, start=extra, exact=extra)).findings if f.cost > 0]
    assert sorted(found) == [Cause.BACKWARD, Cause.BEFORE]


@pytest.mark.parametrize("after", [SEED, without(SEED, "3"), {"log.csv": ""}, {"log.csv": SEED["log.csv"] * 2}])
def test_the_parts_add_up_to_the_loss(after):
    hop = backward(after, start=without(SEED, "7"), exact=without(SEED, "8"))
    score = next(m.value for m in structure.score(hop).measures if m.name == "score")
    assert sum(parts(hop).values()) == pytest.approx(1 - score)


def test_a_forward_hop_inherits_what_an_exact_one_would_have_left():
    before = without(SEED, "4")
    hop = ScoredHop(registry.get("spreadsheet"), "forward", False, before, without(before, "6"), SEED, before, "", (), before)
    assert parts(hop) == {"before": 0.1, "forward": 0.1, "backward": 0, "undecided": 0}
