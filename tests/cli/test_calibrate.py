"""`audit calibrate` as a person uses it: what it prints, and the code it ends with."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from delegate_audit.calibration.contract import Subject
from delegate_audit.calibration.driving import calibrate
from delegate_audit.cli import calibrating
from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind
from delegate_audit.domains.contract import Domain

CUES = "\n".join(f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\nThe pier was built in {1800 + k}.\n" for k in range(1, 13))


def read(text: str, filename: str) -> tuple[Element, ...]:
    lines = enumerate(text.split("\n"), 1)
    return tuple(Element("row", {"text": line}, line=k) for k, line in lines if line.strip() and not line.startswith("#"))


ALARMED = Domain(
    name="rows", title="Rows", category="everyday", files=("*.rows",), kinds=(Kind("row", {"text": Exact()}),), read=read,
    write=lambda elements: "".join(f"{e.fields['text']}\n" for e in elements),
)  # fmt: skip


@pytest.fixture
def audit(audit, monkeypatch):
    """The command `calibrate`, where the embedding scorer has no model that it would have to fetch."""
    monkeypatch.setattr("delegate_audit.scoring.embedding.available", lambda: False)
    return partial(audit, "calibrate")


@pytest.fixture
def here(monkeypatch):
    """Do the jobs in this process, on `domain` where one is given."""

    def use(domain: Domain | None = None) -> None:
        def drive(subjects, plan, **_):
            return calibrate([Subject(s.name, s.text, domain or s.domain, s.origin) for s in subjects], plan)

        monkeypatch.setattr(calibrating, "drive", drive)

    return use


def test_own_files_and_folders(audit, here):
    here()
    Path("more").mkdir()
    Path("guide.srt").write_text(CUES)
    Path("more/list.csv").write_text("id,price\n" + "".join(f"n{k},{k}.50\n" for k in range(12)))
    Path("more/photo.jpeg").write_bytes(b"\xff\xd8\xff")
    code, out, err = audit("--files", "guide.srt", "more", "-n", "2", "--amounts", "1,20%", "--scorer", "diff")
    assert code == 0, out + err
    assert "guide.srt, 47 lines, 12 elements" in out
    assert "more/list.csv, 13 lines" in out
    assert "photo.jpeg: no domain reads it" in err
    assert "0 without a trace" in out
    assert "no false alarm" in out


def test_the_kind_can_be_told(audit, here):
    here()
    Path("guide.dat").write_text(CUES)
    code, out, _ = audit("--files", "guide.dat", "--domain", "subtitles", "-n", "1", "--amounts", "1", "--format", "json")
    assert code == 0
    assert json.loads(out)["documents"] == [{"origin": "guide.dat", "domain": "subtitles", "lines": 47, "elements": 12}]


def test_what_is_not_caught_is_shown_and_a_false_alarm_ends_with_1(audit, here):
    here(ALARMED)
    Path("a.rows").write_text("".join(f"# remark {k}\nrow {k}\n" for k in range(9)))
    code, out, _ = audit("--files", "a.rows", "-n", "20", "--amounts", "1")
    assert code == 1
    assert "Not caught" in out
    assert "a.rows:1 " in out
    assert "# remark 0" in out
    assert "bom" in out.partition("False alarms")[2]
    assert "Not well: " in out
    assert "taken for a loss" in out


def test_the_number_of_examples(audit, here):
    here(ALARMED)
    Path("a.rows").write_text("".join(f"# remark {k}\nrow {k}\n" for k in range(9)))
    one, every = (audit("--files", "a.rows", "--amounts", "1", "-n", "9", "--examples", n)[1] for n in ("1", "0"))
    assert one.count("a.rows:") < every.count("a.rows:")


def test_into_a_file(audit, here):
    here()
    Path("guide.srt").write_text(CUES)
    code, out, err = audit("--files", "guide.srt", "-n", "1", "--amounts", "1", "--out", "page.txt")
    assert (code, out) == (0, "")
    assert "page.txt" in err
    assert "Scorers side by side" in Path("page.txt").read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("poetry", "subtitles"),
        ("a.srt", "--files a.srt"),
        ("--files nowhere.srt", "nowhere.srt"),
        ("--files empty.srt", "no document"),
        ("--domain json", "--files"),
        ("--files a.srt --domain poetry", "subtitles"),
        ("--amounts 0", "1,2%,10%,30%"),
        ("--amounts ,", "1,2%,10%,30%"),
        ("--scorer taste", "structure"),
        ("--trials 0", "trials"),
        ("--out nowhere/page.txt", "--out"),
    ],
)
def test_wrong_use_gets_one_clear_sentence(audit, arguments, says):
    Path("a.srt").write_text(CUES)
    Path("empty.srt").write_text("\n")
    code, out, err = audit(*arguments.split())
    assert code == 2, out + err
    assert says in err


def test_without_the_embedding_scorer_it_says_so_and_goes_on(audit, here):
    here()
    Path("guide.srt").write_text(CUES)
    code, out, err = audit("--files", "guide.srt", "-n", "1", "--amounts", "1", "--scorer", "embedding", "--format", "json")
    assert code == 0
    assert "delegate-audit[embeddings]" in err
    assert json.loads(out)["plan"]["scorers"] == ["structure"]


@pytest.mark.parametrize(("limit_s", "says"), [(600.0, "without the embedding scorer: "), (0.001, "longer than 0.001 s")])
def test_a_model_that_cannot_be_loaded_is_said_and_left_out(audit, monkeypatch, limit_s, says):
    pytest.importorskip("sentence_transformers")
    monkeypatch.setattr("delegate_audit.scoring.embedding.available", lambda: True)
    monkeypatch.setattr(calibrating, "MODEL_LIMIT_S", limit_s)
    monkeypatch.setenv("AUDIT_EMBEDDING_MODEL", "./nowhere")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    Path("guide.srt").write_text(CUES)
    arguments = ("--files", "guide.srt", "-n", "1", "--amounts", "1", "--format", "json", "--workers", "1")
    code, out, err = audit(*arguments)
    assert code == 0, err
    assert says in err
    assert json.loads(out)["plan"]["scorers"] == ["structure", "diff"]


def timeless(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if '"ms":' not in line)


def test_worker_processes_give_what_one_process_gives(audit, here):
    Path("guide.srt").write_text(CUES)
    arguments = ("--files", "guide.srt", "-n", "2", "--amounts", "1,30%", "--format", "json", "--seed", "3", "--scorer", "diff")
    parallel = audit(*arguments, "--workers", "2")
    here()
    alone = audit(*arguments)
    assert parallel[0] == alone[0] == 0
    assert timeless(parallel[1]) == timeless(alone[1])


def raising(*_: object) -> None:
    raise ValueError("the reader fell over")


def test_a_reader_that_raises_is_a_fault_of_ours(audit, monkeypatch):
    monkeypatch.setattr(calibrating, "run_sent", raising)
    Path("guide.srt").write_text(CUES)
    code, out, err = audit("--files", "guide.srt", "--amounts", "1", "--workers", "1")
    assert code == 3
    assert "guide.srt, line fault deleted, 1: " in err
    assert "the reader fell over" in err
    assert out == ""


def test_a_reader_that_hangs_is_a_fault_of_ours(audit):
    Path("guide.srt").write_text(CUES)
    code, _, err = audit("--files", "guide.srt", "-n", "1000", "--amounts", "30%", "--timeout", "0.1", "--workers", "1")
    assert code == 3
    assert "guide.srt, line fault deleted, 30%: " in err
    assert "longer than 0.1 s" in err


def test_it_has_help_with_an_example(audit):
    code, out, _ = audit("--help")
    assert code == 0
    assert "Example: audit calibrate" in out
