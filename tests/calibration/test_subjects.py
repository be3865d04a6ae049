"""Which documents a calibration is done on, and who reads them."""

from __future__ import annotations

import pytest

from delegate_audit.calibration.subjects import from_corpora, from_text, readable
from delegate_audit.corpus import environments
from delegate_audit.domains import registry
from delegate_audit.domains.prose import PROSE
from delegate_audit.errors import UsageError


def test_every_domain_of_the_corpora_has_a_document():
    assert {subject.domain.name for subject in from_corpora()} == {environment.domain for environment in environments()}
    assert {subject.domain.name for subject in from_corpora(["chess"])} == {"chess"}
    with pytest.raises(UsageError, match="poetry"):
        from_corpora(["poetry"])


def test_the_name_of_a_file_tells_its_domain():
    assert from_text("plays/one.srt", "").domain is registry.get("subtitles")
    assert from_text("notes/unheard.of", "").domain is PROSE


def test_a_domain_that_is_forced_reads_a_file_of_any_name():
    forced = from_text("plays/one.dat", "", registry.get("subtitles"))
    assert forced.domain.claims(forced.name)
    assert forced.origin == "plays/one.dat"
    assert from_text("one.srt", "", registry.get("subtitles")).name == "one.srt"


def test_of_a_folder_only_what_some_domain_reads():
    known, others = readable({"a/one.srt": "1", "a/photo.jpeg": "2", "a/letter.txt": "3"})
    assert list(known) == ["a/one.srt", "a/letter.txt"]
    assert others == ("a/photo.jpeg",)
