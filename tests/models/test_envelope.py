"""The envelope: strict about content, tolerant of form, silent about nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.models.envelope import pack, unpack

NAMES = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?\.[a-z]{1,4}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=80).map(lambda t: t if not t or t.endswith("\n") else f"{t}\n")


@given(st.dictionaries(NAMES, TEXTS, max_size=4))
def test_what_was_packed_is_unpacked_to_the_byte(files):
    unpacked = unpack(pack(files))
    assert unpacked.files == files
    assert unpacked.unclosed is None
    assert unpacked.notes == ()


@given(st.dictionaries(NAMES, TEXTS, min_size=1, max_size=3))
def test_a_carriage_return_inside_a_file_survives(files):
    files = {name: text.replace("\n", "\r\n") for name, text in files.items()}
    assert unpack(pack(files)).files == files


@pytest.mark.parametrize("header", ["**a.txt**", "`a.txt`", "File: a.txt", "## a.txt", "a.txt:", "**File: `a.txt`**", "1. **a.txt**"])
def test_other_headers_are_accepted_and_noted(header):
    unpacked = unpack(f"{header}\n```\nhello\n```\n")
    assert unpacked.files == {"a.txt": "hello\n"}
    assert [note.note for note in unpacked.notes] == ["header in another form"]


@pytest.mark.parametrize("info", ["a.txt", "text a.txt", "text file=a.txt", 'text title="a.txt"'])
def test_a_name_on_the_fence_is_accepted_and_noted(info):
    unpacked = unpack(f"```{info}\nhello\n```\n")
    assert unpacked.files == {"a.txt": "hello\n"}
    assert [note.note for note in unpacked.notes] == ["name on the fence"]


def test_an_open_fence_is_noted_and_its_content_kept_as_it_came():
    unpacked = unpack("### FILE: a.txt\n```\nhello\nwor")
    assert unpacked.files == {"a.txt": "hello\nwor"}
    assert unpacked.unclosed == "a.txt"
    assert "fence not closed" in [note.note for note in unpacked.notes]


def test_a_file_that_came_twice_is_noted():
    unpacked = unpack(pack({"a.txt": "1\n"}) + pack({"a.txt": "2\n"}))
    assert unpacked.files == {"a.txt": "2\n"}
    assert [note.note for note in unpacked.notes] == ["file came twice"]


def test_a_name_that_leaves_the_workspace_is_refused():
    unpacked = unpack(pack({"../a.txt": "1\n"}))
    assert unpacked.files == {}
    assert [note.note for note in unpacked.notes] == ["refused name"]


def test_a_nameless_block_is_the_only_file_asked_for_or_none():
    assert unpack("```\n1\n```", ("a.txt",)).files == {"a.txt": "1\n"}
    assert unpack("```\n1\n```", ("a.txt", "b.txt")).files == {}
    assert unpack("```\n1\n```", ("*.txt",)).files == {}


def test_text_around_the_files_is_noted():
    notes = unpack("Sure!\n\n" + pack({"a.txt": "1\n"})).notes
    assert [(note.note, note.detail) for note in notes] == [("text outside the files", "Sure!")]


@given(st.text(st.sampled_from("`~#*: \n\ra.FILE"), max_size=200))
@settings(max_examples=200)
def test_junk_is_read_without_complaint(text):
    unpack(text, ("a.txt",))


HOSTILE = ["`" * 200_000, " " * 200_000, "```\n" * 20_000, "#" * 200_000, "*" * 100_000 + "\n```\nx\n```", "a" * 300 + "\n```\n"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_are_read_quickly(text):
    import time

    start = time.perf_counter()
    unpack(text, ("a.txt",))
    assert time.perf_counter() - start < 1
