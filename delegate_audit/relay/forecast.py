"""What a run will take, estimated before anything is spent: calls, tokens and cost for each delegate.

Every hop shows the documents as they are in the beginning, with the distractors, and hands them back whole. Patches hand back less,
tools take several calls: of a workflow with tools it is the least that is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delegate_audit.models.price import Prices
from delegate_audit.models.protocol import Usage
from delegate_audit.models.spec import parse_model
from delegate_audit.relay.definition import RelayDefinition
from delegate_audit.relay.plan import DelegateSpec, RelayPlan
from delegate_audit.workflows.registry import is_program

INSTRUCTION_TOKENS = 400
"""Of what stands around the documents in a prompt."""


@dataclass(frozen=True)
class Forecast:
    """The calls, tokens and cost of one delegate; the cost in US dollars, None where the price is unknown."""

    delegate: DelegateSpec
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost: float | None


def forecast(definition: RelayDefinition, delegates: Sequence[DelegateSpec], plans: Sequence[RelayPlan], prices: Prices) -> list[Forecast]:
    """One forecast a delegate, in their order."""
    return [_of(definition, spec, [p for p in plans if p.delegate.partition("/")[2] == spec.name], prices) for spec in delegates]


def _of(definition: RelayDefinition, spec: DelegateSpec, plans: Sequence[RelayPlan], prices: Prices) -> Forecast:
    prompt = completion = calls = 0
    for plan in plans:
        shown = plan.environment.tokens + (plan.environment.distractor_tokens if definition.distractors else 0) + INSTRUCTION_TOKENS
        calls += plan.hops
        prompt += plan.hops * shown
        completion += plan.hops * plan.environment.tokens
    tariff = None if is_program(spec.workflow) else prices.of(parse_model(spec.model, spec.base_url))
    return Forecast(spec, calls, prompt, completion, tariff(Usage(prompt, completion)) if tariff else None)
