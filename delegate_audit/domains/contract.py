"""What a domain declares: how one kind of document is read into elements, written back, and what its elements weigh.

A domain is one module, `domains/<category>/<name>.py`, with a module-level `DOMAIN`. It declares; it computes no
scores, performs no I/O, prints nothing, draws no random numbers and catches no exception that it does not know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element
from delegate_audit.core.kind import Kind
from delegate_audit.domains.readers.overlong import kept_as_text, text_kept

Read = Callable[[str, str], tuple[Element, ...]]
Write = Callable[[tuple[Element, ...]], str]
Reconcile = Callable[[tuple[Element, ...], tuple[Element, ...]], tuple[Element, ...]]


@dataclass(frozen=True, eq=False)
class Domain:
    """One kind of document; each is equal to itself alone.

    `read(text, filename)` never raises on any text: what it cannot read becomes `unreadable` elements, and where the
    format's own parser refuses the file, a `rejected` mark comes first. `write(elements)` gives text that reads as the
    same elements again, also for elements that a model or a transform made. `files` are patterns of base names.
    `reconcile(reference, candidate)` is for formats in which a document itself names the fields of its elements: it
    gives the candidate's elements with their fields called as in the reference where only the name was changed, so
    that this is one change and not one for every element. A file with a line too long to be read in time is kept as text,
    for every domain alike, and `write` gives it back.
    """

    name: str
    title: str
    category: str
    files: tuple[str, ...]
    kinds: tuple[Kind, ...]
    read: Read
    write: Write
    insignificant: tuple[Insignificant, ...] = ()
    reconcile: Reconcile | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", partial(_read, self.read))
        object.__setattr__(self, "write", partial(_written, self.write))

    def claims(self, filename: str) -> bool:
        """Whether the file's base name matches one of the patterns."""
        base = filename.rsplit("/", 1)[-1].lower()
        return any(fnmatchcase(base, pattern.lower()) for pattern in self.files)

    def kind(self, name: str) -> Kind | None:
        """The kind of that name, if the domain has it."""
        return next((kind for kind in self.kinds if kind.name == name), None)


def _read(reader: Read, text: str, filename: str) -> tuple[Element, ...]:
    kept = kept_as_text(text)
    return reader(text, filename) if kept is None else kept


def _written(writer: Write, elements: tuple[Element, ...]) -> str:
    kept = text_kept(elements)
    return writer(elements) if kept is None else kept
