"""The scorers on hops whose right answers are known."""

from __future__ import annotations

import pytest

from delegate_audit.domains import registry
from delegate_audit.scoring import diff, fidelity, structure
from delegate_audit.scoring.contract import Scored, ScoredHop

SUBTITLES = registry.get("subtitles")


def cue(index: int, year: int) -> str:
    return f"{index}\n00:00:{index:02},000 --> 00:00:{index:02},900\nThe pier was built in {year}.\n"


def srt(*years: int) -> str:
    return "\n".join(cue(index, year) for index, year in enumerate(years, 1))


SEED = {"guide.srt": srt(*range(1801, 1821))}
SPLIT = {"a.srt": srt(*range(1801, 1811)), "b.srt": srt(*range(1811, 1821)), "order.txt": "a.srt\nb.srt\n"}


def hop(after, *, exact=SPLIT, before=SEED, ideal=SPLIT, judgement=False, direction="forward") -> ScoredHop:
    return ScoredHop(SUBTITLES, direction, judgement, before, after, ideal, exact, "no order file", ("order.txt",))


def values(scored: Scored) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in scored.measures}


def test_an_exact_hop_scores_one_everywhere():
    for scorer in (structure, fidelity, diff):
        assert scorer.score(hop(SPLIT)).findings == ()
        for name, value in values(scorer.score(hop(SPLIT))).items():
            assert value == (0.0 if name.endswith(("gone", "new", "edits")) or name.startswith("lost") else 1.0), name


def test_the_shortcut_for_exact_hops_gives_the_names_of_the_long_way():
    other = {**SPLIT, "order.txt": "b.srt\na.srt\n"}
    for scorer in (structure, fidelity, diff):
        assert values(scorer.score(hop(SPLIT))).keys() == values(scorer.score(hop(other))).keys()


def test_a_delegate_that_did_nothing_completes_nothing_and_preserves_everything():
    found = values(fidelity.score(hop(SEED)))
    assert found["completion"] == 0
    assert found["preservation"] in {1.0, None}


def test_an_edit_done_halfway_is_completed_halfway():
    rescaled = {"guide.srt": SEED["guide.srt"].replace("18", "19", 10)}
    done = {"guide.srt": SEED["guide.srt"].replace("18", "19", 5)}
    found = values(fidelity.score(hop(done, exact=rescaled, ideal=rescaled)))
    assert found["completion"] == pytest.approx(0.5)
    assert found["preservation"] == pytest.approx(1.0)


def test_damage_outside_the_edit_lowers_preservation_alone():
    rescaled = {"guide.srt": SEED["guide.srt"].replace("1801", "1901").replace("1802", "1902")}
    done = {"guide.srt": rescaled["guide.srt"].replace("1820", "1829")}
    found = values(fidelity.score(hop(done, exact=rescaled, ideal=rescaled)))
    assert found["completion"] == pytest.approx(1.0)
    assert found["preservation"] == pytest.approx(17 / 18)


def test_fidelity_is_undefined_where_an_exact_editor_could_not_go_on():
    scored = fidelity.score(hop(SEED, exact=None))
    assert {measure.value for measure in scored.measures} == {None}
    assert {measure.detail for measure in scored.measures} == {"no order file"}


def test_where_several_answers_are_right_only_content_counts():
    other = {"x.srt": srt(*range(1811, 1821)), "y.srt": srt(*range(1801, 1811)), "order.txt": "y.srt\nx.srt\n"}
    scored = structure.score(hop(other, judgement=True))
    assert values(scored)["score"] == 1
    assert values(structure.score(hop({**other, "y.srt": srt(*range(1801, 1810))}, judgement=True)))["score"] == pytest.approx(0.95)
    assert values(fidelity.score(hop(other, judgement=True)))["completion"] == pytest.approx(1.0)


def test_diff_counts_lines_and_words():
    found = values(diff.score(hop({**SPLIT, "order.txt": "a.srt\n"})))
    assert found["lines_gone"] == 1
    assert found["words_gone"] == 1
    assert found["line_edits"] == found["word_edits"] == 1
    assert found["line_similarity"] == pytest.approx(1 - 1 / (2 * len("\n".join(f"{n}\n{t}" for n, t in SPLIT.items()).split("\n")) - 1))
    assert found["similarity"] < 1


def test_diff_shows_every_edit_of_lines_without_a_cost():
    after = {**SPLIT, "a.srt": SPLIT["a.srt"].replace("1803", "1830").replace("\n9\n", "\n9 \n"), "new.txt": "hello\nboat"}
    found = diff.score(hop(after)).findings
    assert [(f.file, f.change, f.severity, f.line, f.line_after) for f in found] == [
        ("a.srt", "altered", "fact", 11, 11),
        ("a.srt", "altered", "layout", 33, 33),
        ("new.txt", "added", "wording", 0, 1),
    ]
    assert sum(f.cost for f in found) == 0
