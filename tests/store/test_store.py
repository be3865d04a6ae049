from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace

import pytest

from delegate_audit.core.finding import Change
from delegate_audit.errors import StoreError
from delegate_audit.store.rows import (
    CallRow,
    DelegateRow,
    EnvironmentRow,
    FindingRow,
    HopRow,
    RelayRow,
    RunRow,
    ScoreRow,
    SeedElementRow,
)
from delegate_audit.store.store import Store, digest
from delegate_audit.store.tables import TABLES


def _refused(store: Store, *rows, texts=()) -> str:
    with pytest.raises(StoreError) as caught:
        store.submit(rows, texts).result(10)
    assert caught.value.remedy
    return caught.value.problem


def test_every_kind_of_row_comes_back(store: Store, world) -> None:
    call = world.call("q1", 1, "ask", "answer")
    findings = (world.finding(Change.ALTERED, 5), world.finding(Change.UNREADABLE, 0))
    rows = [*world.hop("q1", 1, 0.5, *findings), call]
    store.submit(rows, ["ask", "answer"]).result(10)
    expected = [*world.subjects(), *rows]
    for table in TABLES:
        found = store.rows(table.row)
        assert found == [row for row in expected if type(row) is table.row]
        assert found, table.name


def test_rows_are_in_the_order_of_their_key(store: Store, world) -> None:
    for hop in (10, 2, 1):
        store.submit(world.hop("q1", hop)).result(10)
    assert [row.hop for row in store.rows(HopRow)] == [1, 2, 10]


def test_rows_can_be_chosen(store: Store, world) -> None:
    store.submit([*world.hop("q1", 1), *world.hop("q2", 1)]).result(10)
    assert [row.relay for row in store.rows(HopRow, "relay = ?", ("q2",))] == ["q2"]
    assert len(store.rows(HopRow, "relay = 'q1' OR relay = 'q2'")) == 2


def test_a_wrong_condition_is_a_store_error(store: Store) -> None:
    with pytest.raises(StoreError, match="no such column"):
        store.rows(HopRow, "relais = 1")


def test_rows_may_come_in_any_order_within_a_submission(store: Store, world) -> None:
    rows = [*world.hop("q1", 1, 1.0, world.finding(Change.MOVED, 1)), world.call("q1", 1, "p", "a")]
    store.submit(rows[::-1], ["a", "p"]).result(10)
    assert len(store.rows(FindingRow)) == 1


def test_writing_everything_again_is_harmless(store: Store, world) -> None:
    rows = [*world.subjects(), *world.hop("q1", 1, 0.5, world.finding(Change.ALTERED, 5)), world.call("q1", 1, "p", "a")]
    for _ in range(3):
        store.submit(rows, ["p", "a"]).result(10)
    assert len(store.rows(CallRow)) == len(store.rows(HopRow)) == len(store.rows(FindingRow)) == 1
    assert store.query("SELECT count(*) FROM files") == [(2,)]


def test_an_acknowledged_call_is_never_overwritten(store: Store, world) -> None:
    first = world.call("q1", 1, "p", "a")
    store.submit([first], ["p", "a"]).result(10)
    problem = _refused(store, replace(first, answer=digest("b"), completion_tokens=3), texts=["b"])
    assert problem == "another row q1 1 1 is already in the table calls, and differs in answer, completion_tokens"
    assert store.rows(CallRow) == [first]
    assert store.query("SELECT count(*) FROM files") == [(2,)], "nothing of a refused submission is written"


def test_a_call_measured_again_keeps_its_first_timing(store: Store, world) -> None:
    for timing in ('{"latency_s": 1}', '{"latency_s": 2}'):
        store.submit([world.call("q1", 1, "p", "a", timing)], ["p", "a"]).result(10)
    assert store.rows(CallRow)[0].timing == '{"latency_s": 1}'


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (RunRow, {"seed": 5}),
        (DelegateRow, {"params": "[]"}),
        (EnvironmentRow, {"digest": "00"}),
        (SeedElementRow, {"line": 77}),
        (RelayRow, {"seed": 9}),
        (HopRow, {"outcome": "idle"}),
    ],
)
def test_another_row_under_the_same_key_is_refused(store: Store, world, kind: type, change: dict) -> None:
    store.submit(world.hop("q1", 1)).result(10)
    row = store.rows(kind)[0]
    assert f"differs in {next(iter(change))}" in _refused(store, replace(row, **change))
    assert store.rows(kind)[0] == row


def test_scores_and_findings_are_computed_anew(store: Store, world) -> None:
    store.submit(world.hop("q1", 1, 0.5, world.finding(Change.ALTERED, 5))).result(10)
    store.submit(world.hop("q1", 1, 0.75, world.finding(Change.DELETED, 9))).result(10)
    assert [row.value for row in store.rows(ScoreRow)] == [0.75]
    assert [row.finding.change for row in store.rows(FindingRow)] == [Change.DELETED]


@pytest.mark.parametrize("missing", ["relay", "texts", "hop"])
def test_a_reference_that_leads_nowhere_is_refused(store: Store, world, missing: str) -> None:
    rows = {"relay": world.hop("nobody", 1), "texts": [world.call("q1", 1, "p", "a")], "hop": [ScoreRow("q1", 1, "s", "n", 1.0)]}
    assert "FOREIGN KEY" in _refused(store, *rows[missing])


def test_a_null_where_none_is_allowed_is_refused(store: Store, world) -> None:
    row = world.hop("q1", 1)[0]
    assert "NOT NULL" in _refused(store, replace(row, notes=None))


def test_a_relay_changes_its_status_and_keeps_it(store: Store, world) -> None:
    store.set_relay_status("q1", "suspended", "the endpoint said 503 \ud83d").result(10)
    store.submit(world.subjects()).result(10)
    assert [(row.status, row.reason) for row in store.rows(RelayRow)] == [("suspended", "the endpoint said 503 \\ud83d"), ("pending", "")]
    store.set_relay_status("q1", "done").result(10)
    assert (store.rows(RelayRow)[0].status, store.rows(RelayRow)[0].reason) == ("done", "")


@pytest.mark.parametrize(("relay", "status", "words"), [("q9", "done", "no relay q9"), ("q1", "finished", "no status of a relay")])
def test_a_status_that_cannot_be_set(store: Store, relay: str, status: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        store.set_relay_status(relay, status).result(10)


def test_texts_by_address_and_by_file_name(store: Store) -> None:
    texts = ["one", "two \ud83d", ""]
    store.submit([], texts).result(10)
    assert [store.text(digest(text)) for text in texts] == texts
    files = json.dumps({"b.txt": digest(texts[1]), "a.txt": digest(texts[0])})
    assert store.texts(files) == {"b.txt": texts[1], "a.txt": texts[0]}


def test_a_missing_text_is_a_fault(store: Store) -> None:
    with pytest.raises(StoreError, match="has no text"):
        store.text(digest("never written"))


async def test_many_tasks_share_the_writer(store: Store, world) -> None:
    async def relay(n: int) -> None:
        for hop in range(1, 11):
            text = f"answer {n} {hop}"
            await asyncio.wrap_future(store.submit([replace(world.call("q1", hop, text, text), n=n)], [text]))
            assert store.text(digest(text)) == text

    await asyncio.gather(*(relay(n) for n in range(64)))
    assert len(store.rows(CallRow)) == 640


def test_readers_look_on_from_any_thread(store: Store, world) -> None:
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(len(store.rows(RelayRow)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert seen == [2] * 8


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        store.query("DELETE FROM seed_elements")


def test_a_closed_store_says_so(store: Store) -> None:
    store.rows(RunRow)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.rows(RunRow)
    with pytest.raises(StoreError, match="closed"):
        store.submit([])
