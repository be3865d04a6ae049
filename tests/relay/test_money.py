"""Money: the estimate before a run, the limits during it, and prices of one's own."""

from __future__ import annotations

import pytest

from delegate_audit.cli.spending import Limits, agreed
from delegate_audit.errors import UsageError
from delegate_audit.models.price import Prices, flat, from_file
from delegate_audit.models.protocol import Usage
from delegate_audit.models.spec import ModelSpec
from delegate_audit.relay.budget import Budget, SpentError
from delegate_audit.relay.definition import RelayDefinition
from delegate_audit.relay.engine import EngineOptions
from delegate_audit.relay.forecast import forecast
from delegate_audit.relay.plan import DelegateSpec
from delegate_audit.relay.run import execute, planning, prepare, restore
from delegate_audit.store.dump import dump
from delegate_audit.store.rows import CallRow, HopRow, RelayRow
from delegate_audit.store.store import Store

DEFINITION = RelayDefinition(name="test", domains=("subtitles",), round_trips=3, seed=5)
SIMULATED = [DelegateSpec("sim:hasty", "single-shot")]
REAL = [
    DelegateSpec("openai:gpt-4o", "single-shot", "https://api.openai.com/v1"),
    DelegateSpec("openai:mine", "patch", "http://localhost:1/v1"),
]


class Deaf:
    def hop_done(self, done):
        pass

    def relay_ended(self, relay, status, reason):
        pass


def options(**limits) -> EngineOptions:
    return EngineOptions(concurrency=1, workers=1, budget=Budget(**limits))


def driven(path, *limits):
    """The ends of a run that is begun under the first limits and gone on with under the others."""
    ends = []
    for n, limit in enumerate(limits):
        with Store.open(path, create=True) as store:
            prepared = restore(store) if n else prepare(store, planning(DEFINITION, SIMULATED))
            ends.append((execute(store, prepared, options(**limit), Deaf()), len(store.rows(HopRow)), store.rows(RelayRow)[0].status))
    return ends


def test_a_limit_stops_between_hops_and_what_is_gone_on_with_ends_as_if_there_had_been_none(tmp_path):
    (first, hops, status), (second, more, _), (third, rest, done) = driven(tmp_path / "a.db", {"tokens": 5_000}, {"tokens": 5_000}, {})
    assert "tokens are spent, of 5,000" in first.stopped
    assert (first.suspended, first.faults, status) == ({}, 0, "pending")
    assert 0 < hops == more < rest == 6
    assert second.stopped
    assert (third.done, third.stopped, done) == (1, "", "done")
    driven(tmp_path / "b.db", {})
    assert dump(tmp_path / "a.db") == dump(tmp_path / "b.db")


def test_no_time_is_no_hop(tmp_path):
    [(end, hops, _)] = driven(tmp_path / "a.db", {"seconds": 0.0})
    assert (hops, end.done) == (0, 0)
    assert "time" in end.stopped


def test_what_was_spent_before_counts():
    budget = Budget(cost=1.0)
    budget.charge(10, 0.6)
    budget.check()
    budget.charge(10, None)
    budget.check()
    budget.charge(10, 0.4)
    with pytest.raises(SpentError, match=r"\$1.00 are spent"):
        budget.check()


def test_an_estimate_counts_every_hop_and_knows_no_price_that_nobody_knows():
    planned = planning(DEFINITION, REAL)
    known, unknown = forecast(DEFINITION, planned.delegates, planned.plans, Prices())
    [environment] = {plan.environment.id: plan.environment for plan in planned.plans}.values()
    assert known.calls == unknown.calls == 6
    assert known.completion_tokens == 6 * environment.tokens
    assert known.prompt_tokens > 6 * (environment.tokens + environment.distractor_tokens)
    assert known.cost == pytest.approx((known.prompt_tokens * 2.5 + known.completion_tokens * 10) / 1e6)
    assert unknown.cost is None


def test_the_estimate_is_near_what_a_run_takes(tmp_path):
    planned = planning(DEFINITION, [DelegateSpec("sim:perfect", "single-shot")])
    [told] = forecast(DEFINITION, planned.delegates, planned.plans, Prices())
    with Store.open(tmp_path / "a.db", create=True) as store:
        execute(store, prepare(store, planned), options(), Deaf())
        calls = store.rows(CallRow)
    assert told.calls == len(calls)
    assert told.prompt_tokens == pytest.approx(sum(call.prompt_tokens for call in calls), rel=0.35)
    assert told.completion_tokens == pytest.approx(sum(call.completion_tokens for call in calls), rel=0.35)


def test_prices_of_ones_own_come_first(tmp_path):
    path = tmp_path / "prices.toml"
    path.write_text('["openai:gpt-4o"]\ninput = 1.0\noutput = 2\n["openai:mine"]\ninput = 0\noutput = 0.5\n')
    prices = from_file(path)
    for name, cost in (("gpt-4o", 3.0), ("mine", 0.5)):
        tariff = prices.of(ModelSpec("openai", name, "http://localhost:1/v1"))
        assert tariff is not None
        assert tariff(Usage(1_000_000, 1_000_000)) == pytest.approx(cost)


@pytest.mark.parametrize(
    "text",
    [
        "[",
        '["openai:x"]\ninput = 1',
        '["openai:x"]\ninput = -1\noutput = 1',
        "x = 1",
        '["a"]\ninput = "1"\noutput = 1',
        '["a"]\ninput = nan\noutput = 1',
    ],
)
def test_prices_that_are_none_are_refused(tmp_path, text):
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"prices\.toml"):
        from_file(path)


def agree(prices: Prices, *, yes: bool = False, **limits) -> None:
    planned = planning(DEFINITION.model_copy(update={"repeats": 50}), REAL)
    given = Limits(limits.get("cost"), limits.get("tokens"), None, None)
    agreed(forecast(planned.definition, planned.delegates, planned.plans, prices), given, yes=yes)


def test_nothing_dear_begins_unasked(capsys):
    dear = Prices({"openai:gpt-4o": flat(10, 10), "openai:mine": flat(10, 10)})
    with pytest.raises(UsageError, match="will cost about"):
        agree(dear)
    agree(dear, yes=True)
    agree(dear, cost=0.5)
    assert "300 hops" in capsys.readouterr().err


def test_a_limit_that_cannot_be_kept_is_refused():
    with pytest.raises(UsageError, match=r"price of openai:mine \(patch\) is unknown"):
        agree(Prices(), cost=5.0, yes=True)
