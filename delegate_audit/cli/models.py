"""`audit models`: whether the models of a run can be asked at all, before anything depends on it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from delegate_audit.models.protocol import Answer, EndpointError

if TYPE_CHECKING:
    from delegate_audit.models.spec import ModelSpec

app = typer.Typer(help="The models that a run asks.", no_args_is_help=True)

FAULT = 3


@app.command("check")
def check(
    models: Annotated[list[str], typer.Argument(help="openai:NAME or sim:PROFILE, one or several.")],
    base_url: Annotated[str | None, typer.Option(help="An OpenAI-compatible endpoint, e.g. http://127.0.0.1:8000/v1")] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds the call may take.")] = 60.0,
) -> None:
    """Make one tiny call to each model, and say what is wrong with those that do not answer.

    Example: audit models check openai:gpt-4o-mini
    """
    from delegate_audit.models.price import Prices
    from delegate_audit.models.spec import parse_model

    specs = [parse_model(model, base_url) for model in models]
    wrong = 0
    for spec in specs:
        try:
            answer = asyncio.run(_asked(spec, timeout))
        except EndpointError as error:
            wrong += 1
            typer.echo(f"{spec}: {error.problem}" + (f"\n    {error.remedy}" if error.remedy else ""))
            continue
        priced = "" if spec.provider == "sim" else ", priced" if Prices().of(spec) else ", price unknown (give it with --prices)"
        tokens = answer.usage.prompt_tokens + answer.usage.completion_tokens
        typer.echo(f"{spec}: answers as {answer.model} in {answer.latency_s:.1f} s, {tokens} tokens{priced}")
    if wrong:
        raise typer.Exit(FAULT)


async def _asked(spec: ModelSpec, limit_s: float) -> Answer:
    """The answer to one short question, asked once."""
    from delegate_audit.models.endpoint import EndpointOptions
    from delegate_audit.models.protocol import Message, Request
    from delegate_audit.models.retry import RetryPolicy
    from delegate_audit.models.spec import open_model

    model = open_model(spec, options=EndpointOptions(timeout_s=limit_s, retry=RetryPolicy(attempts=1)))
    try:
        return await model.answer(Request((Message("user", "Answer with the word yes."),), max_tokens=64))
    finally:
        await model.close()
