"""`audit corpora` as a person uses it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from delegate_audit.settings import CORPORA_VARIABLE

CUES = "".join(f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\nThe pier was built in {1800 + k}.\n\n" for k in range(1, 9))


@pytest.fixture(autouse=True)
def shipped_corpora(monkeypatch):
    """What a command puts there goes with the test."""
    monkeypatch.setenv(CORPORA_VARIABLE, "")


def states(*ids: str) -> list[dict[str, object]]:
    def prompts(k: int) -> list[dict[str, str]]:
        targets = [ids[0]] if k else list(ids[1:])
        return [{"prompt_id": f"{ids[k]}-{target}", "target_state": target, "prompt": f"Make it {target}."} for target in targets]

    return [{"state_id": name, "context": ["*.srt"], "prompts": prompts(k)} for k, name in enumerate(ids)]


def test_an_environment_is_shown_with_all_that_is_asked_for(audit):
    code, out, _ = audit("corpora", "show", "harbour_tour")
    assert code == 0
    for said in ("Harbour tour", "111 cue", "pal_speed", "rescale", "several answers are right", "Distractors", "CC0-1.0"):
        assert said in out
    assert "gulls, a diesel engine idling" not in out
    assert "gulls, a diesel engine idling" in audit("corpora", "show", "harbour_tour", "--seed")[1]


def test_the_figures_of_all_environments(audit):
    code, out, _ = audit("corpora", "stats", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert len(rows) >= 8
    assert all(0 <= float(row[name]) <= 1 for row in rows for name in ("natural", "numbers", "words", "repeats", "marks"))
    assert "harbour_tour" in audit("corpora", "stats", "subtitles")[1]


def test_imported_environments_can_be_run(audit, tmp_path):
    sample = {
        "sample_id": "subtitles1",
        "sample_type": "subtitles",
        "sample_name": "Pier",
        "states": states("basic_state", "halves"),
        "metadata": {"start_state": "basic_state"},
        "files": {"basic_state/pier.srt": CUES},
    }
    (tmp_path / "data.jsonl").write_text(json.dumps(sample) + "\n{broken\n")
    code, out, err = audit("corpora", "import", "data.jsonl")
    assert code == 0
    assert "environments made in delegate52: 1, lines skipped: 1" in out
    assert "line 2: skipped: no JSON" in err
    assert "subtitles1" in audit("--corpora", "delegate52", "corpora", "list")[1]
    assert audit("--corpora", "delegate52", "run", "--model", "sim:perfect", "--round-trips", "1", "--quiet")[0] == 0
    code, out, _ = audit("--corpora", "delegate52", "report", "--format", "json")
    assert code == 0
    assert "subtitles1" in out


def test_a_resized_environment_can_be_run(audit):
    code, out, _ = audit("corpora", "resize", "harbour_tour", "--tokens", "1k")
    assert code == 0
    assert "8 of 8 tasks" in out
    listed = audit("--corpora", "resized", "corpora", "list")[1]
    assert "harbour_tour_1000" in listed


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("corpora show poetry", "harbour_tour"),
        ("corpora resize harbour_tour --tokens many", "--tokens"),
        ("corpora resize harbour_tour --tokens 0", "--tokens"),
        ("corpora import nowhere.jsonl", "nowhere.jsonl"),
        ("--corpora nowhere corpora list", "nowhere"),
    ],
)
def test_wrong_use_gets_one_clear_sentence(audit, arguments, says):
    code, _, err = audit(*arguments.split())
    assert code == 2
    assert says in err
