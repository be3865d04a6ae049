"""A draft is a file whose elements can be moved about: read once, edited as a mutable tree, written if anything changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import COMMON_KINDS, Kind
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import read_as
from delegate_audit.transforms.contract import TransformError

_WRITER_FAULTS = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError)
"""What a domain's writer may stumble into when a model's sidecar gave elements that no reader ever gives."""


@dataclass(eq=False, slots=True)
class Branch:
    """An element that can be changed. `number` is its 1-based place in the order of the text when it was read."""

    kind: str
    fields: dict[str, Value]
    children: list[Branch] = field(default_factory=list)
    parent: Branch | None = None
    number: int = 0
    source: Element | None = None

    def walk(self) -> Iterator[Branch]:
        """All branches below this one, in the order of the text."""
        stack = self.children[::-1]
        while stack:
            branch = stack.pop()
            yield branch
            stack.extend(reversed(branch.children))

    def ancestors(self) -> list[Branch]:
        """The branches that this one lies in, from the outermost; the root of the file is none."""
        found: list[Branch] = []
        above = self.parent
        while above is not None and above.parent is not None:
            found.append(above)
            above = above.parent
        return found[::-1]

    def insert(self, place: int, child: Branch) -> None:
        """Put `child` at the 0-based `place`, or at the end where there is no such place."""
        child.parent = self
        self.children.insert(max(0, place), child)

    def append(self, child: Branch) -> None:
        """Put `child` at the end."""
        child.parent = self
        self.children.append(child)

    def bare(self) -> Branch:
        """A copy without children and parent."""
        return Branch(self.kind, dict(self.fields), number=self.number, source=self.source)


def grown(elements: Iterable[Element]) -> Branch:
    """A root with these elements as its branches."""
    root = Branch("", {})
    stack = [(root, element) for element in elements][::-1]
    number = 0
    while stack:
        parent, element = stack.pop()
        number += 1
        branch = Branch(element.kind, dict(element.fields), parent=parent, number=number, source=element)
        parent.children.append(branch)
        stack.extend([(branch, child) for child in element.children][::-1])
    return root


def cut(root: Branch) -> tuple[Element, ...]:
    """The elements below `root` as they are now; what did not change is the very element that was read."""
    made: dict[Branch, Element] = {}
    for branch in reversed(list(root.walk())):
        made[branch] = _element(branch, tuple(made[child] for child in branch.children))
    return tuple(made[child] for child in root.children)


def _element(branch: Branch, children: tuple[Element, ...]) -> Element:
    source = branch.source
    if source is not None and _written_alike(source.fields, branch.fields) and _identical(source.children, children):
        return source
    return Element(branch.kind, branch.fields, children, source.line if source else 0)


def _identical(left: Sequence[Element], right: Sequence[Element]) -> bool:
    return len(left) == len(right) and all(a is b for a, b in zip(left, right, strict=True))


def _written_alike(left: Mapping[str, Value], right: Mapping[str, Value]) -> bool:
    """Equal in order, type and spelling: `0.20` is not `0.2` here."""
    return repr(list(left.items())) == repr(list(right.items()))


def written(elements: tuple[Element, ...], domain: Domain, name: str) -> str:
    """The text of the elements; one that lost what it cannot be written without is left out.

    Raises `TransformError` where the domain can write none of them.
    """
    try:
        return domain.write(elements)
    except _WRITER_FAULTS as fault:
        kept = _writable(elements, domain, lambda element: (element,))
        if kept and _can_write(kept, domain):
            return domain.write(kept)
        raise TransformError(f"{name} cannot be written as {domain.title}: {fault!r}"[:300]) from fault


def _writable(elements: tuple[Element, ...], domain: Domain, within: Callable[[Element], tuple[Element, ...]]) -> tuple[Element, ...]:
    """Those elements that can be written `within` what they lie in, each with those of its children that can."""
    kept: list[Element] = []
    for element in elements:
        if _can_write(within(element), domain):
            kept.append(element)
        elif element.children and _can_write(within(element.containing(())), domain):
            children = _writable(element.children, domain, lambda child, parent=element: within(parent.containing((child,))))  # type: ignore[misc]
            kept.append(element.containing(children))
    return tuple(kept)


def _can_write(elements: tuple[Element, ...], domain: Domain) -> bool:
    try:
        domain.write(elements)
    except _WRITER_FAULTS:
        return False
    return True


class Draft:
    """One file of a workspace, opened for editing. `root` holds its elements."""

    def __init__(self, name: str, text: str, domain: Domain) -> None:
        self.name, self.text, self.domain = name, text, domain
        self._elements = read_as(name, text, domain).elements
        self.root = grown(self._elements)

    def kind(self, name: str) -> Kind:
        """The declaration of a kind."""
        return self.domain.kind(name) or COMMON_KINDS.get(name) or Kind(name)

    def all(self, kind: str | None) -> list[Branch]:
        """Every branch of the kind (of any kind where it is None), in the order of the text as it is now."""
        return [branch for branch in self.root.walk() if kind is None or branch.kind == kind]

    def find(self, kind: str | None, under: Mapping[str, object] | None = None) -> list[Branch]:
        """The branches of the kind whose parent has the fields `under`."""
        return [branch for branch in self.all(kind) if branch.parent is not None and _has(branch.parent, under)]

    def families(self, kind: str, under: Mapping[str, object] | None = None) -> list[tuple[Branch, list[Branch]]]:
        """Every parent with its children of the kind, in the order of the text; parents without any are left out."""
        parents = [self.root, *self.root.walk()]
        found = [(parent, [child for child in parent.children if child.kind == kind]) for parent in parents if _has(parent, under)]
        return [(parent, children) for parent, children in found if children]

    def result(self) -> str:
        """The text as it is now: the very text that was read where nothing changed."""
        now = cut(self.root)
        return self.text if _identical(now, self._elements) else written(now, self.domain, self.name)


def _has(parent: Branch, wanted: Mapping[str, object] | None) -> bool:
    return all(str(parent.fields.get(name)) == str(value) for name, value in (wanted or {}).items())
