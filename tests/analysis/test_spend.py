from __future__ import annotations

from delegate_audit.analysis.spend import CallSpend, spend


def test_priced_calls_add_up():
    found = spend([CallSpend(100, 10, False, 0.25), CallSpend(200, 20, False, 0.5)])
    assert (found.calls, found.prompt_tokens, found.completion_tokens) == (2, 300, 30)
    assert (found.cost_usd, found.estimated) == (0.75, False)


def test_one_unknown_price_makes_the_cost_unknown_not_zero():
    found = spend([CallSpend(1, 1, False, 0.25), CallSpend(1, 1, True, None)])
    assert found.cost_usd is None
    assert (found.known_usd, found.unpriced, found.estimated) == (0.25, 1, True)


def test_no_call_has_no_cost():
    assert spend([]).cost_usd is None


def test_a_price_of_nothing_is_a_price():
    assert spend([CallSpend(1, 1, False, 0.0)]).cost_usd == 0.0
