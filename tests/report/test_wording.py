from __future__ import annotations

import pytest

from delegate_audit.analysis.spend import Spend
from delegate_audit.report.wording import cost, one_line, percent, points, scale_floor, sparkline, whole_percent


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.9887, "98.9"), (1.0, "100.0"), (0.99999, "99.9"), (0.0, "0.0"), (0.00001, "0.1"), (None, "–"), (-0.05, "−5.0"), (-1e-12, "0.0")],
)
def test_percent_never_rounds_a_loss_away(value, text):
    assert percent(value) == text


@pytest.mark.parametrize(("value", "text"), [(-0.091, "−9.1"), (0.004, "+0.4"), (0.0, "0.0"), (-0.0001, "0.0")])
def test_points(value, text):
    assert points(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.714, "71 %"), (0.001, "<1 %"), (0.999, ">99 %"), (1.0, "100 %"), (0.0, "0 %"), (None, "–")])
def test_whole_percent(value, text):
    assert whole_percent(value) == text


@pytest.mark.parametrize(
    ("known", "unpriced", "simulated", "text"),
    [
        (1234.5, 0, False, "$1,234.50"),
        (1.0, 2, False, "≥ $1.00"),
        (0.0, 4, False, "unknown"),
        (0.0, 0, False, "$0.00"),
        (0.0, 4, True, "–"),
    ],
)
def test_cost(known, unpriced, simulated, text):
    assert cost(Spend(4, 1, 1, False, known, unpriced), simulated) == text


def test_sparkline_uses_its_scale():
    assert sparkline([1.0, 0.9, 0.7, None, 0.0]) == "█▇▅ ▁"
    assert sparkline([1.0, 0.75, 0.5], low=0.5) == "█▄▁"


def test_scale_floor():
    assert scale_floor([0.72, None, 0.95]) == 0.7
    assert scale_floor([1.0]) == 0.9
    assert scale_floor([]) == 0.0


def test_one_line_makes_control_characters_harmless():
    assert one_line("a\n\tb\x1b[31m\u202e c", 40) == "a b�[31m� c"
    assert one_line("abcdef", 4) == "abc…"
