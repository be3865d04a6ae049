"""A run from end to end in process: everything is in the store, and what was stopped goes on as if it had not been."""

from __future__ import annotations

import asyncio
import json

import pytest

from delegate_audit.errors import UsageError
from delegate_audit.models.protocol import EndpointError
from delegate_audit.models.simulated import model as simulated
from delegate_audit.relay.definition import RelayDefinition
from delegate_audit.relay.engine import EngineOptions
from delegate_audit.relay.plan import DelegateSpec
from delegate_audit.relay.rescore import Rescoring
from delegate_audit.relay.run import execute, planning, prepare, restore
from delegate_audit.store.dump import dump
from delegate_audit.store.rows import CallRow, FindingRow, HopRow, RelayRow, ScoreRow, SeedElementRow
from delegate_audit.store.store import Store

DEFINITION = RelayDefinition(name="test", domains=("subtitles",), round_trips=2, seed=5)
DELEGATES = [DelegateSpec("sim:perfect", "single-shot"), DelegateSpec("sim:hasty", "single-shot")]
OPTIONS = EngineOptions(concurrency=2, workers=2)


class Watch:
    """Remembers what it is told."""

    def __init__(self):
        self.hops, self.ended = [], []

    def hop_done(self, done):
        self.hops.append(done)

    def relay_ended(self, relay, status, reason):
        self.ended.append((relay, status, reason))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "audit.db"
    with Store.open(path, create=True) as store:
        watch = Watch()
        end = execute(store, prepare(store, planning(DEFINITION, DELEGATES)), OPTIONS, watch)
    assert end.done == 2
    assert end.suspended == {}
    assert len(watch.hops) == 8
    return path


def test_every_hop_is_stored_with_its_call_scores_and_files(undisturbed):
    with Store.open(undisturbed) as store:
        hops, calls = store.rows(HopRow), store.rows(CallRow)
        assert len(hops) == len(calls) == 8
        assert {row.status for row in store.rows(RelayRow)} == {"done"}
        assert all(call.simulated and call.cost is None and call.truth for call in calls)
        assert all(store.texts(hop.files) for hop in hops)
        measured = {(score.scorer, score.name) for score in store.rows(ScoreRow)}
        assert measured >= {("structure", "score"), ("fidelity", "completion"), ("diff", "similarity")}
        assert len(store.rows(SeedElementRow)) > 100


def test_the_perfect_delegate_is_perfect(undisturbed):
    with Store.open(undisturbed) as store:
        scores = store.rows(ScoreRow, "relay LIKE '%sim:perfect%' AND name IN ('score', 'completion', 'preservation')")
        assert {row.value for row in scores} == {1.0}
        assert store.rows(FindingRow, "relay LIKE '%sim:perfect%'") == []
        assert store.query("SELECT DISTINCT fate FROM fates WHERE relay LIKE '%sim:perfect%'") == [("intact",)]


def test_both_delegates_get_the_same_tasks_in_the_same_order(undisturbed):
    with Store.open(undisturbed) as store:
        tasks = {name: [hop.task for hop in store.rows(HopRow, "relay LIKE ?", (f"%{name}%",))] for name in ("sim:perfect", "sim:hasty")}
    assert tasks["sim:perfect"] == tasks["sim:hasty"]


class Broken:
    """Breaks off a simulated model after some answers."""

    def __init__(self, monkeypatch, answers, error):
        self.left = answers
        answer = simulated.SimulatedModel.answer

        async def breaking(model, request):
            if self.left == 0:
                raise error
            self.left -= 1
            return await answer(model, request)

        monkeypatch.setattr(simulated.SimulatedModel, "answer", breaking)


@pytest.mark.parametrize("answers", [0, 3, 5])
def test_a_broken_off_run_goes_on_to_the_same_store(undisturbed, tmp_path, monkeypatch, answers):
    path = tmp_path / "audit.db"
    with Store.open(path, create=True) as store, monkeypatch.context() as patch:
        Broken(patch, answers, asyncio.CancelledError())
        with pytest.raises((asyncio.CancelledError, KeyboardInterrupt)):
            execute(store, prepare(store, planning(DEFINITION, DELEGATES)), OPTIONS, Watch())
    with Store.open(path) as store:
        execute(store, restore(store), OPTIONS, Watch())
    assert dump(path) == dump(undisturbed)


def test_an_endpoint_that_fails_suspends_the_relay_and_nothing_else(undisturbed, tmp_path, monkeypatch):
    path = tmp_path / "audit.db"
    with Store.open(path, create=True) as store, monkeypatch.context() as patch:
        Broken(patch, 2, EndpointError("the endpoint failed", "try later", transient=True))
        end = execute(store, prepare(store, planning(DEFINITION, DELEGATES)), OPTIONS, Watch())
        assert len(end.suspended) == 2
        assert end.faults == 0
        assert {row.status for row in store.rows(RelayRow)} == {"suspended"}
        assert len(store.rows(HopRow)) == 2
    with Store.open(path) as store:
        assert execute(store, restore(store), OPTIONS, Watch()).suspended == {}
    assert dump(path) == dump(undisturbed)


def test_a_finished_run_is_not_resumed(undisturbed):
    with Store.open(undisturbed) as store, pytest.raises(UsageError, match="finished"):
        restore(store)


def test_the_same_run_again_gets_a_name_of_its_own(undisturbed, tmp_path):
    path = tmp_path / "audit.db"
    path.write_bytes(undisturbed.read_bytes())
    with Store.open(path) as store:
        again = prepare(store, planning(DEFINITION, DELEGATES))
        assert again.id.endswith("-2")


def test_scores_worked_out_anew_are_the_same(undisturbed, tmp_path):
    path = tmp_path / "audit.db"
    path.write_bytes(undisturbed.read_bytes())
    with Store.open(path) as store:
        rescoring = Rescoring(store, None, ("structure", "fidelity"), 60)
        assert len(list(rescoring)) == 8
    assert dump(path) == dump(undisturbed)


def test_truth_is_recorded_beside_the_call(undisturbed):
    with Store.open(undisturbed) as store:
        truths = [json.loads(call.truth) for call in store.rows(CallRow, "relay LIKE '%sim:hasty%'")]
    assert {truth["profile"] for truth in truths} == {"hasty"}
    assert any(truth["faults"] for truth in truths)
