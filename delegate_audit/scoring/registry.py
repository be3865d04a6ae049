"""Finds the scorers: every module of this folder that has a `SCORER`, imported when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from delegate_audit.errors import UsageError
from delegate_audit.scoring.contract import Scorer

_MACHINE = {"__init__", "contract", "registry", "hop", "blame"}


@cache
def names() -> tuple[str, ...]:
    """The names of all scorers."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _MACHINE))


@cache
def get(name: str) -> Scorer:
    """The scorer of that name. Raises `UsageError` for an unknown one."""
    if name not in names():
        raise UsageError(f"there is no scorer {name!r}", f"choose among: {', '.join(names())}")
    scorer = import_module(f"delegate_audit.scoring.{name}").SCORER
    assert isinstance(scorer, Scorer)
    return scorer
