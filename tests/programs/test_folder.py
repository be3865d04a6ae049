"""A folder that somebody else has written into: only plain files with decent names count, and nothing in it does harm."""

from __future__ import annotations

import os
import subprocess
import time

import pytest

from delegate_audit.programs.folder import MAX_FILES, lay_out, taken


def test_what_was_laid_out_is_taken_to_the_character(tmp_path):
    files = {"a.txt": "one\r\ntwo", "b/c d.md": "\ufeffé\x00\x85\n", "empty.csv": "", ".hidden": "x\n"}
    lay_out(files, tmp_path)
    left = taken(tmp_path, files)
    assert (left.files, left.notes) == (files, ())


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a/../../b", "", "con"])
def test_no_name_leaves_the_folder(tmp_path, name):
    with pytest.raises(ValueError, match="name"):
        lay_out({name: "x"}, tmp_path / "inner")


def test_links_pipes_and_odd_names_are_left_out_and_told(tmp_path):
    (tmp_path / "a.txt").write_text("a\n")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "odd:name").write_text("x")
    (tmp_path / "new\nline").write_text("x")
    left = taken(tmp_path, {})
    assert left.files == {"a.txt": "a\n"}
    assert [(note.note, note.detail.split(": ")[0]) for note in left.notes] == [
        ("file left out", repr(name)) for name in ("folder", "link.txt", "new\nline", "odd:name", "pipe")
    ]


def test_hidden_files_are_left_out_with_one_note_unless_they_were_there(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("x")
    (tmp_path / ".cache").write_text("x")
    (tmp_path / ".env").write_text("y\n")
    left = taken(tmp_path, {".env": "y\n"})
    assert left.files == {".env": "y\n"}
    assert [note.detail for note in left.notes] == ["2, among them '.cache'"]


def test_bytes_that_are_no_text_are_rescued_and_told(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"caf\xe9\n")
    left = taken(tmp_path, {})
    assert left.files == {"a.txt": "café\n"}
    assert [note.note for note in left.notes] == ["not UTF-8"]


def test_floods_of_files_and_of_folders_end(tmp_path):
    deep = tmp_path / "d"
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    for k in range(MAX_FILES + 50):
        (tmp_path / f"{k}.txt").touch()
    with (tmp_path / "huge.bin").open("wb") as file:
        file.truncate(10**12)
    start = time.process_time()
    left = taken(tmp_path, {})
    assert len(left.files) == MAX_FILES
    assert len(left.notes) <= MAX_FILES
    assert time.process_time() - start < 5
    subprocess.run(["rm", "-rf", str(deep)], check=True)  # too deep for what clears the folders of tests
