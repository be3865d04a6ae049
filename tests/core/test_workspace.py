"""File names are untrusted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.core.workspace import freeze, refusal


@pytest.mark.parametrize("name", ["a.srt", "part/one.csv", "Käse.txt", "a b.md", ".hidden/x"])
def test_ordinary_names_pass(name):
    assert refusal(name) is None


ESCAPING = ["/a", "~/a", "a/../b", "..", "a//b", "d:x"]
DECEIVING = ["", " ", "a\nb", "a\\b", "NUL", "com1.txt", "x" * 300, "a ", "a.", "a\u200eb"]


@pytest.mark.parametrize("name", [*ESCAPING, *DECEIVING])
def test_dangerous_names_are_refused_with_a_reason(name):
    assert refusal(name)


@given(st.text(max_size=60))
def test_whatever_passes_stays_inside_its_folder(name):
    if refusal(name) is None:
        from pathlib import PurePosixPath

        path = PurePosixPath(name)
        assert not path.is_absolute()
        assert ".." not in path.parts


def test_a_frozen_workspace_is_a_copy():
    files = {"b": "2", "a": "1"}
    frozen = freeze(files)
    files["c"] = "3"
    assert list(frozen) == ["a", "b"]
