"""The tree that a comparison works on: elements with their meaning, their place and, at the end, their verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from delegate_audit.core.document import Document
from delegate_audit.core.element import Element, digest_of, encoded
from delegate_audit.core.kind import Kind, Ordinal

MAX_SKETCH_CHARS = 300


@dataclass(eq=False, slots=True)
class Node:
    """An element in its place.

    `match` is the node of the other side that it was aligned with. `exact` says that both subtrees are the same to the
    letter; then what lies below needs no nodes, and mostly never gets any.
    """

    element: Element
    kind: Kind
    document: Document
    parent: Node | None
    place: int
    match: Node | None = None
    moved: bool = False
    exact: bool = False
    _children: list[Node] | None = None
    _meaning: bytes = b""

    @property
    def children(self) -> list[Node]:
        """The nodes below it; made when they are first asked for."""
        if self._children is None:
            document = self.document
            below = enumerate(self.element.children)
            self._children = [Node(child, document.kind_of(child), document, self, place) for place, child in below]
        return self._children

    @property
    def meaning(self) -> bytes:
        """Equal for subtrees that mean the same; worked out when it is first asked for, from the leaves up."""
        if not self._meaning:
            for node in reversed(list(self.walk())) if self.element.children else (self,):
                node._meaning = node._meaning or _meaning(node)
        return self._meaning

    def walk(self, *, into_exact: bool = True) -> Iterator[Node]:
        """This node and all below it, in the order of the text; what lies below exact nodes only if it is wanted."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if into_exact or not node.exact:
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
        for element in self.element.walk():
            for value in element.fields.values():
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
    """The root of a document's nodes; it stands for the file itself."""
    return Node(Element("file", {"name": document.name}, document.elements), Kind("file", weight=0.0), document, None, 0)


def _meaning(node: Node) -> bytes:
    """Digest over what counts: ordinals left out, spellings normalised, children without order sorted.

    Children that carry order come first, in their order, so that a comment between unordered ones changes nothing.
    """
    kind, element = node.kind, node.element
    below = [child.meaning for child in node.children if child.kind.ordered]
    if len(below) < len(element.children):
        below.extend(sorted(child.meaning for child in node.children if not child.kind.ordered))
    types = ((name, value, kind.fields.get(name, kind.other)) for name, value in element.fields.items())
    fields = {name: field.meaning(value) for name, value, field in types if not isinstance(field, Ordinal)}
    return digest_of(element.kind if kind.ordered else f"{element.kind}~", fields, below, encoded)
