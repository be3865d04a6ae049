"""The rules of the score, on a document whose right answers can be worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit import compare
from delegate_audit.core.finding import Change, Severity

WORDS = ["harbour", "lantern", "meadow", "orchard", "quarry", "station", "terrace", "viaduct", "windmill", "yard"]


def cue(index: int, number: int | None = None, text: str | None = None) -> str:
    text = text or f"The {WORDS[index % 10]} was finished in {1800 + index}, near the {WORDS[(index * 7 + 3) % 10]}."
    return f"{number or index}\n00:{index // 60:02}:{index % 60:02},000 --> 00:{index // 60:02}:{index % 60:02},900\n{text}\n"


def document(indices: list[int]) -> str:
    return "\n".join(cue(index) for index in indices)


CUES = list(range(1, 41))
SEED = document(CUES)


def scored(text: str, seed: str = SEED):
    return compare({"guide.srt": seed}, {"guide.srt": text})


def test_equal_documents_score_one_without_a_finding():
    comparison = scored(SEED)
    assert comparison.score == 1
    assert comparison.findings == ()


@pytest.mark.parametrize("count", [1, 3, 10, 39])
def test_losing_k_of_n_costs_k_of_n(count):
    kept = [index for k, index in enumerate(CUES) if k >= count]
    assert scored(document(kept)).score == pytest.approx(1 - count / 40)
    renumbered = "\n".join(cue(index, number) for number, index in enumerate(kept, 1))
    assert scored(renumbered).score == pytest.approx(1 - count / 40)


@given(st.sets(st.sampled_from(CUES), max_size=40))
@settings(max_examples=30, deadline=None)
def test_falsifying_a_fact_in_k_of_n_costs_k_of_n(chosen):
    text = "\n".join(cue(index).replace("18", "19") if index in chosen else cue(index) for index in CUES)
    comparison = scored(text)
    assert comparison.score == pytest.approx(1 - len(chosen) / 40)
    assert {f.line for f in comparison.findings} == {4 * (index - 1) + 1 for index in chosen}


def test_the_costs_of_findings_add_up_to_what_is_missing():
    text = "\n".join(cue(i).replace("near", "close to") if i % 3 == 0 else cue(i) for i in CUES[2:]) + "\n" + cue(77)
    comparison = scored(text)
    assert sum(f.cost for f in comparison.findings) == pytest.approx(1 - comparison.score)


def test_changed_wording_keeps_less_than_half_and_is_called_wording():
    comparison = scored(SEED.replace("was finished in 1805", "was completed in 1805"))
    assert 1 - 1 / 40 < comparison.score < 1 - 0.5 / 40
    assert [f.severity for f in comparison.findings] == [Severity.WORDING]


def test_a_negation_is_a_fact():
    comparison = scored(SEED.replace("was finished in 1805", "was not finished in 1805"))
    assert comparison.score == pytest.approx(1 - 1 / 40)
    assert [f.severity for f in comparison.findings] == [Severity.FACT]


def test_two_swapped_cues_cost_half_of_one():
    swapped = [*CUES[:10], CUES[11], CUES[10], *CUES[12:]]
    comparison = scored(document(swapped))
    assert comparison.score == pytest.approx(1 - 0.5 / 40)
    assert [f.change for f in comparison.findings] == [Change.MOVED]


@pytest.mark.parametrize("renumbered", [False, True])
def test_two_cues_that_changed_places_far_apart_are_moved_not_altered(renumbered):
    swapped = [*CUES[:4], CUES[30], *CUES[5:30], CUES[4], *CUES[31:]]
    comparison = scored("\n".join(cue(index, number if renumbered else None) for number, index in enumerate(swapped, 1)))
    assert comparison.score == pytest.approx(1 - 2 * 0.5 / 40)
    assert [f.change for f in comparison.findings] == [Change.MOVED, Change.MOVED]


def test_the_document_pasted_twice_scores_a_half():
    assert scored(SEED + "\n" + SEED).score == pytest.approx(0.5)


def test_one_false_index_is_one_finding():
    comparison = scored(SEED.replace("\n21\n", "\n27\n"))
    assert comparison.score == pytest.approx(1 - 1 / 40)
    assert [(f.field, f.before, f.after) for f in comparison.findings] == [("index", "21", "27")]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "  \n"),
        lambda text: f"\ufeff{text}",
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\n\n", "\n\n\n"),
    ],
    ids=["crlf", "trailing blanks", "bom", "no last line end", "more blank lines"],
)
def test_surface_is_layout(change):
    comparison = scored(change(SEED))
    assert comparison.score == 1
    assert comparison.findings
    assert {f.severity for f in comparison.findings} == {Severity.LAYOUT}
    assert comparison.clean


def test_a_renamed_file_is_a_finding_not_the_loss_of_its_content():
    comparison = compare({"guide.srt": SEED}, {"tour.txt": SEED})
    assert comparison.score == 1
    assert [(f.kind, f.before, f.after) for f in comparison.findings] == [("file", "guide.srt", "tour.txt")]
    assert not comparison.clean


def test_a_missing_file_is_the_loss_of_its_content():
    comparison = compare({"a.srt": document(CUES[:30]), "b.srt": document(CUES[30:])}, {"a.srt": document(CUES[:30])})
    assert comparison.score == pytest.approx(0.75)


def test_a_split_document_is_whole_but_its_files_are_findings():
    comparison = compare({"a.srt": SEED}, {"one.srt": document(CUES[:20]), "two.srt": document(CUES[20:])})
    assert comparison.score == 1
    assert {f.kind for f in comparison.findings if f.severity is not Severity.LAYOUT} == {"file"}


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.srt", "a\x00b.srt", "con.srt", "a/../../b.srt", "C:\\x.srt", "a\u202eb.srt"])
def test_names_that_leave_the_workspace_are_refused(name):
    comparison = compare({"guide.srt": SEED}, {"guide.srt": SEED, name: "x"})
    assert comparison.score == 1
    assert [f.change for f in comparison.findings] == [Change.REFUSED]


def test_without_placement_only_loss_alteration_and_addition_count():
    parts = {"one.srt": document(CUES[:20][::-1]), "two.srt": document(CUES[20:])}
    assert compare({"guide.srt": SEED}, parts, placement=False).score == 1
    parts["two.srt"] = document(CUES[21:])
    assert compare({"guide.srt": SEED}, parts, placement=False).score == pytest.approx(1 - 1 / 40)


def test_true_is_not_one():
    comparison = compare({"x.json": '{"a": true, "b": 2}\n'}, {"x.json": '{"a": 1, "b": 2}\n'})
    assert comparison.score < 1


def test_empty_workspaces_are_equal_and_an_empty_one_has_lost_everything():
    assert compare({}, {}).score == 1
    assert compare({"guide.srt": SEED}, {}).score == 0
    assert compare({}, {"guide.srt": SEED}).score == 0


@given(st.lists(st.sampled_from(CUES), max_size=60), st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_candidate_scores_between_0_and_1_and_differs_visibly(indices, junk):
    text = document(indices) + junk
    comparison = scored(text)
    assert 0 <= comparison.score <= 1
    assert comparison.findings or text == SEED
    assert sum(f.cost for f in comparison.findings) == pytest.approx(1 - comparison.score)


@given(st.sets(st.sampled_from(CUES)), st.sets(st.sampled_from(CUES)))
@settings(max_examples=25, deadline=None)
def test_more_corruption_never_scores_higher(lost, more):
    fewer = document([index for index in CUES if index not in lost])
    fewest = document([index for index in CUES if index not in lost | more])
    assert scored(fewest).score <= scored(fewer).score + 1e-12


NESTED = """components:
  schemas:
    pet:
      type: object
      name: text
      age: number
    home:
      type: object
      street: text
      town: text
"""
FLATTER = NESTED.replace("  schemas:\n", "").replace("\n    ", "\n  ").replace("    type", "    type")


def test_a_lost_level_is_one_element_lost_and_not_all_below_it():
    before, after = {"api.yaml": NESTED}, {"api.yaml": FLATTER}
    assert compare(before, after).score > 0.85
    assert compare(after, before).score > 0.85
