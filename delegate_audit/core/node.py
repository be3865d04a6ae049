"""The tree that a comparison works on: elements with their meaning, their place and, at the end, their verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from delegate_audit.core.document import Document
from delegate_audit.core.element import Element, digest_of
from delegate_audit.core.kind import Kind, Ordinal

MAX_SKETCH_CHARS = 300


@dataclass(eq=False, slots=True)
class Node:
    """An element in its place.

    `match` is the node of the other side it was aligned with, `credit` the share of its weight that is intact.
    """

    element: Element
    kind: Kind
    document: Document
    parent: Node | None
    place: int
    children: list[Node] = field(default_factory=list)
    match: Node | None = None
    credit: float = 0.0
    moved: bool = False
    _meaning: bytes = b""

    @property
    def meaning(self) -> bytes:
        """Equal for subtrees that mean the same; worked out when it is first asked for, from the leaves up."""
        if not self._meaning:
            for node in reversed(list(self.walk())):
                node._meaning = node._meaning or _meaning(node)
        return self._meaning

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def key(self) -> str | None:
        """What identifies it among its siblings."""
        return self.kind.key_of(self.element)

    @property
    def sketch(self) -> str:
        """Its content in one short string, for similarity."""
        parts: list[str] = []
        size = 0
        for node in self.walk():
            for value in node.element.fields.values():
                if value is not None:
                    parts.append(str(value))
                    size += len(parts[-1]) + 1
            if size > MAX_SKETCH_CHARS:
                break
        return " ".join(parts)[:MAX_SKETCH_CHARS]

    @property
    def label(self) -> str:
        """What a person would call it: `cue 41`, `dish Soup`."""
        element, kind = self.element, self.kind
        named = [kind.type_of(n).show(element.fields[n]) for n in kind.key if element.fields.get(n) is not None]
        if not named:
            named = [str(element.fields[n]) for n, t in kind.fields.items() if isinstance(t, Ordinal) and element.fields.get(n)]
        name = " ".join(" ".join(named).split()) or str(self.place + 1)
        return f"{kind.name} {name if len(name) <= 60 else name[:59] + '…'}"

    @property
    def where(self) -> str:
        """Its label, with those of the elements it lies in."""
        labels = [self.label]
        above = self.parent
        while above is not None and above.parent is not None and len(labels) < 3:
            labels.append(above.label)
            above = above.parent
        return " › ".join(reversed(labels))


def tree(document: Document) -> Node:
    """The document as nodes under a root that stands for the file itself."""
    root = Node(Element("file", {"name": document.name}), Kind("file", weight=0.0), document, None, 0)
    stack: list[tuple[Node, Element, int]] = [(root, top, place) for place, top in enumerate(document.elements)][::-1]
    while stack:
        parent, element, place = stack.pop()
        node = Node(element, document.kind_of(element), document, parent, place)
        parent.children.append(node)
        stack.extend([(node, child, k) for k, child in enumerate(element.children)][::-1])
    return root


def _meaning(node: Node) -> bytes:
    """Digest over what counts: ordinals left out, spellings normalised, children without order sorted.

    Children that carry order come first, in their order, so that a comment between unordered ones changes nothing.
    """
    kind, element = node.kind, node.element
    below = [child.meaning for child in node.children if child.kind.ordered]
    below.extend(sorted(child.meaning for child in node.children if not child.kind.ordered))
    fields = {
        name: kind.type_of(name).meaning(value) for name, value in element.fields.items() if not isinstance(kind.type_of(name), Ordinal)
    }
    return digest_of(element.kind if kind.ordered else f"{element.kind}~", fields, below)
