"""Meaningless variants: each says what the document says, and there is one wherever the format allows it."""

from __future__ import annotations

from random import Random

import pytest

from delegate_audit.domains import registry
from delegate_audit.domains.reading import read_document
from delegate_audit.faults.variants import RESPELLED, REWRITTEN, SHUFFLED, VARIANTS, variants


def of(name: str, text: str) -> dict[str, str]:
    domain = registry.claiming(name)
    found = list(variants(read_document(name, text, domain), domain, Random(3)))
    assert {variant.name for variant in found} <= set(VARIANTS)
    return {variant.name: variant.text for variant in found}


OBJECT = '{"one": 1, "two": 2, "three": 3, "four": [3, 1, 2]}'


def test_keys_are_shuffled_and_lists_are_not():
    shuffled = of("a.json", OBJECT)[SHUFFLED]
    assert [shuffled.index(f'"{key}"') for key in ("one", "two", "three", "four")] != sorted(
        shuffled.index(f'"{key}"') for key in ("one", "two", "three", "four")
    )
    assert "".join(shuffled.split()).count("[3,1,2]") == 1


def test_a_key_that_is_there_twice_stays_where_it_is():
    assert SHUFFLED not in of("a.json", '{"one": 1, "one": 2}')


def test_the_canonical_rewriting_only_of_what_is_not_canonical():
    rewritten = of("a.json", OBJECT)[REWRITTEN]
    assert REWRITTEN not in of("a.json", rewritten)


def test_numbers_get_another_zero_or_lose_one():
    respelled = of("a.csv", "id,litres,beds\na,0.20,3\nb,1.5,4\nc,2.25,5\n")[RESPELLED]
    assert respelled == "id,litres,beds\na,0.2,3\nb,1.50,4\nc,2.250,5\n"


def test_what_its_format_rejects_is_varied_on_the_surface_alone():
    assert not {REWRITTEN, SHUFFLED, RESPELLED} & set(of("a.json", OBJECT[:-1]))


@pytest.mark.parametrize("name", ["crlf", "bom", "no last line end", "more line ends", "trailing blanks"])
def test_the_surface_is_always_varied(name):
    assert of("a.json", OBJECT + "\n")[name] != OBJECT + "\n"
