"""A calibration of toy domains: what is wrong with each of them comes out, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from delegate_audit.calibration import trials
from delegate_audit.calibration.amounts import amount
from delegate_audit.calibration.contract import Calibration, Family, Outcome, Plan
from delegate_audit.calibration.driving import calibrate
from delegate_audit.calibration.tally import missed, rows, sights, totals
from delegate_audit.scoring.contract import Measure, Scored, Scorer

from .toys import FORGETS_REMARKS, IGNORES_SHELVES, MINDS_THE_MARK, STRICT, TEXT, subject

SINGLE = Plan((amount("1"),), trials=1_000)
SPREAD = Plan((amount("1"), amount("25%")), trials=3)


@pytest.fixture(scope="module")
def strict() -> Calibration:
    return calibrate([subject(STRICT)], SPREAD)


@pytest.fixture(scope="module")
def forgetful() -> Calibration:
    return calibrate([subject(FORGETS_REMARKS)], SINGLE)


def test_a_strict_reader_misses_nothing(strict):
    assert strict.clean
    assert missed(strict.trials) == ()
    assert {row.caught for row in rows(strict.trials)} == {1.0}


def test_losses_are_proportional_to_what_was_injected(strict):
    for row in rows(strict.trials):
        if row.key.fault in {"drop", "alter_number", "duplicate", "hallucinate", "drop_tail"}:
            assert row.loss_per_injected == pytest.approx(1), row.key
        if row.key.fault == "swap" and row.key.amount == "1":
            assert row.loss_per_injected == pytest.approx(0.25)
    dropped = {row.key.amount: row.mean_injected for row in rows(strict.trials) if row.key.fault == "drop"}
    assert dropped["25%"] > 5 * dropped["1"]


def test_single_faults_strike_every_place_once(forgetful):
    filled = [k for k, line in enumerate(TEXT.split("\n"), 1) if line.strip()]
    assert sorted(t.line for t in forgetful.trials if t.fault == "deleted") == filled


def test_remarks_that_a_reader_drops_are_seen_and_not_weighed(forgetful):
    remarks = {k for k, line in enumerate(TEXT.split("\n"), 1) if line.startswith("#")}
    assert {t.line for t in forgetful.trials if t.fault == "deleted" and t.outcome is Outcome.SEEN} == remarks
    words = {t.outcome for t in forgetful.trials if t.fault == "word" and t.line in remarks}
    assert words == {Outcome.SEEN}
    assert forgetful.untraced == 0
    first = missed(forgetful.trials)[0]
    assert (first.origin, first.domain, first.outcome) == ("attic/list.toy", "toy", Outcome.SEEN)


def test_a_field_that_is_ignored_is_seen_and_not_weighed():
    calibration = calibrate([subject(IGNORES_SHELVES)], SINGLE)
    altered = [t for t in calibration.trials if t.fault == "alter_number"]
    ignored = [t for t in altered if t.outcome is Outcome.SEEN]
    assert ignored
    assert all("shelf" in t.before for t in ignored)
    assert all("shelf" not in t.before for t in altered if t.outcome is Outcome.CAUGHT)


def test_a_byte_order_mark_that_is_taken_for_text_is_a_false_alarm():
    calibration = calibrate([subject(MINDS_THE_MARK)], replace(SINGLE, trials=1))
    assert [alarm.variant for alarm in calibration.alarms] == ["bom"]
    assert "line 1: altered, fact" in calibration.alarms[0].alarm
    assert not calibration.clean
    assert totals(calibration).false_alarms == 1


def test_a_blind_scorer_leaves_no_trace(monkeypatch):
    blind = Scorer("structure", "sees nothing", lambda _: Scored((Measure("score", 1.0),)))
    monkeypatch.setattr(trials.scorers, "get", lambda _: blind)
    calibration = calibrate([subject(STRICT)], Plan((amount("1"),), trials=1, scorers=()))
    assert {t.outcome for t in calibration.trials} == {Outcome.NO_TRACE}
    assert calibration.untraced == len(calibration.trials) + len(calibration.variants)
    assert not calibration.clean


def test_a_scorer_that_names_no_place_finds_it_elsewhere(monkeypatch):
    vague = Scorer("structure", "says how much, not where", lambda hop: Scored((Measure("score", float(hop.after == hop.ideal)),)))
    monkeypatch.setattr(trials.scorers, "get", lambda _: vague)
    calibration = calibrate([subject(STRICT)], Plan((amount("1"),), trials=1, scorers=()))
    outcomes = {t.family: t.outcome for t in calibration.trials}
    assert outcomes == {Family.LINE: Outcome.ELSEWHERE, Family.ELEMENT: Outcome.ELSEWHERE, Family.FILE: Outcome.CAUGHT}


def test_other_scorers_look_at_the_same_texts(strict):
    found = {(s.key.fault, s.scorer): s for s in sights(strict.trials) if s.key.amount == "1"}
    both = found["alter_number", "structure"], found["alter_number", "diff"]
    assert both[0].n == both[1].n == 3
    assert both[0].mean_loss == pytest.approx(1 / 30)
    assert 0 < both[1].mean_loss < both[0].mean_loss
    assert both[1].mean_line_edits == 1
    assert all(reading.moved for v in strict.variants for reading in v.readings if reading.scorer == "diff")


def test_a_scorer_that_can_measure_nothing_is_counted_as_such(monkeypatch):
    silent = Scorer("diff", "says nothing", lambda _: Scored((Measure("similarity", None, "no idea"),)))
    real = trials.scorers.get
    monkeypatch.setattr(trials.scorers, "get", lambda name: silent if name == "diff" else real(name))
    trials._untouched.cache_clear()
    calibration = calibrate([subject(STRICT)], Plan((amount("1"),), trials=1))
    trials._untouched.cache_clear()
    assert {(s.n, s.unmeasured, s.sees) for s in sights(calibration.trials) if s.scorer == "diff"} == {(0, 1, None)}


def test_a_slow_scorer_looks_at_a_part(monkeypatch):
    monkeypatch.setitem(trials.SLOW, "diff", (1, 3))
    calibration = calibrate([subject(STRICT)], SPREAD)
    assert {len(t.readings) for t in calibration.trials} == {1, 2}
    assert all(t.places <= 3 for t in calibration.trials if len(t.readings) == 2)
    counts = {s.scorer: s.n for s in sights(calibration.trials) if s.key.fault == "deleted" and s.key.amount == "1"}
    assert counts == {"structure": 3, "diff": 1}


def test_the_same_seed_gives_the_same_figures(strict):
    again = calibrate([subject(STRICT)], SPREAD)
    other = calibrate([subject(STRICT)], replace(SPREAD, seed=1))
    assert timeless(again) == timeless(strict)
    assert timeless(other) != timeless(strict)


def timeless(calibration: Calibration) -> list[object]:
    return [
        replace(trial, readings=tuple(replace(reading, ms=0.0) for reading in trial.readings))
        for trial in (*calibration.trials, *calibration.variants)
    ]


def test_a_document_with_nothing_in_it_has_no_trials():
    calibration = calibrate([subject(STRICT, "\n")], SPREAD)
    assert calibration.trials == ()
    assert calibration.subjects[0].elements == 0


def test_a_document_that_is_not_canonical_is_no_reason_to_see_more(strict):
    """The toy drops blank lines when it writes; the diff scorer must not take that for the fault."""
    assert any(v.variant == "rewritten" for v in strict.variants)
    edits = [r.line_edits for t in strict.trials if t.fault == "duplicate" and t.amount == "1" for r in t.readings[1:]]
    assert edits == [1, 1, 1]
