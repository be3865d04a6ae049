"""The commands as a person uses them: what they print, and the code they end with."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import pytest

from delegate_audit.cli.app import main

CUES = "\n".join(f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\nThe pier was built in {1800 + k}.\n" for k in range(1, 31))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A small run of two simulated delegates, ten round trips on one environment."""
    path = tmp_path_factory.mktemp("cli") / "audit.db"
    command = f"audit run --model sim:perfect --model sim:hasty --environments harbour_tour --round-trips 10 --seed 3 -q --store {path}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", command.split())
        with pytest.raises(SystemExit) as end:
            main()
    assert not end.value.code
    return path


def test_audit_alone_says_what_to_do_first(audit):
    code, out, _ = audit()
    assert code == 0
    assert "audit run" in out
    assert "audit compare" in out


COMMANDS = ["run", "resume", "report", "gate", "baseline", "compare", "score", "fates", "calibrate", "domains", "relays", "simulate"]
COMMANDS += ["corpora list", "corpora check"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(audit, command):
    code, out, _ = audit(*command.split(), "--help")
    assert code == 0
    assert "Example: audit " in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("run --model sim:nobody", "sim:careful"),
        ("run --model gpt-4", "openai:NAME"),
        ("run --model openai:x --base-url ftp://x", "http://"),
        ("run --domains poetry", "subtitles"),
        ("run --environments nowhere", "harbour_tour"),
        ("run --relay nowhere", "quick"),
        ("run --relay broken.toml", "round_trips"),
        ("run --relay notes.md", "TOML"),
        ("run --scorers taste", "structure"),
        ("run --workflow magic", "single-shot"),
        ("run --store missing/audit.db", "does not exist"),
        ("run --tasks nothing", "nothing"),
        ("resume", "audit.db"),
        ("report --store notes.md", "notes.md"),
        ("report --store newer.db", "newer"),
        ("gate --min-rs20 2", "min-rs20"),
        ("compare a.srt nowhere.srt", "nowhere.srt"),
        ("compare a.srt .", "folder"),
        ("compare a.srt a.srt --domain poetry", "subtitles"),
        ("domains poetry", "subtitles"),
        ("corpora check nowhere", "nowhere"),
        ("simulate --faults broken.toml", "broken.toml"),
        ("simulate --port 99999", "port"),
        ("frobnicate", "frobnicate"),
    ],
)
def test_wrong_input_gets_one_clear_sentence(audit, arguments, says):
    Path("a.srt").write_text(CUES)
    Path("notes.md").write_text("# Notes\n\nNothing here is TOML: at all.\n")
    Path("broken.toml").write_text("round_trips = 0\n")
    with sqlite3.connect("newer.db") as newer:
        newer.execute("PRAGMA user_version = 999")
        newer.execute("CREATE TABLE runs (id TEXT)")
    code, out, err = audit(*arguments.split())
    assert code == 2, out + err
    assert says in err
    assert "Traceback" not in out + err
    assert sorted(path.name for path in Path.cwd().iterdir() if path.name.startswith("audit.db")) in ([], ["audit.db"])


def test_compare_names_every_difference(audit):
    Path("before.srt").write_text(CUES)
    ninth = "\n9\n00:00:09,000 --> 00:00:09,900\nThe pier was built in 1809.\n"
    Path("after.srt").write_text(CUES.replace("1807", "1870").replace(ninth, ""))
    code, out, _ = audit("compare", "before.srt", "after.srt")
    assert code == 1
    assert "subtitles" in out
    assert "93.3 %" in out
    assert "28 intact, 1 altered, 1 deleted" in out
    assert "18[-07-]{+70+}" in out
    assert "cue 9" in out
    code, out, _ = audit("compare", "before.srt", "after.srt", "--format", "json")
    found = json.loads(out)
    assert found["score"] == pytest.approx(28 / 30)
    assert {f["change"] for f in found["findings"]} == {"altered", "deleted"}


def test_compare_is_content_with_layout(audit):
    Path("before.srt").write_text(CUES)
    Path("after.srt").write_bytes(CUES.replace("\n", "\r\n").encode())
    code, out, _ = audit("compare", "before.srt", "after.srt")
    assert code == 0
    assert "100 %" in out
    assert "layout" in out


ENCODINGS = {
    "windows": ("1,50 € au café".encode("cp1252"), "1,50 € au café", "not UTF-8, read as Windows-1252"),
    "one bad byte": (
        "Café, crème\nthé".encode() + b" \x80",
        "Café, crème\nthé €",
        "a byte that is no UTF-8, in line 2, read as Windows-1252",
    ),
    "two bad bytes": ("é è\nê".encode() + b"\xe9\x81", "é è\nêé\x81", "2 bytes that are no UTF-8, first in line 2, read as Windows-1252"),
    "utf-16": ("Café €".encode("utf-16"), "Café €", "read as UTF-16"),
    "utf-16, big end first": ("\ufeffCafé €".encode("utf-16-be"), "Café €", "read as UTF-16"),
    "utf-32": ("Café €".encode("utf-32"), "Café €", "read as UTF-32"),
}


@pytest.mark.parametrize(("raw", "text", "remark"), ENCODINGS.values(), ids=ENCODINGS)
def test_compare_takes_folders_and_rescues_what_is_no_utf_8(audit, raw, text, remark):
    for name, content in (("one", raw), ("two", text.encode())):
        Path(name).mkdir()
        (Path(name) / "menu.txt").write_bytes(content)
    code, out, _ = audit("compare", "one", "two")
    assert code == 0
    assert remark in " ".join(out.split())
    code, out, _ = audit("compare", "one", "two", "--format", "json")
    assert code == 0
    assert json.loads(out) == {"score": 1.0, "remarks": [f"one/menu.txt: {remark}"], "findings": []}


def test_report_in_every_format(audit, store):
    for form in ("terminal", "json", "csv", "markdown", "html"):
        code, out, _ = audit("report", "--store", str(store), "--format", form)
        assert code == 0
        assert "simulated" in out
        assert "sim:hasty" in out
    code, out, _ = audit("report", "--store", str(store), "--format", "json")
    delegates = {d["delegate"]: d for d in json.loads(out)["delegates"]}
    assert delegates["sim:perfect"]["rs_at_k"]["20"]["mean"] == 1
    assert delegates["sim:perfect"]["rs_at_k"]["20"]["n"] == 1
    assert set(delegates["sim:hasty"]["rs_at_k"]) == {str(k) for k in range(2, 21, 2)}
    assert set(delegates["sim:hasty"]["rs_at_k"]["2"]) >= {"mean", "low", "high", "n"}


def test_report_into_a_file(audit, store):
    code, out, err = audit("report", "--store", str(store), "--format", "html", "--out", "report.html")
    assert code == 0
    assert out == ""
    assert "report.html" in err
    page = Path("report.html").read_text()
    assert "http" + "://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page


def test_the_gate_and_its_exit_codes(audit, store):
    assert audit("gate", "--min-rs20", "0.999", "--store", str(store))[0] == 1
    assert audit("gate", "--min-rs", "0", "--store", str(store))[0] == 0
    assert audit("gate", "--min-rs", "0.5", "--at", "40", "--store", str(store))[0] == 4
    assert audit("gate", "--store", str(store))[0] == 2
    assert audit("gate", "--min-rs20", "0.5", "--store", "nowhere.db")[0] == 2


def test_a_baseline_holds_against_itself_and_not_against_worse(audit, store):
    code, out, _ = audit("baseline", "base.json", "--store", str(store))
    assert code == 0
    assert "sim:hasty" in out
    code, out, _ = audit("gate", "--baseline", "base.json", "--store", str(store))
    assert code == 0
    assert "pass" in out
    better = json.loads(Path("base.json").read_text())
    text = json.dumps(better)
    hasty = better["delegates"]["sim:hasty"]["environments"]
    for environment in hasty.values():
        environment["rs_at_k"] = {k: min(1.0, value + 0.3) for k, value in environment["rs_at_k"].items()}
    Path("base.json").write_text(json.dumps(better))
    assert json.dumps(better) != text
    code, out, _ = audit("gate", "--baseline", "base.json", "--store", str(store), "--junit", "gate.xml", "--summary", "gate.md")
    assert code == 1
    assert "regression" in out
    assert "failure" in Path("gate.xml").read_text()
    assert "regression" in Path("gate.md").read_text()


def test_a_run_without_a_model_says_that_it_is_simulated(audit):
    code, out, err = audit("run", "--environments", "harbour_tour", "--round-trips", "1")
    assert code == 0
    assert "sim:careful" in err
    assert "simulated" in out
    assert Path("audit.db").exists()


def test_scores_can_be_added_afterwards(audit, store, tmp_path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(store.read_bytes())
    code, out, _ = audit("score", "diff,structure", "--store", str(copy))
    assert code == 0
    assert "40 hops" in out


def test_domains_and_corpora_are_listed(audit):
    code, out, _ = audit("domains")
    assert code == 0
    assert "subtitles" in out
    code, out, _ = audit("domains", "subtitles")
    assert code == 0
    assert "cue" in out
    assert "insignificant" in out
    code, out, _ = audit("corpora", "list")
    assert code == 0
    assert "harbour_tour" in out
    code, out, _ = audit("relays")
    assert code == 0
    assert "delegate52" in out


def test_fates_count_every_element_and_list_the_harmed(audit, store):
    code, out, _ = audit("fates", "--store", str(store), "--delegate", "sim:hasty", "--limit", "3")
    assert code == 0
    assert "sim:perfect" in out
    assert "more elements; --limit 0 prints all" in out
    code, out, _ = audit("fates", "--store", str(store), "--fate", "deleted", "--delegate", "sim:hasty", "--format", "json")
    document = json.loads(out)
    deleted = {count["delegate"]: count["elements"] for count in document["counts"] if count["became"] == "deleted"}
    assert deleted["sim:perfect"] == 0
    assert deleted["sim:hasty"] == len(document["elements"]) > 0
    assert {element["became"] for element in document["elements"]} == {"deleted"}
    assert all(element["cause"] in {"forward", "backward", "undecided"} for element in document["elements"])
    assert all(element["harmed_at"] % 2 == (element["cause"] == "forward") for element in document["elements"])


def test_fates_as_csv_has_a_row_for_every_element(audit, store):
    code, out, _ = audit("fates", "--store", str(store), "--fate", "intact,altered,deleted,moved,restored", "--format", "csv")
    assert code == 0
    assert out.startswith("delegate,domain,environment,relay,")
    code, everything, _ = audit("fates", "--store", str(store), "--format", "json", "--fate", "")
    assert len(json.loads(everything)["elements"]) == sum(c["elements"] for c in json.loads(everything)["counts"])


@pytest.mark.parametrize(("option", "value"), [("--fate", "lost"), ("--delegate", "sim:nobody"), ("--environment", "nowhere")])
def test_fates_of_something_unknown_say_what_is_known(audit, store, option, value):
    code, _, err = audit("fates", "--store", str(store), option, value)
    assert code == 2
    assert repr(value) in err
    assert "choose" in err


def test_a_document_whose_name_tells_nothing_is_read_as_the_domain_that_was_named(audit, tmp_path):
    (tmp_path / "a.captions").write_text(CUES)
    (tmp_path / "b.captions").write_text(CUES.replace("1815", "1851"))
    code, out, _ = audit("compare", "a.captions", "b.captions", "--domain", "subtitles")
    assert code == 1
    assert "29 intact" in out
    assert "cue 15" in out
    assert "cue" not in audit("compare", "a.captions", "b.captions")[1]
