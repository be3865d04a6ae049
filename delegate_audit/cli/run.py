"""`audit run`: pass documents through relays of round trips and store what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from delegate_audit.cli.options import DEFAULT_STORE, StorePath, listed
from delegate_audit.cli.spending import Limits, MaxCost, MaxTime, MaxTokens, PriceFile, agreed

if TYPE_CHECKING:
    from delegate_audit.relay.definition import RelayDefinition
    from delegate_audit.relay.plan import DelegateSpec

DEFAULT_MODEL = "sim:careful"


def run(
    model: Annotated[list[str] | None, typer.Option("--model", "-m", help="openai:NAME or sim:PROFILE; may be repeated.")] = None,
    base_url: Annotated[str | None, typer.Option(help="An OpenAI-compatible endpoint, e.g. http://127.0.0.1:8000/v1")] = None,
    relay: Annotated[str, typer.Option(help="A relay definition by name (audit relays) or the path of a .toml file.")] = "quick",
    domains: Annotated[str | None, typer.Option(help="Only these domains, separated by commas.")] = None,
    environments: Annotated[str | None, typer.Option(help="Only these environments, separated by commas.")] = None,
    tasks: Annotated[str | None, typer.Option(help="Only these edit tasks, separated by commas.")] = None,
    round_trips: Annotated[int | None, typer.Option(min=1, max=1000, help="Round trips a relay; RS@20 needs 10.")] = None,
    repeats: Annotated[int | None, typer.Option(min=1, help="Independent repetitions of every relay.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="The seed of everything random in the run.")] = None,
    workflow: Annotated[str | None, typer.Option(help="single-shot, patch, agentic, command:PROGRAM or python:MODULE:FUNCTION.")] = None,
    hop_limit: Annotated[float | None, typer.Option(min=0.1, help="Seconds a program may take for a hop.")] = None,
    sandbox: Annotated[bool | None, typer.Option("--sandbox/--no-sandbox", help="Run a program in bubblewrap, offline.")] = None,
    network: Annotated[bool | None, typer.Option("--network/--no-network", help="Let a program in the sandbox use the network.")] = None,
    distractors: Annotated[bool | None, typer.Option("--distractors/--no-distractors", help="Add files that no task needs.")] = None,
    scorers: Annotated[str | None, typer.Option(help="Scorers, separated by commas: structure, fidelity, diff, embedding.")] = None,
    temperature: Annotated[float | None, typer.Option(help="Passed on to the model.")] = None,
    max_answer_tokens: Annotated[int | None, typer.Option(min=1, help="Longest answer, passed on to the model.")] = None,
    concurrency: Annotated[int, typer.Option("--concurrency", "-c", min=1, max=1000, help="Relays at once.")] = 8,
    attempts: Annotated[int, typer.Option(min=1, max=100, help="Tries of a call before its relay is suspended.")] = 6,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a call may take.")] = 600.0,
    score_timeout: Annotated[float, typer.Option(min=0.1, help="Seconds the scoring of a hop may take.")] = 120.0,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    max_time: MaxTime = None,
    prices: PriceFile = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Answer what this store has the answer to from there.")] = True,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before spending money.")] = False,
    store: StorePath = DEFAULT_STORE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No live view, no summary.")] = False,
) -> None:
    """Pass documents through relays of round trips and measure what is left of them.

    Example: audit run --model sim:careful --domains subtitles,chess --round-trips 5 --seed 7
    """
    from delegate_audit.cli.driving import drive
    from delegate_audit.relay.definition import checked, load
    from delegate_audit.relay.engine import EngineOptions
    from delegate_audit.relay.forecast import forecast
    from delegate_audit.relay.run import planning, prepare
    from delegate_audit.scoring import registry as scoring
    from delegate_audit.store.store import Store

    overrides = {
        "domains": listed(domains) or None, "environments": listed(environments) or None, "tasks": listed(tasks) or None,
        "round_trips": round_trips, "repeats": repeats, "seed": seed, "distractors": distractors, "scorers": listed(scorers) or None,
        "workflow": workflow, "hop_limit_s": hop_limit, "sandbox": sandbox, "network": network,
        "temperature": temperature, "max_tokens": max_answer_tokens,
    }  # fmt: skip
    definition = checked({**load(relay).model_dump(), **{k: v for k, v in overrides.items() if v is not None}}, "the options")
    for name in definition.scorers:
        scoring.get(name)
    limits = Limits(max_cost, max_tokens, max_time, prices)
    known = limits.price_list()
    planned = planning(definition, _delegates(definition, model or [], base_url))
    agreed(forecast(definition, planned.delegates, planned.plans, known), limits, yes=yes)
    options = EngineOptions(concurrency, None, score_timeout, timeout, attempts, known, limits.budget(), cache)
    with Store.open(_in_place(store), create=True) as opened:
        drive(opened, prepare(opened, planned), options, store, quiet=quiet)


def _delegates(definition: RelayDefinition, models: list[str], base_url: str | None) -> list[DelegateSpec]:
    """Who is audited: the models that are named, behind the relay's workflow; or the program that the workflow is."""
    from delegate_audit.models.spec import parse_model
    from delegate_audit.relay.plan import DelegateSpec
    from delegate_audit.workflows.contract import WorkflowOptions
    from delegate_audit.workflows.registry import build, is_program

    build(definition.workflow, WorkflowOptions())
    if is_program(definition.workflow):
        return [DelegateSpec(name, definition.workflow) for name in models or [""]]
    specs = [parse_model(name, base_url) for name in models or _by_default()]
    return [DelegateSpec(str(spec), definition.workflow, spec.base_url) for spec in specs]


def _by_default() -> list[str]:
    says_nothing = "its results say nothing about any real model"
    typer.echo(f"no --model given: using the simulated delegate {DEFAULT_MODEL}; {says_nothing}", err=True)
    return [DEFAULT_MODEL]


def _in_place(store: Path) -> Path:
    """The store's path. Raises `UsageError` when its folder does not exist."""
    from delegate_audit.errors import UsageError

    if not store.absolute().parent.is_dir():
        raise UsageError(f"the folder of the store {store} does not exist", "make it, or choose another --store")
    return store
