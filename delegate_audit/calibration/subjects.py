"""Which documents to calibrate on: the seeds of the corpora, or texts of the reader's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from delegate_audit.calibration.contract import Subject
from delegate_audit.corpus import environments
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.prose import PROSE
from delegate_audit.domains.reading import domain_for


def from_corpora(domains: Iterable[str] | None = None) -> tuple[Subject, ...]:
    """The files of all seeds, or of those of the domains given, that the domain of their environment reads.

    Raises `UsageError` for an unknown domain, and for one that has no environment.
    """
    return tuple(
        Subject(name, text, registry.get(environment.domain), f"{environment.name}/{name}")
        for environment in environments(domains=domains)
        for name, text in environment.seed.items()
        if registry.get(environment.domain).claims(name)
    )


def from_text(origin: str, text: str, domain: Domain | None = None) -> Subject:
    """A text of one's own, read by `domain`, else by the one that its name tells, else as plain prose."""
    name = origin.rsplit("/", 1)[-1]
    if domain is None:
        return Subject(name, text, domain_for(name), origin)
    return Subject(name if domain.claims(name) else domain.files[0].replace("*", name), text, domain, origin)


def readable(origins: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Of the files of a folder, the texts that some domain reads, by path; and the paths of those that none does."""
    known = {path: text for path, text in origins.items() if registry.claiming(path) or PROSE.claims(path)}
    return known, tuple(path for path in origins if path not in known)
