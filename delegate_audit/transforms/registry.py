"""Finds the transforms: every module of this folder that names one as `TRANSFORM`. Adding one edits no shared file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

from delegate_audit.errors import UsageError
from delegate_audit.transforms.assignment import parse
from delegate_audit.transforms.contract import Transform

_HERE = Path(__file__).parent


@cache
def _found(module: str) -> type[Transform] | None:
    found = getattr(import_module(f"{__package__}.{module}"), "TRANSFORM", None)
    assert found is None or issubclass(found, Transform)
    return found


@cache
def names() -> tuple[str, ...]:
    """All transforms by name."""
    return tuple(path.stem for path in sorted(_HERE.glob("*.py")) if not path.stem.startswith("_") and _found(path.stem))


def get(name: str) -> type[Transform]:
    """The transform of that name. Raises `UsageError` for an unknown one, naming the known ones."""
    if name not in names():
        raise UsageError(f"there is no transform {name!r}", f"choose one of: {', '.join(names())}")
    found = _found(name)
    assert found is not None
    return found


def build(spec: Mapping[str, object], resources: Mapping[str, str]) -> Transform:
    """The transform that `spec` describes: `use` names it, the rest are its parameters.

    `resources` are the files beside the environment, name to text; where `assign` names one, its content takes its
    place. Raises `UsageError` naming the transform and the field.
    """
    parameters = dict(spec)
    use = parameters.pop("use", None)
    if not isinstance(use, str):
        raise UsageError("a transform lacks its name", f"give `use`, one of: {', '.join(names())}")
    chosen = get(use)
    assign = parameters.get("assign")
    if isinstance(assign, str):
        if assign not in resources:
            raise UsageError(f"transform {use}, field assign: there is no file {assign}")
        parameters["assign"] = parse(resources[assign], assign)
    try:
        return chosen.model_validate(parameters)
    except ValidationError as fault:
        raise UsageError(f"transform {use}, {described(fault)}") from fault


def described(fault: ValidationError) -> str:
    """All that pydantic found wrong, in one line: each field with its reason."""
    found = []
    for error in fault.errors():
        place = ".".join(str(part) for part in error["loc"])
        reason = error["msg"].removeprefix("Value error, ")
        found.append(f"field {place}: {reason}" if place else reason)
    return "; ".join(found)
