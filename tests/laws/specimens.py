"""What every law is tried on: the seeds of all environments, and the samples beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from delegate_audit.core.comparison import Comparison
from delegate_audit.core.document import Document
from delegate_audit.core.element import Element
from delegate_audit.corpus import environments
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.prose import PROSE
from delegate_audit.domains.reading import compare, domain_for, read_document

ENVIRONMENTS = environments()
DOMAINS = (*registry.all_domains(), PROSE)
"""Every domain the registry knows, and the reader of what none of them claims."""


@dataclass(frozen=True)
class Specimen:
    """One document that a law is tried on."""

    name: str
    text: str
    domain: Domain
    of: str
    """The environment's id, or `samples`."""

    def __str__(self) -> str:
        return f"{self.domain.name}-{self.name}"

    @cached_property
    def document(self) -> Document:
        return read_document(self.name, self.text, self.domain)

    def read(self, text: str) -> Document:
        return read_document(self.name, text, self.domain)

    def written(self, elements: tuple[Element, ...]) -> str:
        return self.domain.write(elements)

    def against(self, text: str) -> Comparison:
        """What the comparison says of `text` in the place of this document."""
        return compare({self.name: self.text}, {self.name: text}, self.domain)


SEEDS = tuple(
    Specimen(name, text, registry.get(environment.domain), environment.id)
    for environment in ENVIRONMENTS
    for name, text in environment.seed.items()
    if registry.get(environment.domain).claims(name)
)
SAMPLES = tuple(
    Specimen(path.name, path.read_bytes().decode("utf-8"), domain_for(path.name), "samples")
    for path in sorted((Path(__file__).parent / "samples").glob("[!.]*"))
)
"""Small documents that show more of a format's syntax than a seed does; they need not be canonical."""

SPECIMENS = (*SEEDS, *SAMPLES)


def specimens_of(domain: Domain) -> tuple[Specimen, ...]:
    """The seeds and samples of one domain."""
    return tuple(specimen for specimen in SPECIMENS if specimen.domain is domain)
