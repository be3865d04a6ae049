from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from delegate_audit.core.finding import Cause, Change
from delegate_audit.store.rows import ScoreRow
from delegate_audit.store.store import Store
from delegate_audit.store.views import VIEWS


def _columns(store: Store, view: str, *columns: str) -> list[tuple]:
    return store.query(f"SELECT {', '.join(columns)} FROM {view} ORDER BY 1, 2")


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_plain_sqlite_can_read_every_view(store: Store, view: str) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute(f"SELECT * FROM {view}").fetchall() == []


def test_drift_has_every_hop_scored_or_not(store: Store, world) -> None:
    fidelity = [ScoreRow("q1", 1, "fidelity", name, value) for name, value in (("score", 0.9), ("completion", 0.5), ("preservation", None))]
    store.submit([*world.hop("q1", 1, 0.75), *fidelity, *world.hop("q1", 2)]).result(10)
    found = _columns(store, "drift", "relay", "hop", "k", "score", "drift", "completion", "preservation", "fidelity", "run", "environment")
    assert found == [("q1", 1, 1, 0.75, 0.25, 0.5, None, 0.9, "r1", "env"), ("q1", 2, 2, None, None, None, None, None, "r1", "env")]


def test_rs_at_k_has_the_even_hops_of_every_repetition(store: Store, world) -> None:
    store.submit([*world.hop("q1", 1, 0.1), *world.hop("q1", 2, 0.9), *world.hop("q1", 4, 0.8), *world.hop("q2", 2, 1.0)]).result(10)
    assert _columns(store, "rs_at_k", "relay", "k", "repetition", "score") == [("q1", 2, 1, 0.9), ("q1", 4, 1, 0.8), ("q2", 2, 2, 1.0)]


@pytest.mark.parametrize(
    ("scores", "hops"),
    [
        ((0.9, 0.8, 0.7), [2, 4, 6]),
        ((0.91, 0.82, 0.73), []),
        ((1.0, 0.4, 0.4), [4]),
        ((0.5, 0.9, 0.79), [2, 6]),
        ((1.0, 0.9000001, 0.8), [6]),
        ((0.95, None, 0.2), []),
    ],
)
def test_critical_failures_are_falls_of_ten_points_or_more(store: Store, world, scores: tuple[float | None, ...], hops: list[int]) -> None:
    store.submit([row for k, score in enumerate(scores, 1) for row in world.hop("q1", 2 * k, score)]).result(10)
    store.submit([row for hop in (1, 3, 5) for row in world.hop("q1", hop, 0.0)]).result(10)
    assert [hop for (hop,) in store.query("SELECT hop FROM critical_failures ORDER BY hop")] == hops


def test_a_critical_failure_names_its_round_trip(store: Store, world) -> None:
    store.submit([*world.hop("q1", 2, 0.75), *world.hop("q1", 4, 0.25)]).result(10)
    found = _columns(store, "critical_failures", "relay", "hop", "task", "score_before", "score_after", "fall")
    assert found == [("q1", 2, "pal_speed", 1.0, 0.75, 0.25), ("q1", 4, "pal_speed", 0.75, 0.25, 0.5)]


def _fates(store: Store) -> dict[str, tuple]:
    found = store.query("SELECT place, fate, first_hop, last_hop, last_change, restored FROM fates WHERE relay = 'q1' ORDER BY n")
    return {str(place): tuple(rest) for place, *rest in found}


INTACT = ("intact", None, None, None, 0)


def test_fates_follow_every_element(store: Store, world) -> None:
    altered, deleted = world.finding(Change.ALTERED, 1), world.finding(Change.DELETED, 1)
    leaf = world.finding(Change.MOVED, 9, "leaf", "y")
    for hop, findings in ((2, (altered,)), (4, (altered, leaf)), (6, (deleted,))):
        store.submit(world.hop("q1", hop, 0.5, *findings)).result(10)
    assert _fates(store) == {
        "cue 1": ("deleted", 2, 6, "deleted", 0),
        "cue 2": INTACT,
        "x": INTACT,
        "y": ("intact", 4, 4, "moved", 1),
    }


def test_the_worst_finding_tells_the_fate(store: Store, world) -> None:
    store.submit(world.hop("q1", 2, 0.5, world.finding(Change.MOVED, 1), world.finding(Change.ALTERED, 1))).result(10)
    assert _fates(store)["cue 1"] == ("altered", 2, 2, "altered", 0)


def test_a_place_that_nobody_has_names_all_that_share_the_line(store: Store, world) -> None:
    store.submit(world.hop("q1", 2, 0.5, world.finding(Change.DELETED, 9, "leaf", "elsewhere"))).result(10)
    assert [_fates(store)[place][0] for place in ("x", "y")] == ["deleted", "deleted"]


def test_what_costs_nothing_or_is_forward_or_of_another_scorer_does_not_count(store: Store, world) -> None:
    free, dear = world.finding(Change.ALTERED, 1, cost=0.0), world.finding(Change.ALTERED, 5)
    store.submit([*world.hop("q1", 1, 0.5, dear), *world.hop("q1", 2, 1.0, free)]).result(10)
    assert set(_fates(store).values()) == {INTACT}


def test_no_fate_before_the_first_scored_backward_hop(store: Store, world) -> None:
    store.submit([*world.hop("q1", 1, 0.5), *world.hop("q1", 2)]).result(10)
    assert _fates(store) == {}


def test_a_hop_that_was_not_scored_restores_nothing(store: Store, world) -> None:
    store.submit([*world.hop("q1", 2, 0.5, world.finding(Change.DELETED, 1)), *world.hop("q1", 4)]).result(10)
    assert _fates(store)["cue 1"] == ("deleted", 2, 2, "deleted", 0)


def test_losses_split_every_round_trip_by_hop(store: Store, world) -> None:
    parts = {"lost_before": 0.1, "lost_forward": 0.2, "lost_backward": -0.05, "lost_undecided": 0.0}
    store.submit([*world.hop("q1", 2, 0.75), *(ScoreRow("q1", 2, "structure", name, value) for name, value in parts.items())]).result(10)
    store.submit([*world.hop("q1", 1, 0.75), *world.hop("q1", 4, 0.75)]).result(10)
    ((*names, lost, before, forward, backward, undecided),) = _columns(
        store, "losses", "relay", "hop", "task", "lost", "before", "forward", "backward", "undecided"
    )
    assert (names, before, forward, backward, undecided) == (["q1", 2, "pal_speed"], 0.1, 0.2, -0.05, 0.0)
    assert lost == pytest.approx(0.15)


@pytest.mark.parametrize(("cause", "hop"), [(Cause.FORWARD, 3), (Cause.BACKWARD, 4), (Cause.UNDECIDED, 4)])
def test_fates_name_the_hop_that_did_the_first_harm(store: Store, world, cause: Cause, hop: int) -> None:
    first = replace(world.finding(Change.ALTERED, 1), cause=cause, field="text", before="a", after="b")
    later = replace(world.finding(Change.ALTERED, 1), cause=Cause.BEFORE, field="text", before="a", after="c")
    store.submit([*world.hop("q1", 4, 0.75, first), *world.hop("q1", 6, 0.75, later)]).result(10)
    found = store.query("SELECT cause, harmed_at, field, before, after FROM fates WHERE relay = 'q1' AND n = 0")
    assert found == [(cause, hop, "text", "a", "c")]
