"""Many faults in one text: each is where its record says, none touches another, what cannot be written is left out."""

from __future__ import annotations

from random import Random

import pytest

from delegate_audit.domains import registry
from delegate_audit.domains.reading import read_document
from delegate_audit.faults.elements import CATALOGUE, targets
from delegate_audit.faults.together import strike_together

DOMAIN = registry.get("json")
TEXT = "[\n" + ",\n".join(f'  {{"name": "Bed {k}", "litres": {k}, "turns": [{k}, {k + 40}]}}' for k in range(30)) + "\n]\n"
DOCUMENT = read_document("beds.json", TEXT, DOMAIN)


def shuffled(fault: str = "drop") -> list[tuple[int, ...]]:
    paths = [path for path in targets(DOCUMENT) if CATALOGUE[fault](DOCUMENT, path, Random(1)) is not None]
    return Random(4).sample(paths, len(paths))


@pytest.mark.parametrize("fault", ["drop", "alter_number", "duplicate", "hallucinate"])
def test_many_faults_come_through_together(fault):
    struck = strike_together(DOCUMENT, fault, shuffled(fault), DOMAIN, "a", 12)
    assert struck is not None
    assert len(struck.faults) == len(struck.paths) == 12
    assert DOMAIN.read(struck.text, "beds.json") == struck.elements != DOCUMENT.elements
    assert list(struck.paths) == sorted(struck.paths)


def test_none_touches_another():
    struck = strike_together(DOCUMENT, "drop", shuffled(), DOMAIN, "a", 500)
    assert struck is not None
    for one in struck.paths:
        for other in struck.paths:
            level = min(len(one), len(other)) - 1
            assert one == other or one[:level] != other[:level] or abs(one[level] - other[level]) > 1


def test_what_is_dropped_together_weighs_what_it_weighs_alone():
    struck = strike_together(DOCUMENT, "drop", [(0, 3), (0, 9)], DOMAIN, "a", 2)
    assert struck is not None
    gone = DOCUMENT.weight - read_document("beds.json", struck.text, DOMAIN).weight
    assert gone == pytest.approx(sum(DOCUMENT.weight_of(DOCUMENT.elements[0].children[k]) for k in (3, 9)))


@pytest.mark.parametrize("domain", registry.all_domains(), ids=lambda d: d.name)
@pytest.mark.parametrize("fault", CATALOGUE)
def test_what_cannot_be_written_is_left_out(domain, fault):
    from delegate_audit.corpus import environments

    environment = environments(domains=(domain.name,))[0]
    name = next(name for name in environment.seed if domain.claims(name))
    document = read_document(name, environment.seed[name], domain)
    paths = [path for path in targets(document) if CATALOGUE[fault](document, path, Random(1)) is not None][:40]
    struck = strike_together(document, fault, paths, domain, "a", 12)
    if struck is not None:
        assert domain.read(struck.text, name) == struck.elements != document.elements
        assert set(struck.paths) <= set(paths)


def test_the_same_seed_gives_the_same_text():
    first, again, other = (strike_together(DOCUMENT, "alter_number", shuffled("alter_number"), DOMAIN, seed, 9) for seed in ("a", "a", "b"))
    assert first == again != other


def test_nothing_to_strike():
    assert strike_together(DOCUMENT, "drop", [], DOMAIN, "a") is None
    assert strike_together(DOCUMENT, "alter_date", [(0, 1)], DOMAIN, "a") is None
