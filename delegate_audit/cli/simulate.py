"""`audit simulate`: the simulated delegate as an OpenAI-compatible endpoint on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def simulate(
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="Where to listen; 0 takes any free port.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    faults: Annotated[Path | None, typer.Option(help="A TOML file that tells the server how to misbehave.")] = None,
    processes: Annotated[int, typer.Option(min=0, help="Worker processes; 0 works in threads.")] = 1,
) -> None:
    """Serve the simulated delegate at /v1/chat/completions and /v1/models, for trying endpoints without a model.

    Example: audit simulate --port 8000, then audit run --model openai:sim:careful --base-url http://127.0.0.1:8000/v1
    """
    from delegate_audit.cli.options import readable
    from delegate_audit.models.misbehaviour import read_misbehaviour
    from delegate_audit.models.server import serve
    from delegate_audit.models.simulated.delegate import simulate as answer
    from delegate_audit.models.simulated.profiles import PROFILES

    names = tuple(PROFILES)
    rules = read_misbehaviour(readable(faults)) if faults else None
    serve(answer, names, port=port, host=host, misbehaviour=rules, processes=processes, on_ready=lambda url: _say(url, names))


def _say(url: str, names: tuple[str, ...]) -> None:
    typer.echo(f"simulated delegates at {url}: {', '.join(names)}; Ctrl-C ends it")
