"""Everything that the registry and the corpora know: whatever is added is under every law at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from delegate_audit.corpus import environments
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain

ENVIRONMENTS = environments()


@dataclass(frozen=True)
class Seed:
    """One file of a seed that its environment's domain reads."""

    name: str
    text: str
    domain: Domain

    def __str__(self) -> str:
        return f"{self.domain.name}-{self.name}"


SEEDS = [
    Seed(name, text, registry.get(environment.domain))
    for environment in ENVIRONMENTS
    for name, text in environment.seed.items()
    if registry.get(environment.domain).claims(name)
]

SAMPLES = [
    Seed(path.name, path.read_text(encoding="utf-8"), registry.claiming(path.name))
    for path in sorted((Path(__file__).parent / "samples").iterdir())
]
"""Small documents that show more of a format's syntax than a seed does; they need not be canonical."""


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS, ids=str)
    if "document" in metafunc.fixturenames:
        metafunc.parametrize("document", [*SEEDS, *SAMPLES], ids=str)
    if "environment" in metafunc.fixturenames:
        metafunc.parametrize("environment", ENVIRONMENTS, ids=lambda e: e.name)
    if "domain" in metafunc.fixturenames:
        metafunc.parametrize("domain", registry.all_domains(), ids=lambda d: d.name)
