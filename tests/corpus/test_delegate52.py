"""DELEGATE-52's public data: what a line becomes, and that a hostile or broken one harms nothing."""

from __future__ import annotations

import json

import pytest

from delegate_audit.corpus import load
from delegate_audit.corpus.delegate52 import MalformedError, parse_line
from delegate_audit.corpus.importing import import_lines
from delegate_audit.errors import UsageError
from delegate_audit.scoring.hop import ScoringJob, expected_files, score_hop

CUES = "".join(f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\nThe pier was built in {1800 + k}.\n\n" for k in range(1, 9))


def sample(**changes):
    states = [
        {
            "state_id": "basic_state",
            "context": ["captions.txt"],
            "solution_folder": "basic_state",
            "prompts": [{"prompt_id": "there", "target_state": "two-parts", "prompt": "Split it in two."}],
        },
        {
            "state_id": "two-parts",
            "context": ["part_*.srt"],
            "solution_folder": "two-parts",
            "prompts": [{"prompt_id": "back", "target_state": "basic_state", "prompt": "Join the parts."}],
        },
    ]
    return {
        "sample_id": "Subtitles 1",
        "sample_type": "subtitles",
        "sample_name": "A  tour",
        "states": states,
        "metadata": {"start_state": "basic_state", "context_origin_url": "https://example.org/a", "context_license": "CC0"},
        "files": {"basic_state/captions.txt": CUES, "distractor_context/tides.md": "# Tides\n"},
        **changes,
    }


def line(**changes) -> bytes:
    return json.dumps(sample(**changes)).encode()


@pytest.fixture
def source(tmp_path):
    def write(*lines: bytes):
        path = tmp_path / "delegate52.jsonl"
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    return write


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_line_becomes_an_environment_that_names_its_source():
    found = parse_line(line())
    assert (found.name, found.domain, found.title, found.licence) == ("subtitles_1", "subtitles", "A tour", "CC0")
    assert "https://example.org/a" in found.origin
    assert dict(found.seed) == {"captions.txt": CUES}
    assert dict(found.distractors) == {"tides.md": "# Tides\n"}
    (task,) = found.tasks
    assert (task.id, task.forward, task.backward, task.returns) == ("two_parts", "Split it in two.", "Join the parts.", ("part_*.srt",))
    assert found.remarks == ()


def test_the_same_file_gives_the_same_folders_and_says_where_they_come_from(source, tmp_path):
    path = source(line(), line(sample_id="other"))
    read = import_lines(path, tmp_path / "out")
    assert [r.environment for r in read] == ["creative/subtitles/subtitles_1", "creative/subtitles/other"]
    first = tree(tmp_path / "out")
    import_lines(path, tmp_path / "out")
    assert tree(tmp_path / "out") == first
    assert b"line 2" in first["creative/subtitles/other/imported.txt"]


def test_broken_lines_are_told_by_their_number_and_skipped(source, tmp_path):
    path = source(b"{no json", line(), b"", b"[]", line(), b'{"sample_id": "\xff"}', b'{"sample_id": "x", "sample_type": "\\ud800"}')
    read = import_lines(path, tmp_path / "out")
    assert [(r.number, bool(r.environment)) for r in read] == [(1, False), (2, True), (4, False), (5, False), (6, False), (7, False)]
    assert "earlier line" in read[3].skipped
    assert all(r.skipped for r in read if not r.environment)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sample_type": "knitting"}, "knitting"),
        ({"sample_id": "../.."}, "no letter"),
        ({"files": {"elsewhere/a.srt": "x"}}, "no file"),
        ({"files": {}}, "files"),
        ({"states": []}, "states"),
        ({"states": sample()["states"][:1]}, "no edit"),
        ({"metadata": {"start_state": "gone"}}, "gone"),
        ({"files": {"basic_state/a.srt": 5}}, "files"),
    ],
)
def test_what_no_environment_can_be_made_of(changes, says):
    with pytest.raises(MalformedError, match=says):
        parse_line(line(**changes))


def test_no_path_leaves_the_folder_and_what_is_left_out_is_said(source, tmp_path):
    files = {
        "basic_state/captions.txt": CUES,
        "basic_state/../../../evil.txt": "x",
        "basic_state//etc/passwd": "x",
        "basic_state/captions.txt/inner": "x",
        "distractor_context/../evil.txt": "x",
        "distractor_context/photo.png": "base64:iVBORw0KGgo=",
    }
    (read,) = import_lines(source(line(files=files)), tmp_path / "out")
    assert len(read.remarks) == 5
    assert set(tree(tmp_path)) == {
        "delegate52.jsonl",
        *(f"out/creative/subtitles/subtitles_1/{name}" for name in ("environment.toml", "imported.txt", "seed/captions.txt")),
    }


def test_any_text_survives_the_definition(source, tmp_path):
    prompt = 'Say "so"\\ and\u2028\x7f\x01 ' + "'''" + "\nthen\tstop. \U0001f600"
    states = sample()["states"]
    states[0]["prompts"][0]["prompt"] = prompt
    import_lines(source(line(states=states)), tmp_path / "out")
    (task,) = load(tmp_path / "out/creative/subtitles/subtitles_1").tasks
    assert task.forward == prompt


def test_a_folder_that_was_not_imported_is_left_alone(source, tmp_path):
    own = tmp_path / "out/creative/subtitles/subtitles_1"
    own.mkdir(parents=True)
    (own / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="not imported"):
        import_lines(source(line()), tmp_path / "out")
    assert tree(own) == {"notes.txt": b"mine"}


@pytest.fixture
def imported(source, tmp_path):
    import_lines(source(line()), tmp_path / "out")
    return load(tmp_path / "out/creative/subtitles/subtitles_1")


def scored(environment, direction, before, after):
    return score_hop(ScoringJob(str(environment.path), "two_parts", direction, before, after, ("structure", "fidelity", "diff"), before))


def test_the_way_back_is_compared_with_the_seed_by_the_domain_whatever_its_files_are_called(imported):
    seed = dict(imported.seed)
    assert imported.reader.claims("captions.txt")
    kept = scored(imported, "backward", {"part_1.srt": CUES}, seed)["structure"]
    assert kept.measures[0].value == 1.0
    lost = scored(imported, "backward", {"part_1.srt": CUES}, {"captions.txt": CUES.replace("1804", "1840")})["structure"]
    assert lost.measures[0].value == pytest.approx(7 / 8)
    assert [finding.kind for finding in lost.findings] == ["cue"]


def test_the_way_there_is_scored_by_what_it_conserves(imported):
    seed = dict(imported.seed)
    parts = {"part_1.srt": CUES[: len(CUES) // 2], "part_2.srt": CUES[len(CUES) // 2 :]}
    assert scored(imported, "forward", seed, parts)["structure"].measures[0].value == 1.0
    hurt = scored(imported, "forward", seed, {**parts, "part_2.srt": parts["part_2.srt"].replace("1806", "1860")})
    assert 0.9 < hurt["structure"].measures[0].value < 1
    assert [(f.severity, f.before, f.line) for f in hurt["structure"].findings] == [("fact", "1806", 23)]
    assert hurt["fidelity"].measures[0].value is None
    assert "no exact edit" in hurt["diff"].measures[0].detail


def test_files_that_the_target_state_names_are_expected_back(imported):
    assert expected_files(str(imported.path), "two_parts", "forward", imported.seed) == ("part_*.srt",)
    assert expected_files(str(imported.path), "two_parts", "backward", {}) == ("captions.txt",)
