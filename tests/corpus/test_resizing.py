"""Larger and smaller variants: near the size asked for, consistent, every task lossless, the same for the same seed."""

from __future__ import annotations

from importlib import import_module

import pytest

from delegate_audit.corpus import environments
from delegate_audit.corpus.check import check
from delegate_audit.corpus.growth.wording import another_text, letters
from delegate_audit.corpus.resizing import growing, resize
from delegate_audit.errors import UsageError

GROWING = [environment for name in growing() for environment in environments(domains=(name,))]
SIZES = (1_500, 2_500, 6_000)


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("tokens", SIZES)
@pytest.mark.parametrize("environment", GROWING, ids=lambda environment: environment.domain)
def test_a_variant_is_of_its_size_and_keeps_every_law(environment, tokens, tmp_path):
    made = resize(environment, tokens, 3, tmp_path)
    assert made.environment.tokens == pytest.approx(tokens, rel=0.05, abs=environment.tokens / 16)
    assert len(made.environment.tasks) >= len(environment.tasks) - 2
    assert len(made.remarks) == len(environment.tasks) - len(made.environment.tasks)
    assert {problem.rule for problem in check(made.environment)} <= {"size", "variety"}


@pytest.mark.parametrize("environment", GROWING, ids=lambda environment: environment.domain)
def test_the_same_seed_gives_the_same_variant_and_another_one_another(environment, tmp_path):
    trees = [tree(resize(environment, 1_500, seed, tmp_path / f"{k}").environment.path) for k, seed in enumerate((1, 1, 2))]
    assert trees[0] == trees[1]
    assert trees[0] != trees[2]


@pytest.mark.parametrize("environment", GROWING, ids=lambda environment: environment.domain)
def test_a_larger_document_holds_no_unit_twice(environment, tmp_path):
    made = resize(environment, 2 * environment.tokens, 0, tmp_path).environment
    texts = [text for name, text in made.seed.items() if text != environment.seed[name]]
    unit = import_module(f"delegate_audit.corpus.growth.{environment.domain}").GROWTH.unit
    elements = [element for text in texts for top in made.reader.read(text, next(iter(made.seed))) for element in top.walk()]
    units = [element.digest for element in elements if element.kind == unit]
    assert len(set(units)) == len(units)


def test_what_cannot_be_had_is_said(tmp_path):
    tour, wiring = environments(names=("harbour_tour",))[0], environments(domains=("graphviz",))[0]
    with pytest.raises(UsageError, match="the nearest is"):
        resize(tour, 5, 0, tmp_path)
    with pytest.raises(UsageError, match="grows"):
        resize(wiring, 2_000, 0, tmp_path)
    own = tmp_path / "creative/subtitles/harbour_tour_2000"
    own.mkdir(parents=True)
    with pytest.raises(UsageError, match="was not resized"):
        resize(tour, 2_000, 0, tmp_path)


def test_other_words_of_the_same_sort():
    assert another_text("The old pier has 12 lamps, the NEW one four. See v1.2 on Monday.", 1) == (
        "The new pier has 13 lamps, the SMALL two five. See v1.2 on Tuesday."
    )
    assert [letters(k) for k in (1, 26, 27, 53)] == ["a", "z", "aa", "ba"]
