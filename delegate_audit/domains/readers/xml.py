"""XML as elements: a domain says which tags are its units, and which of the leaves below them are fields of theirs.

Read by a tokenizer of our own, which knows every line and loses nothing; lxml, with entities, DTD and network off, only
says whether the file is XML at all. In one that is not, a damaged tag keeps its place: it is written as it was read, and
what lies in it or follows it stands where it would stand without the damage, so that one lost bracket costs one element.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from delegate_audit.core.element import MAX_DEPTH, REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import Exact, Kind, Text, shown
from delegate_audit.domains.readers.grammar import typed
from delegate_audit.domains.readers.xml_text import (
    BLANKS,
    MISSING,
    attributes,
    escaped,
    local,
    own_name,
    plain_lines,
    properties,
    refused,
    spaced,
    tokens,
    unescaped,
)
from delegate_audit.domains.readers.xml_writer import Writer, arranged

EVERY = "*"
"""In `Xml.leaves`: all leaves that are not named there."""


def one_spaced(value: Value) -> Value:
    """A text with one blank between its words; of an order of leaves, which follow something else at once; of quotes, nothing."""
    if isinstance(value, tuple):
        return tuple(after for before, after in pairwise(value) if after and not before) or None
    return " ".join(value.split()) if isinstance(value, str) else value


WORDS = Exact(one_spaced)
_MARKUP = Exact(lambda value: str(value).replace("'", '"'))
ELEMENT = Kind("element", {"tag": Exact(), "text": Text()}, key=("tag", "@id", "@name"), other=WORDS)
COMMON = (
    ELEMENT,
    Kind("comment", {"text": Text()}),
    Kind("text", {"text": Text()}),
    Kind("declaration", {"text": _MARKUP}),
    Kind("instruction", {"text": _MARKUP}),
)
"""Kinds that any XML document may have: tags that are no unit, comments, text between tags, `<?…?>` and `<!DOCTYPE …>`."""

MANY = 2
"""Items from which on a list is one."""

_ROOM = MAX_DEPTH - 4
_EDGES = re.compile(rf"\A[{BLANKS}]+|[{BLANKS}]+\Z")
_PREFIX = re.compile(r"[^/@:]+:")
_LINE_ENDS = re.compile(r"(?<![ \t])[ \t]++(?=\n)")


@dataclass(frozen=True)
class Items:
    """A list in one text. `cut` gives where in it every item begins, and its fields; `show` writes the fields of one."""

    kind: str
    cut: Callable[[str], list[tuple[int, dict[str, str]]]]
    show: Callable[[Mapping[str, Value]], str]


@dataclass(frozen=True)
class Xml:
    """How a domain reads and writes XML.

    `units` maps tags, by their local names, to kinds; any other tag is an `element`. Attributes are fields `@name`, the
    text of an element without tags in it is its field `text`. `leaves` lists for a kind, in the order in which they are
    written, the tags that are fields of it where nothing has to be told of them but values: `ele`, `link/@href`,
    `geometry/box/@size`; of several with one tag the first, none behind a unit. Leaves in another order leave a field
    `order`, attributes in the less usual quotes a field `quotes`, so all kinds have `WORDS` for `other`. `rows` are tags
    that are written in one line, `mixed` tags with text among tags, in which a blank counts, `properties` attributes that
    are lists `a: b; c: d`: fields `@style/a`. `items` are tags, and attributes (`@d`), that hold lists: of two or more items
    each is an element. A damaged tag has the field `@`, all behind its name, or `/`, what stands for its end.
    """

    kinds: tuple[Kind, ...]
    units: Mapping[str, str]
    leaves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    mixed: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()
    items: Mapping[str, Items] = field(default_factory=dict)

    @cached_property
    def kinds_by_name(self) -> dict[str, Kind]:
        """Its kinds by their names."""
        return {kind.name: kind for kind in self.kinds}

    @cached_property
    def tags(self) -> dict[str, str]:
        """The tag of a kind that is written where an element names none."""
        return {kind: tag for tag, kind in reversed(list(self.units.items()))}

    @cached_property
    def item_kinds(self) -> dict[str, tuple[str, Items]]:
        """The kinds of items with the names of the tags or attributes they are in."""
        return {items.kind: (name, items) for name, items in self.items.items()}

    def read(self, text: str, _filename: str) -> tuple[Element, ...]:
        """The document's elements; before them, where lxml refuses it, the mark that says so."""
        text = plain_lines(text)
        reader = _Reader(self, text, self.mixed)
        found = reader.elements()
        if line := refused(text) or reader.damaged:
            bare = _Reader(self, text, frozenset()).elements() if self.mixed else found
            marked = (rejected("no well-formed XML", line), *bare)
            if refused(self.write(marked)):
                return marked
        return found

    def write(self, elements: tuple[Element, ...]) -> str:
        """One line a tag, what lies in it indented by two blanks; a text with markup in it as CDATA."""
        writer = Writer(self, whole=not any(element.kind == REJECTED for element in elements))
        lines = [line for element in elements for line in writer.lines(element, "", "  ")]
        return "\n".join(lines) + "\n" if lines else ""

    def kind_of(self, tag: str) -> Kind:
        """The kind of a tag's elements."""
        return self.kinds_by_name.get(self.units.get(local(tag), ""), ELEMENT)

    def fields_of(self, kind: str) -> list[str]:
        """The declared fields of a kind, in their order."""
        return list(self.kinds_by_name[kind].fields) if kind in self.kinds_by_name else []

    def tag_of(self, element: Element) -> str:
        """The tag an element is written with; empty for comments and the like."""
        return shown(element.fields.get("tag")) or self.tags.get(element.kind, "")

    def order_of(self, kind: str, tag: str) -> int | None:
        """The place of a tag among what lies in elements of the kind; None where it is no field of theirs."""
        order = self.leaves.get(kind, ())
        name = local(tag) if local(tag) in order else EVERY
        return order.index(name) if name in order else None


@dataclass(slots=True)
class _Open:
    tag: str
    fields: dict[str, Value]
    line: int
    items: list[Element]
    children: list[Element] = field(default_factory=list)


class _Reader:
    """Goes through the tokens once. `lost` says of how many tags the ends are lost, below zero: the starts; `damaged` is a line."""

    def __init__(self, form: Xml, text: str, mixed: frozenset[str]) -> None:
        self.form, self.mixed_tags, self.tokens = form, mixed, list(tokens(text))
        self.stack = [_Open("", {}, 0, [])]
        self.run: list[str] = []
        self.run_line, self.deep, self.mixed, self.damaged, self.torn = 0, 0, 0, 0, False
        found = [token for _, token in self.tokens if token]
        self.lost = Counter(token["start"] for token in found if token["start"] and not token[0].endswith("/>"))
        self.lost.subtract(token["end"] for token in found if token["end"])

    def elements(self) -> tuple[Element, ...]:
        line = 1
        for raw, tag in self.tokens:
            verbatim = raw.startswith("<![CDATA[") and raw.endswith("]]>") and not self.torn
            if verbatim or raw[0] != "<":
                self._text(escaped(raw[9:-3]) if verbatim else raw, line)
            else:
                self._flush()
                self._section(raw, line) if tag is None else self._tag(tag, raw, line)
                self.torn = not raw.endswith(">")
            line += raw.count("\n")
        self._flush()
        while len(self.stack) > 1:
            self._shut(MISSING)
        return tuple(self.stack[0].children)

    def _add(self, kind: str, text: str, line: int) -> None:
        if kind == UNREADABLE:
            self.damaged = self.damaged or line
        self.stack[-1].children.append(Element(kind, {"text": text}, line=line))

    def _text(self, text: str, line: int) -> None:
        self.run.append(text)
        if not self.run_line and (plain := text.lstrip(BLANKS)):
            self.run_line = line + text.count("\n", 0, len(text) - len(plain))

    def _flush(self) -> None:
        """A run of text and CDATA is over: it is one text, or unreadable as a whole."""
        if not (self.run_line or (self.run and self.mixed)):
            self.run = []
            return
        parts, line = self.run, self.run_line or self.stack[-1].line
        self.run, self.run_line = [], 0
        plain = [unescaped(part) for part in parts]
        if any(text is None or "]]>" in part for text, part in zip(plain, parts, strict=True)):
            self._add(UNREADABLE, spaced(" ".join(parts)).strip(" "), line)
            return
        text = _LINE_ENDS.sub("", "".join(part or "" for part in plain))
        text = _EDGES.sub(" ", text) if self.mixed else text.strip(BLANKS)
        if text:
            self._add("text", text, line)

    def _section(self, raw: str, line: int) -> None:
        """A comment, an instruction, a declaration; unreadable where it is not as XML wants it."""
        inner, plain = raw[4:-3], spaced(raw).strip(" ")
        if raw.startswith("<!--") and raw.endswith("-->") and "--" not in inner and not inner.endswith("-"):
            self._add("comment", _LINE_ENDS.sub("", inner).strip(BLANKS), line)
        elif plain.startswith(("<?xml ", "<!DOCTYPE")) and raw.endswith(">"):
            self._add("declaration", plain, line)
        else:
            self._add("instruction" if raw.startswith("<?") and raw.endswith("?>") else UNREADABLE, plain, line)

    def _tag(self, tag: re.Match[str], raw: str, line: int) -> None:
        name, empty = tag["start"] or tag["broken"] or "", raw.endswith("/>")
        if tag["end"]:
            self._close(tag["end"], raw, line)
        elif not name or len(self.stack) > _ROOM or not (tag["start"] or empty or self.lost[name] < 0):
            self._add(UNREADABLE, spaced(raw).strip(" "), line)
            self.deep += bool(tag["start"]) and not empty
        else:
            items: list[Element] = []
            stated = None if tag["broken"] else self._attributes(name, tag["attributes"], line, items)
            fields: dict[str, Value] = {} if name == self.form.tags.get(self.form.kind_of(name).name) else {"tag": name}
            fields.update({"@": spaced(raw[1 + len(name) :]).rstrip(" ")} if stated is None else stated)
            self.stack.append(_Open(name, fields, line, items if stated else []))
            self.mixed += local(name) in self.mixed_tags
            if empty:
                self._shut(None)

    def _attributes(self, tag: str, text: str, line: int, items: list[Element]) -> dict[str, Value] | None:
        """The attributes as fields, but for those that are lists of `items`; None where they are no XML."""
        kind, fields = self.form.kind_of(tag), dict[str, Value]()
        names: set[str] = set()
        unusual: list[Value] = []
        for name, value, other, raw, start in attributes(text):
            if value is None or name in names:
                return None
            names.add(name)
            unusual.extend([name] if other else [])
            if "&" not in raw and (found := self._listed(f"@{name}", raw, line + text.count("\n", 0, start))):
                items.extend(found)
                continue
            listed = properties(value) if name in self.form.properties else None
            texts = {f"@{name}": value} if listed is None else {f"@{name}/{key}": part for key, part in listed.items()}
            fields.update({key: _typed(kind, key, text) for key, text in texts.items()})
        return fields | {"quotes": tuple(unusual)} if unusual else fields

    def _listed(self, name: str, text: str, line: int) -> list[Element]:
        """The items of a list; none where it has fewer than two."""
        items = self.form.items.get(name)
        parts = items.cut(text) if items else []
        if items is None or len(parts) < MANY:
            return []
        kind, found, last = self.form.kinds_by_name[items.kind], [], 0
        for start, stated in parts:
            line += text.count("\n", last, start)
            last = start
            found.append(Element(kind.name, {key: typed(kind, key, value) for key, value in stated.items()}, line=line))
        return found

    def _close(self, tag: str, raw: str, line: int) -> None:
        """An end: of the innermost element of that name; of the open one whose own end is lost; or of nothing."""
        depth = next((k for k in range(len(self.stack) - 1, 0, -1) if self.stack[k].tag == tag), 0)
        if self.deep or not (depth or self.lost[self.stack[-1].tag] > 0):
            self.deep -= bool(self.deep)
            self._add(UNREADABLE, spaced(raw), line)
            return
        while depth and len(self.stack) > depth + 1:
            self._shut(MISSING)
        self._shut(None if depth else spaced(raw))

    def _shut(self, end: str | None) -> None:
        """The open element is complete. Where its end is missing, another of its name and all behind it stand beside it."""
        node = self.stack.pop()
        if end is not None:
            node.fields["/"] = end
        if {"@", "/"} & node.fields.keys():
            self.damaged = self.damaged or node.line
        children, tags = node.children, [self.form.tag_of(child) for child in node.children] if end == MISSING else []
        until = tags.index(node.tag) if node.tag in tags else len(children)
        self.mixed -= local(node.tag) in self.mixed_tags
        self.stack[-1].children.extend((self._element(node, children[:until]), *children[until:]))

    def _element(self, node: _Open, children: list[Element]) -> Element:
        kind, fields = self.form.kind_of(node.tag), node.fields
        if self.mixed or local(node.tag) in self.mixed_tags:
            children = _trimmed(children, inner=bool(self.mixed))
        if len(children) == 1 and children[0].kind == "text":
            text = shown(children[0].fields["text"])
            children = self._listed(local(node.tag), text, children[0].line)
            fields.update({} if children else {"text": _typed(kind, "text", text)})
        elif not any(child.kind == "text" or (child.kind == UNREADABLE and shown(child.fields["text"])[0] != "<") for child in children):
            ends = (k for k, child in enumerate(children) if child.fields.get("/") == MISSING or child.kind in self.form.tags)
            safe = next(ends, len(children)) if shown(fields.get("@", ">")).endswith(">") else 0
            order = [self._folded(kind, fields, child) if k < safe else "" for k, child in enumerate(children)]
            children = [child for child, tag in zip(children, order, strict=True) if not tag]
            if any(order) and order != arranged(self.form, kind.name, filter(None, order), children):
                fields["order"] = tuple(order)
        if not children and local(node.tag) in self.form.items:
            kind, fields = ELEMENT, {"tag": node.tag, **fields}
        return Element(kind.name, fields, (*node.items, *children), node.line)

    def _folded(self, kind: Kind, fields: dict[str, Value], child: Element) -> str:
        """Put a leaf, with what it says by itself, into the fields of its parent, if it is the first of its name there: its tag."""
        tag = shown(child.fields.get("tag"))
        plain = child.kind == ELEMENT.name and not child.children and not {"@", "/"} & set(child.fields)
        base = own_name(tag)
        if not plain or self.form.order_of(kind.name, tag) is None or any(n == base or n.startswith(f"{base}/") for n in fields):
            return ""
        parts = {name: value for name, value in child.fields.items() if name != "tag"} or {"text": ""}
        for name, value in parts.items():
            path = base if name == "text" else f"{base}/{name.removeprefix('./')}"
            fields[path] = value if isinstance(value, tuple) else _typed(kind, path, shown(value))
        return tag


def _trimmed(children: list[Element], *, inner: bool) -> list[Element]:
    """What lies among text, without blanks where there are tags alone; the outermost without those at its ends."""
    texts = [shown(child.fields["text"]) if child.kind == "text" else "" for child in children]
    if not inner and children:
        texts[0] = texts[0].lstrip(" ")
        texts[-1] = texts[-1].rstrip(" ")
    worded = any(text.strip(" ") for text in texts)
    return [
        child.having(text=text) if child.kind == "text" else child
        for child, text in zip(children, texts, strict=True)
        if child.kind != "text" or (worded and text)
    ]


def _typed(kind: Kind, name: str, text: str) -> Value:
    """The text as the kind's field wants it, whatever the prefixes in the field's name."""
    return typed(kind, name if name in kind.fields else _PREFIX.sub("", name), text)
