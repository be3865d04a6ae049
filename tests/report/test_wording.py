from __future__ import annotations

import pytest

from delegate_audit.analysis.bootstrap import Estimate
from delegate_audit.analysis.spend import Spend
from delegate_audit.report.wording import cost, one_line, percent, points, rate, scale_floor, share_interval, sparkline, whole_percent


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


@pytest.mark.parametrize(
    ("mean", "low", "high", "text"),
    [
        (0.032, 0.016, 0.07, "3.2 % [1.6, 7.0]"),
        (0.0078, 0.0061, 0.0106, "0.78 % [0.61, 1.06]"),
        (0.00042, 0.00011, 0.0009, "0.042 % [0.011, 0.090]"),
        (0.0, 0.0, 0.0035, "0.00 % [0.00, 0.35]"),
        (0.1, None, None, "10.0 %"),
    ],
)
def test_a_rate_has_the_places_that_it_needs(mean, low, high, text):
    assert rate(Estimate(mean, low, high, 5, 5)) == text


def test_a_share_never_rounds_its_ends_to_nothing_or_all():
    assert share_interval(Estimate(0.71, 0.001, 0.999, 5, 5)) == "71 % [<1, >99]"
    assert share_interval(Estimate(1.0, None, None, 5, 1)) == "100 %"


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
