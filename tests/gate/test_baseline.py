from __future__ import annotations

import json

import pytest

from delegate_audit.errors import UsageError
from delegate_audit.gate.baseline import read_baseline, write_baseline


def test_written_and_read_again(make_report, tmp_path):
    report = make_report({"w": {"a": [0.9, 0.8], "b": [0.7]}}, trips=2, digests={"a": "7"}, seed=5, simulated=True)
    path = tmp_path / "baseline.json"
    written = write_baseline(report, path)
    assert read_baseline(path) == written
    found = json.loads(path.read_text())
    assert (found["format"], found["seed"], found["definition"], found["delegates"]["w"]["simulated"]) == (1, 5, "d", True)
    assert found["delegates"]["w"]["environments"]["a"] == {
        "digest": "7",
        "domain": "domain of a",
        "relays": 1,
        "rs_at_k": {"2": 0.9, "4": 0.8},
    }
    assert found["delegates"]["w"]["environments"]["b"]["rs_at_k"] == {"2": 0.7}


def test_a_run_without_a_round_trip_is_no_baseline(make_report, tmp_path):
    with pytest.raises(UsageError, match="no finished round trip"):
        write_baseline(make_report({"w": {"a": []}}), tmp_path / "b.json")


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda d: d.update(format=2), "format"),
        (lambda d: d.update(extra=1), "extra"),
        (lambda d: d["delegates"]["w"]["environments"]["a"]["rs_at_k"].update({"2": 1.5}), "less than or equal to 1"),
        (lambda d: d["delegates"]["w"]["environments"]["a"]["rs_at_k"].update({"3": 0.5}), "multiple of 2"),
        (lambda d: d.pop("seed"), "seed"),
    ],
)
def test_a_damaged_file_is_refused_with_the_place(make_report, tmp_path, edit, message):
    path = tmp_path / "b.json"
    write_baseline(make_report({"w": {"a": [0.9]}}), path)
    document = json.loads(path.read_text())
    edit(document)
    path.write_text(json.dumps(document))
    with pytest.raises(UsageError, match=message):
        read_baseline(path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "\ud800"])
def test_what_is_no_baseline_is_refused(tmp_path, text):
    path = tmp_path / "b.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match="no valid baseline"):
        read_baseline(path)


def test_a_missing_file_and_a_missing_folder_are_wrong_use(make_report, tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_baseline(tmp_path / "none.json")
    with pytest.raises(UsageError, match="cannot be written"):
        write_baseline(make_report({"w": {"a": [0.9]}}), tmp_path / "none" / "b.json")
