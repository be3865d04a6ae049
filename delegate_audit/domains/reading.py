"""Reading a workspace in any state, file by file, and pairing the files of two workspaces.

A file is read by the environment's domain where its pattern fits, else by the domain whose pattern fits, else as plain
prose; so one comparison serves forward and backward hops, and files that a model invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from glob import escape

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.comparison import Comparison
from delegate_audit.core.document import Document
from delegate_audit.core.element import MAX_DEPTH, Element
from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.core.judge import FilePair
from delegate_audit.core.workspace import Workspace, refusal
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.prose import PROSE

MIN_SHARED_LINES = 0.1
KEPT_DOCUMENTS = 32
"""How many documents are kept as they were read: the scorers of a hop look at the same few again and again."""


def domain_for(filename: str, domain: Domain | None = None) -> Domain:
    """Who reads `filename` in an environment of `domain`."""
    if domain is not None and domain.claims(filename):
        return domain
    return registry.claiming(filename) or PROSE


def chosen(name: str, filenames: Iterable[str]) -> Domain:
    """The domain that somebody named, reading also those of the files whose names tell nothing. Raises `UsageError` for an unknown one."""
    domain = registry.get(name)
    untold = tuple(f.rsplit("/", 1)[-1] for f in filenames if not domain.claims(f) and registry.claiming(f) is None)
    return replace(domain, files=(*domain.files, *(escape(f) for f in untold))) if untold else domain


def read_document(name: str, text: str, domain: Domain | None = None) -> Document:
    """The file as its domain reads it."""
    return read_as(name, text, domain_for(name, domain))


@lru_cache(maxsize=KEPT_DOCUMENTS)
def read_as(name: str, text: str, reader: Domain) -> Document:
    """The file as `reader` reads it, whatever it is called."""
    kinds = {kind.name: kind for kind in reader.kinds}
    return Document(name, text, reader.read(text, name), kinds, reader.insignificant)


def compare(reference: Workspace, candidate: Workspace, domain: Domain | str | None = None, *, placement: bool = True) -> Comparison:
    """Compare two workspaces (file name to text): `.score` in 0..1 and `.findings`, one for every difference.

    `domain` names the kind of document where the file names alone do not tell it. With `placement=False` elements may
    be in any file and order. File names that could leave the workspace are refused: their files are findings.
    """
    if isinstance(domain, str):
        domain = chosen(domain, (*reference, *candidate))
    refused = {name: reason for name in candidate if name not in reference and (reason := refusal(name))}
    accepted = {name: text for name, text in candidate.items() if name not in refused}
    comparison = compare_documents(_pair(reference, accepted, domain), placement=placement)
    if not refused:
        return comparison
    findings = tuple(
        Finding(Change.REFUSED, Severity.FACT, repr(name)[1:-1][:200], "file", "file name", after=reason)
        for name, reason in refused.items()
    )
    return replace(comparison, findings=findings + comparison.findings)


def _pair(reference: Workspace, candidate: Workspace, domain: Domain | None) -> list[FilePair]:
    """Files by name; what is left, by the lines they share. A renamed file is read as what it was."""
    missing = [name for name in reference if name not in candidate]
    surplus = [name for name in candidate if name not in reference]
    renamed = _renamed({n: reference[n] for n in missing}, {n: candidate[n] for n in surplus})
    pairs: list[FilePair] = []
    for name, text in reference.items():
        ours, other = read_document(name, text, domain), name if name in candidate else renamed.get(name)
        pairs.append((ours, None if other is None else _counterpart(ours, other, candidate[other], domain)))
    taken = set(renamed.values())
    pairs.extend((None, read_document(name, candidate[name], domain)) for name in surplus if name not in taken)
    return pairs


def _counterpart(ours: Document, name: str, text: str, domain: Domain | None) -> Document:
    """The candidate's file, read by the domain that reads the reference's, with its fields called as they are there."""
    if name == ours.name and text == ours.text:
        return ours
    reader = domain_for(ours.name, domain)
    theirs = read_as(name if domain_for(name, domain) is reader else ours.name, text, reader)
    elements = reader.reconcile(ours.elements, theirs.elements) if reader.reconcile is not None else theirs.elements
    return theirs if elements is theirs.elements and theirs.name == name else replace(theirs, name=name, elements=elements)


def _renamed(missing: Workspace, surplus: Workspace) -> dict[str, str]:
    """Missing name to surplus name, by the largest share of equal lines, each used once."""
    bags = {name: Counter(line.strip() for line in text.splitlines() if line.strip()) for name, text in {**missing, **surplus}.items()}
    shares = []
    for ours in missing:
        for theirs in surplus:
            size = max(bags[ours].total(), bags[theirs].total())
            shared = (bags[ours] & bags[theirs]).total() / size if size else float(not bags[ours] and not bags[theirs])
            if shared >= MIN_SHARED_LINES:
                shares.append((-shared, ours, theirs))
    pairs: dict[str, str] = {}
    for _, ours, theirs in sorted(shares):
        if ours not in pairs and theirs not in pairs.values():
            pairs[ours] = theirs
    return pairs


def depth(element: Element) -> int:
    """How many levels lie below `element`, itself included; at most `MAX_DEPTH` for anything a domain reads."""
    level, deepest = [element], 0
    while level and deepest <= MAX_DEPTH:
        level, deepest = [child for e in level for child in e.children], deepest + 1
    return deepest
