"""What the checks of most domains share: problems told with the file and the line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from delegate_audit.core.element import Element
from delegate_audit.domains.contract import Domain

Problems = Iterable[tuple[int, str]]
"""Lines, and what does not agree there."""


def in_documents(files: Mapping[str, str], domain: Domain, find: Callable[[tuple[Element, ...]], Problems]) -> list[str]:
    """`file:line: problem` for everything that `find` says of the top-level elements of each of the domain's documents."""
    return [
        f"{name}:{line}: {problem}"
        for name, text in files.items()
        if domain.claims(name)
        for line, problem in find(domain.read(text, name))
    ]


def in_elements(files: Mapping[str, str], domain: Domain, find: Callable[[list[Element]], Problems]) -> list[str]:
    """The same, where `find` is given all elements of a document in the order of its text."""
    return in_documents(files, domain, lambda tops: find([element for top in tops for element in top.walk()]))
