"""Search/replace blocks: what was said comes back, what does not fit is told, and no text does harm."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.models.edits import Block, Misfit, applied, edits_between, pack_edits, unpack_edits

FILES = {"a.txt": "one\ntwo\nthree\ntwo\n", "b.txt": "only\n"}
LINES = st.lists(
    st.sampled_from(["a", "b", "", "=======", "<<<<<<< SEARCH", ">>>>>>>> REPLACE", "```", "### FILE: b.txt", " x "]), max_size=12
)


def block(*lines: str) -> str:
    return "\n".join(lines) + "\n"


CHANGE = block("<<<<<<< SEARCH", "one", "=======", "ONE", "1", ">>>>>>> REPLACE")


@given(before=LINES, after=LINES)
def test_any_change_of_any_file_comes_back(before, after):
    left, right = ({"a.md": "\n".join([*lines, ""])} for lines in (before, after))
    edits = unpack_edits(pack_edits(*edits_between(left, right)))
    assert applied({**left, **edits.whole.files}, edits.blocks) == (right, ())
    assert not edits.notes


def test_blocks_below_a_name_with_and_without_a_fence_around():
    for text in (
        f"### FILE: a.txt\n{CHANGE}",
        f"Here:\n\n**a.txt**\n```diff\n{CHANGE}```\nDone.",
        f"### FILE: ./a.txt\r\n{CHANGE}".replace("\n", "\r\n"),
    ):
        assert unpack_edits(text).blocks == (Block("a.txt", ("one",), ("ONE", "1")),)


def test_a_whole_file_may_hold_what_looks_like_a_block():
    edits = unpack_edits(f"### FILE: a.txt\n{CHANGE}\n### FILE: c.md\n```\ntext\n{CHANGE}```\n")
    assert edits.whole.files == {"c.md": f"text\n{CHANGE}"}
    assert len(edits.blocks) == 1


def test_lines_that_are_found_twice_or_nowhere_are_told_and_change_nothing():
    blocks = (Block("a.txt", ("two",), ("2",)), Block("a.txt", ("four",), ()), Block("c.txt", ("x",), ()), Block("b.txt", (), ("new",)))
    files, misfits = applied(FILES, blocks)
    assert files == FILES
    assert misfits == (Misfit(blocks[0], twice=True), *map(Misfit, blocks[1:]))
    assert [str(misfit).rpartition("found ")[2] for misfit in misfits] == ["more than once", "nowhere", "nowhere", "nowhere"]


def test_blocks_are_applied_one_after_the_other_to_whole_lines():
    files, misfits = applied(
        FILES, (Block("a.txt", ("one", "two"), ("x",)), Block("a.txt", ("two",), ("y",)), Block("a.txt", ("thr",), ()))
    )
    assert files["a.txt"] == "x\nthree\ny\n"
    assert len(misfits) == 1


@pytest.mark.parametrize(
    ("text", "search", "after"),
    [("a\r\nb\r\n", ("a",), "x\r\nb\r\n"), ("a\nb", ("b",), "a\nx"), ("a\na a\n", ("a",), "x\na a\n"), ("", (), "x\n")],
)
def test_line_ends_stay(text, search, after):
    assert applied({"f": text}, (Block("f", search, ("x",)),)) == ({"f": after}, ())


def test_a_block_may_make_a_file():
    assert applied({}, (Block("n.txt", (), ("x", "y")),)) == ({"n.txt": "x\ny\n"}, ())


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (f"### FILE: a.txt\n{CHANGE[:-10]}", "block not closed"),
        (CHANGE, "refused block"),
        (f"### FILE: ../../etc/passwd\n{CHANGE}", "refused block"),
        (f"### FILE: /etc/cron.d/x\n{CHANGE}", "refused block"),
    ],
)
def test_what_is_no_block_is_told(text, note):
    edits = unpack_edits(text)
    assert edits.blocks == ()
    assert [n.note for n in edits.notes] == [note]
    assert edits.unclosed == (note == "block not closed")


@pytest.mark.parametrize("unit", ["<<<<<<< SEARCH\n", "=======\n", "### FILE: a.txt\n", "```\n", CHANGE, "<<<<<<< SEARCH\na\n=======\n"])
def test_no_answer_takes_long(unit):
    start = time.process_time()
    edits = unpack_edits("### FILE: a.txt\n" + unit * 20_000)
    applied({"a.txt": "one\n" * 20_000}, edits.blocks[:200])
    assert time.process_time() - start < 4
