"""Time is paid by the damage: a document sixteen times as large, damaged as much, takes about sixteen times as long, no more."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from delegate_audit.domains import registry

MAX_EXPONENT = 1.35
"""The benchmark, over a longer range on a quiet machine, holds 1.2. Less than a millisecond is taken for one: it is noise."""


def benchmark():
    path = Path(__file__).parents[2] / "benchmarks" / "growth.py"
    spec = importlib.util.spec_from_file_location("growth_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


GROWTH = benchmark()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["subtitles", "spreadsheet", "json", "accounting"])
def test_constant_damage_costs_in_proportion_to_the_document(name):
    timings = [GROWTH.measured(registry.get(name), kb, cases=GROWTH.STABLE_CASES, peers=False) for kb in (16, 64, 256)]
    for case in GROWTH.STABLE_CASES:
        assert GROWTH.exponent([(t.kb, max(1, t.compare[case])) for t in timings]) < MAX_EXPONENT, case


def test_the_exponent_of_a_power_is_its_exponent():
    assert GROWTH.exponent([(x, 3 * x**1.5) for x in (16, 64, 256)]) == pytest.approx(1.5)


def test_what_is_grown_has_no_two_equal_elements():
    domain = registry.get("spreadsheet")
    siblings = GROWTH.longest_list(GROWTH.grown(GROWTH.seed_document(domain), domain, 128))
    assert len(set(siblings)) == len(siblings)
