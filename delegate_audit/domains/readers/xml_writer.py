"""Elements as XML that a person would write: one line a tag, what lies in it indented, leaves in the order of their format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import shown
from delegate_audit.domains.readers.xml_text import MISSING, OWN, escaped, local, own_name, quoted, worded

if TYPE_CHECKING:
    from delegate_audit.domains.readers.xml import Xml

_RAW = {UNREADABLE, "declaration", "instruction"}


@dataclass(frozen=True)
class Writer:
    """Writes the elements of `form`; those of a text that is XML as a `whole` with CDATA, and text among tags in one line."""

    form: Xml
    whole: bool

    def lines(self, element: Element, indent: str, step: str) -> Iterator[str]:
        """The lines of an element; without a `step` of indentation they are one line."""
        text = shown(element.fields.get("text"))
        if element.kind in _RAW:
            yield f"{indent}{text}"
        elif element.kind == "comment":
            yield f"{indent}<!-- {text} -->" if text else f"{indent}<!-- -->"
        elif element.kind == "text":
            yield f"{indent}{self._escaped(text)}"
        elif element.kind in self.form.item_kinds:
            yield indent + self._escaped(self.form.item_kinds[element.kind][1].show(element.fields))
        elif element.kind != REJECTED:
            yield from self._tagged(self.form.tag_of(element) or element.kind, element.kind, element.fields, element.children, indent, step)

    def _tagged(
        self, tag: str, kind: str, fields: Mapping[str, Value], children: Sequence[Element], indent: str, step: str
    ) -> Iterator[str]:
        name, listed = local(tag), self._listed(children)
        mixed = self.whole and name in self.form.mixed and any(e.kind == "text" for child in children for e in child.walk())
        if step and (mixed or name in self.form.rows):
            yield indent + "".join(self._tagged(tag, kind, fields, children, "", ""))
            return
        if listed:
            fields = {**fields, **listed}
            children = [child for child in children if self.form.item_kinds.get(child.kind, ("", None))[0] not in listed]
        rest, end, text = fields.get("@"), fields.get("/"), fields.get("text")
        told = escaped(shown(text)) if name in self.form.kept else self._escaped(shown(text))
        start = f"{indent}<{tag}" + (self._attributes(kind, fields) + ">" if rest is None else shown(rest))
        close = f"</{tag}>" if end is None else "" if end == MISSING else shown(end)
        content = list(self._content(kind, fields, children, indent + step, step))
        if name in self.form.items and not step:
            content = [" ".join(content)]
        if start.endswith("/>") and rest is not None:
            yield start
        elif content:
            yield from (start, *([] if text is None else [indent + step + told]), *content)
            yield from [indent + close] if close else []
        elif text in {None, ""} and rest is None and end is None:
            yield f"{start[:-1]}/>"
        else:
            yield start + told + close

    def _listed(self, children: Sequence[Element]) -> dict[str, Value]:
        """The attributes that hold a list of items each, as fields."""
        found: dict[str, list[str]] = {}
        for child in children:
            name, items = self.form.item_kinds.get(child.kind, ("", None))
            if items and name[0] == "@":
                found.setdefault(name, []).append(items.show(child.fields))
        return {name: " ".join(parts) for name, parts in found.items()}

    def _attributes(self, kind: str, fields: Mapping[str, Value]) -> str:
        """The attributes in the element's own order, or else the usual one; what it does not know of last."""
        names = self.form.in_order(kind, (name[1:] for name in fields if name[:1] == "@" != name and fields[name] is not None))
        given = fields.get("attributes")
        own = [str(name) for name in given] if isinstance(given, tuple) else []
        places = {name.removesuffix("'"): place for place, name in enumerate(own)}
        values: dict[str, str] = {}
        for name in sorted(names, key=lambda name: places.get(name, len(own))):
            attribute, _, part = name.partition("/")
            before = f"{values[attribute]};" if attribute in values else ""
            values[attribute] = f"{before}{part}:{shown(fields[f'@{name}'])}" if part else shown(fields[f"@{name}"])
        unusual = {name[:-1].partition("/")[0] for name in own if name.endswith("'")}
        return "".join(f" {name}={quoted(value, unusual=name in unusual)}" for name, value in values.items())

    def _content(self, kind: str, fields: Mapping[str, Value], children: Sequence[Element], indent: str, step: str) -> Iterator[str]:
        """Leaves and children, as the element's own order says, or else that of its kind."""
        leaves: dict[str, dict[str, Value]] = {}
        for name, value in fields.items():
            if value is not None and name not in OWN and name[:1] != "@":
                tag, _, rest = name.removeprefix("./").partition("/")
                leaves.setdefault(tag, {})[rest if isinstance(value, tuple) else own_name(rest) if rest else "text"] = value
        order, given = arranged(self.form, kind, leaves, children), fields.get("order")
        if isinstance(given, tuple) and sorted(map(str, given)) == sorted(order):
            order = [str(tag) for tag in given]
        following = iter(children)
        for tag in order:
            yield from self._tagged(tag, "element", leaves[tag], (), indent, step) if tag else self.lines(next(following), indent, step)

    def _escaped(self, text: str) -> str:
        return worded(text) if self.whole else escaped(text)


def arranged(form: Xml, kind: str, leaves: Iterable[str], children: Sequence[Element]) -> list[str]:
    """The usual order of what lies in an element: tags of leaves, and an empty one for every child.

    A leaf stands before the children that come after it in the order of the kind's leaves. A child that has no place there
    stands before the next one that has, one that is never closed behind all leaves.
    """
    bound = last = float("inf")
    bounds = []
    for child in reversed(children):
        place = form.order_of(kind, tag) if (tag := form.tag_of(child)) else None
        bound = bound if place is None else place
        bounds.append(last if child.fields.get("/") == MISSING else bound)
    found = [(place, number, "") for number, place in enumerate(accumulate(reversed(bounds), max), 1)]
    found.extend((form.order_of(kind, tag) or 0, 0, tag) for tag in leaves)
    return [tag for *_, tag in sorted(found, key=lambda item: (item[0], item[1], local(item[2]), item[2]))]
