"""What kind of text a document is."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from delegate_audit.corpus import environments
from delegate_audit.corpus.character import character

PROSE = "The ferry left the quay late because of the fog, and nobody on board seemed to mind it at all. " * 3
TABLE = "id;price;qty\n" + "".join(f"{k};{k * 3}.50;{k % 7}\n" for k in range(60))


def test_prose_is_natural_and_a_table_is_not():
    prose, table = character(PROSE), character(TABLE)
    assert prose.naturalness > 0.95
    assert table.naturalness == 0
    assert prose.numbers == 0 < 0.9 < table.numbers
    assert prose.structure < 0.05 < table.structure


def test_words_that_come_again_make_a_poorer_vocabulary_and_a_text_that_comes_again_more_repetition():
    words = [f"{a}{b}{c}" for a in "abcdefgh" for b in "aeiou" for c in "klmnprst"]
    rich, poor = " ".join(words[:200]), " ".join(words[:20] * 10)
    assert character(rich).vocabulary == 1
    assert character(poor).vocabulary == pytest.approx(0.1)
    assert character(poor).repetition > character(rich).repetition


def test_vocabulary_hardly_depends_on_length():
    words = [f"{a}{b}{c}" for a in "abcdefgh" for b in "aeiou" for c in "klmnprst"]
    text = " ".join(words[k * 7 % 300] for k in range(200))
    assert character(" ".join([text] * 8)).vocabulary == pytest.approx(character(text).vocabulary, abs=0.02)


@pytest.mark.parametrize("text", ["", " \n", "12 34", "…"])
def test_a_text_without_words_has_no_character(text):
    assert set(asdict(character(text)).values()) == {0.0}


def test_every_measure_is_a_share():
    for environment in environments():
        for text in environment.seed.values():
            assert all(0 <= value <= 1 for value in asdict(character(text)).values())
