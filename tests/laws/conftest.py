"""Everything that the registry and the corpora know: whatever is added is under every law at once."""

from __future__ import annotations

import pytest

from .known import MEANT, TO_BE_MENDED
from .specimens import DOMAINS, ENVIRONMENTS, SEEDS, SPECIMENS

TASKS = [(environment, task) for environment in ENVIRONMENTS for task in environment.tasks]
EXCEPTIONS = {**MEANT, **TO_BE_MENDED}


def pytest_generate_tests(metafunc):
    given = {
        "seed": (SEEDS, str),
        "specimen": (SPECIMENS, str),
        "domain": (DOMAINS, lambda domain: domain.name),
        "environment": (ENVIRONMENTS, lambda environment: environment.name),
    }
    for name, (values, ids) in given.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, values, ids=ids)
    if "task" in metafunc.fixturenames:
        metafunc.parametrize(("environment_of_task", "task"), TASKS, ids=[f"{e.name}-{t.id}" for e, t in TASKS])


def pytest_collection_modifyitems(items):
    for item in items:
        if reason := EXCEPTIONS.get(item.nodeid.rpartition("tests/laws/")[2]):
            item.add_marker(pytest.mark.xfail(strict=True, reason=reason))


def pytest_collection_finish(session):
    """An exception for a test that no longer exists is stale too; told where all of this folder was asked for."""
    laws = {item.nodeid.rpartition("tests/laws/")[2] for item in session.items if "tests/laws/" in item.nodeid}
    modules = {name.partition("::")[0] for name in laws}
    asked_for_all = not session.config.option.keyword and not any("::" in arg for arg in session.config.args)
    stale = [name for name in EXCEPTIONS if name not in laws and name.partition("::")[0] in modules]
    if stale and asked_for_all and not session.config.option.markexpr:
        raise pytest.UsageError(f"tests/laws/known.py lists tests that do not exist: {', '.join(stale)}")
