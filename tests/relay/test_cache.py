"""Answers that a store has are not asked for again: the same question to the same model, for the same repetition."""

from __future__ import annotations

import asyncio
import json
import threading
from urllib.request import urlopen

import pytest

from delegate_audit.models.server import running
from delegate_audit.models.simulated.delegate import simulate
from delegate_audit.relay.definition import RelayDefinition
from delegate_audit.relay.engine import EngineOptions
from delegate_audit.relay.plan import DelegateSpec
from delegate_audit.relay.run import execute, planning, prepare
from delegate_audit.store.rows import CallRow, HopRow
from delegate_audit.store.store import Store

DEFINITION = RelayDefinition(name="test", domains=("subtitles",), round_trips=2, seed=5)


class Deaf:
    def hop_done(self, done):
        pass

    def relay_ended(self, relay, status, reason):
        pass


@pytest.fixture(scope="module")
def base_url():
    """The simulated delegate as an endpoint, which counts what it answers."""
    ready, told = threading.Event(), {}

    def serve():
        async def until_told():
            told["loop"], told["end"] = asyncio.get_running_loop(), asyncio.Event()
            async with running(simulate, ("perfect", "hasty")) as url:
                told["url"] = url
                ready.set()
                await told["end"].wait()

        asyncio.run(until_told())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(20)
    yield told["url"]
    told["loop"].call_soon_threadsafe(told["end"].set)
    thread.join(20)


def answered(base_url: str) -> int:
    with urlopen(base_url.removesuffix("/v1") + "/stats") as said:
        return sum(json.load(said)["answered"].values())


def calls_of(
    store: Store, base_url: str, *, cache: bool = True, workflow: str = "single-shot", model: str = "hasty", **changes
) -> list[CallRow]:
    """The calls of one more run into the store."""
    before = {(row.relay, row.hop, row.n) for row in store.rows(CallRow)}
    definition = DEFINITION.model_copy(update={"workflow": workflow, **changes})
    prepared = prepare(store, planning(definition, [DelegateSpec(f"openai:{model}", workflow, base_url)]))
    end = execute(store, prepared, EngineOptions(concurrency=2, workers=1, cache=cache), Deaf())
    assert end.suspended == {}
    return [row for row in store.rows(CallRow) if (row.relay, row.hop, row.n) not in before]


@pytest.mark.parametrize("workflow", ["single-shot", "patch", "agentic"])
def test_a_second_run_asks_nothing_and_ends_the_same(tmp_path, base_url, workflow):
    with Store.open(tmp_path / "a.db", create=True) as store:
        first = calls_of(store, base_url, workflow=workflow)
        asked = answered(base_url)
        second = calls_of(store, base_url, workflow=workflow)
        assert answered(base_url) == asked
        assert [row.cached for row in first] == [False] * len(first)
        assert [(row.cached, row.cost) for row in second] == [(True, 0.0)] * len(first)
        assert [row.answer for row in second] == [row.answer for row in first]
        files = [row.files for row in store.rows(HopRow)]
        assert files[: len(files) // 2] == files[len(files) // 2 :]


@pytest.mark.parametrize("changes", [{"seed": 6}, {"temperature": 0.5}, {"max_tokens": 90_000}, {"model": "perfect"}, {"cache": False}])
def test_whatever_differs_is_asked(tmp_path, base_url, changes):
    with Store.open(tmp_path / "a.db", create=True) as store:
        calls_of(store, base_url)
        asked = answered(base_url)
        calls = calls_of(store, base_url, **changes)
        assert answered(base_url) == asked + len(calls)
        assert not any(row.cached for row in calls)


def test_repetitions_are_independent(tmp_path, base_url):
    with Store.open(tmp_path / "a.db", create=True) as store:
        first = calls_of(store, base_url, repeats=2)
        assert not any(row.cached for row in first)
        assert len({row.asked for row in first}) == len(first)
