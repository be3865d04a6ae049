"""Relay definitions: `relays/*.toml`, or any TOML file of the reader's own, validated with errors that name the field."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from delegate_audit.corpus.locate import data_root
from delegate_audit.errors import UsageError

MAX_ROUND_TRIPS = 1_000


class RelayDefinition(BaseModel):
    """What a run does: how often, with which tasks, on which environments, scored by what.

    `round_trips` counts round trips; one is two interactions, so RS@20 needs ten. `seed` is the run's only source of
    randomness. Empty `domains`, `environments` and `tasks` mean all of them. `hop_limit_s`, `sandbox` and `network` are for
    workflows that start programs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1)]
    title: str = ""
    workflow: str = "single-shot"
    round_trips: Annotated[int, Field(ge=1, le=MAX_ROUND_TRIPS)] = 10
    schedule: Literal["round-robin"] = "round-robin"
    domains: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    distractors: bool = True
    repeats: Annotated[int, Field(ge=1, le=1_000)] = 1
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 0
    scorers: Annotated[tuple[str, ...], Field(min_length=1)] = ("structure", "fidelity", "diff")
    temperature: Annotated[float | None, Field(ge=0, le=2)] = None
    max_tokens: Annotated[int | None, Field(ge=1)] = None
    hop_limit_s: Annotated[float, Field(gt=0)] = 600.0
    sandbox: bool = False
    network: bool = False


def shipped() -> dict[str, Path]:
    """Name to file of the relay definitions that come with the program."""
    return {path.stem: path for path in sorted(data_root("relays").glob("*.toml"))}


def load(name_or_path: str) -> RelayDefinition:
    """A shipped definition by its name, or one from a file. Raises `UsageError` that says which field of which file is wrong."""
    path = shipped().get(name_or_path) or Path(name_or_path)
    if not path.is_file():
        raise UsageError(f"there is no relay {name_or_path!r}", f"choose one of: {', '.join(shipped())}, or give the path of a .toml file")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as TOML: {error}", "mend the file") from error
    return checked({"name": path.stem, **values}, str(path))


def checked(values: dict[str, object], source: str) -> RelayDefinition:
    """The definition that `values` make. Raises `UsageError` naming `source` and every wrong field."""
    try:
        return RelayDefinition.model_validate(values)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise UsageError(f"{source}: {wrong}", "mend the field") from error
