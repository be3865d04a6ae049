"""Finds the domains: every module `domains/<category>/<name>.py` that is there, imported when it is first asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from delegate_audit.domains.contract import Domain
from delegate_audit.errors import UsageError

CATEGORIES = ("code", "science", "creative", "records", "everyday")
_HERE = Path(__file__).parent


@cache
def names() -> dict[str, str]:
    """Domain name to category, in the order of categories, then names; imports nothing."""
    return {
        path.stem: category for category in CATEGORIES for path in sorted((_HERE / category).glob("*.py")) if not path.stem.startswith("_")
    }


@cache
def get(name: str) -> Domain:
    """The domain of that name. Raises `UsageError` for an unknown one, naming the known ones."""
    category = names().get(name)
    if category is None:
        raise UsageError(f"there is no domain {name!r}", f"choose one of: {', '.join(names())}")
    domain = import_module(f"delegate_audit.domains.{category}.{name}").DOMAIN
    assert isinstance(domain, Domain)
    return domain


@cache
def all_domains() -> tuple[Domain, ...]:
    """Every domain there is."""
    return tuple(get(name) for name in names())


@cache
def claiming(filename: str) -> Domain | None:
    """The domain whose pattern fits `filename`, the most specific pattern first; None if there is none."""
    fitting = [domain for domain in all_domains() if domain.claims(filename)]
    return max(fitting, key=lambda d: max(len(p) for p in d.files if d.claims(filename)), default=None)
