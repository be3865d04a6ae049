"""XML as elements: a domain says which tags are its units, and which of the leaves below them are fields of theirs.

Read by a tokenizer of our own, which knows every line and loses nothing; lxml, with entities, DTD and network off, only
says whether the file is XML at all. In one that is not, a damaged tag keeps its place: it is written as it was read, and
what lies in it or follows it stands where it would stand without the damage, so that one lost bracket costs one element.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from delegate_audit.core.element import MAX_DEPTH, REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import COMMON_KINDS, Exact, Kind, Text, shown
from delegate_audit.domains.readers.grammar import typed
from delegate_audit.domains.readers.xml_text import (
    ATTRIBUTE,
    BLANKS,
    MISSING,
    attribute_value,
    escaped,
    local,
    own_name,
    properties,
    refused,
    spaced,
    tokens,
    unescaped,
    usual_quotes,
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
_PLAIN = {kind.name: kind for kind in (*COMMON, COMMON_KINDS[UNREADABLE])}
_TEXT, _DAMAGE = _PLAIN["text"], _PLAIN[UNREADABLE]


@dataclass(frozen=True)
class Items:
    """A list in one text. `cut` gives where in it every item begins, and its fields; `show` writes the fields of one."""

    kind: str
    cut: Callable[[str], list[tuple[int, dict[str, str]]]]
    show: Callable[[Mapping[str, Value]], str]


@dataclass(frozen=True)
class Xml:
    """How a domain reads and writes XML.

    `units` maps tags, by their local names, to kinds; any other tag is an `element`. Attributes are fields `@name`, the text of an
    element without tags in it is its field `text`. `leaves` lists for a kind, in the order in which they are written, the tags that are
    fields of it where nothing has to be told of them but values: `ele`, `link/@href`, `geometry/box/@size`; of several with one tag the
    first, none behind a unit. Leaves in another order leave a field `order`; attributes in another order than as declared (others by
    their letters), or one in the less usual quotes, a field `attributes` with all their names, `'` behind such a one; so all kinds have
    `WORDS` for `other`. `rows` are tags that are written in one line, `mixed` tags with text among tags, in which a blank counts, `kept`
    tags and attributes (`@ind1`) with blanks that count at their ends, `properties` attributes that are lists `a: b; c: d`: fields
    `@style/a`. `items` are tags, and attributes (`@d`), that hold lists: of two or more items each is an element. A damaged tag has the
    field `@`, all behind its name, or `/`, what stands for its end.
    """

    kinds: tuple[Kind, ...]
    units: Mapping[str, str]
    leaves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    mixed: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
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
        text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
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

    @cached_property
    def _attribute_places(self) -> dict[str, dict[str, int]]:
        """Of every kind, the places of its attributes, and of what is listed in them."""
        names = {kind.name: [name[1:] for name in kind.fields if name[0] == "@"][::-1] for kind in self.kinds}
        return {kind: {part: -k for k, name in enumerate(own) for part in (name, name.partition("/")[0])} for kind, own in names.items()}

    def in_order(self, kind: str, names: Iterable[str]) -> list[str]:
        """The names of attributes, and of what is listed in them, as they are declared, then others by their letters."""
        places = self._attribute_places.get(kind, {})
        return sorted(names, key=lambda name: [(places.get(part, 1), part) for part in (name.partition("/")[0], name)])

    def tag_of(self, element: Element) -> str:
        """The tag an element is written with; empty for comments and the like."""
        return shown(element.fields.get("tag")) or self.tags.get(element.kind, "")

    def order_of(self, kind: str, tag: str) -> int | None:
        """The place of a tag among what lies in elements of the kind; None where it is no field of theirs."""
        order, name = self.leaves.get(kind, ()), local(tag)
        return order.index(name) if name in order else order.index(EVERY) if EVERY in order else None


@dataclass(slots=True)
class _Node:
    """What lies in an open element: its texts get their types when it is known whether they are its own or those of what it lies in."""

    tag: str
    kind: Kind
    fields: dict[str, str | tuple[str, ...]]
    line: int
    children: list[_Node] = field(default_factory=list)
    below: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text that it is."""
        return shown(self.fields["text"]) if self.kind is _TEXT else ""

    def made(self) -> Element:
        """The element."""
        declared, fields = self.kind.fields, dict[str, Value]()
        for name, value in self.fields.items():
            known = name if name in declared or ":" not in name else _PREFIX.sub("", name)
            fields[name] = typed(self.kind, known, value) if isinstance(value, str) else value
        return Element(self.kind.name, fields, tuple(self.below), self.line)


class _Reader:
    """Goes through the tokens once. `damaged` is the first line at which something is no XML."""

    def __init__(self, form: Xml, text: str, mixed: frozenset[str]) -> None:
        self.form, self.mixed_tags, self.tokens = form, mixed, list(tokens(text))
        self.stack = [_Node("", ELEMENT, {}, 0)]
        self.run: list[str] = []
        self.run_line, self.deep, self.mixed, self.damaged, self.torn = 0, 0, 0, 0, False

    @cached_property
    def lost(self) -> Counter[str | None]:
        """Of how many tags the ends are lost; below zero: the starts."""
        found = [tag for raw, tag in self.tokens if tag and tag["text"] is None and not raw.endswith("/>")]
        lost = Counter(tag["start"] for tag in found)
        lost.subtract(tag["end"] for tag in found)
        return lost

    def elements(self) -> tuple[Element, ...]:
        line = 1
        for raw, tag in self.tokens:
            verbatim = raw.startswith("<![CDATA[") and raw.endswith("]]>") and not self.torn
            if verbatim or raw[0] != "<":
                self._text(escaped(raw[9:-3]) if verbatim else raw, line)
            else:
                if self.run:
                    self._flush()
                self._section(raw, line) if tag is None else self._tag(tag, raw, line)
                self.torn = not raw.endswith(">")
            line += raw.count("\n")
        self._flush()
        while len(self.stack) > 1:
            self._shut(MISSING)
        return tuple(child.made() for child in self.stack[0].children)

    def _add(self, kind: str, text: str, line: int) -> None:
        if kind == UNREADABLE:
            self.damaged = self.damaged or line
        self.stack[-1].children.append(_Node("", _PLAIN[kind], {"text": text}, line))

    def _text(self, text: str, line: int) -> None:
        """A part of a run of text and CDATA."""
        plain = text.lstrip(BLANKS)
        if plain and not self.run_line:
            self.run_line = line + text.count("\n", 0, len(text) - len(plain))
        if plain or self.run or self.mixed:
            self.run.append(text)

    def _flush(self) -> None:
        """A run of text and CDATA is over: it is one text, or unreadable as a whole."""
        parts, self.run = self.run, []
        line, self.run_line = self.run_line or self.stack[-1].line, 0
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
        end, start, stated, text, broken = tag.group("end", "start", "attributes", "text", "broken")
        name, empty, inner = start or broken or "", raw.endswith("/>"), len(raw) if text is None else tag.start("text") - tag.start()
        if end:
            self._close(end, raw, line)
        elif not name or len(self.stack) > _ROOM or not (start or empty or self.lost[name] < 0):
            self._add(UNREADABLE, spaced(raw).strip(" "), line)
            self.deep += bool(start) and not empty and text is None
        else:
            node = _Node(name, self.form.kinds_by_name[self.form.units.get(local(name), ELEMENT.name)], {}, line)
            if name != self.form.tags.get(node.kind.name):
                node.fields["tag"] = name
            if broken or (stated and not self._attributes(node, stated)):
                node.fields["@"] = spaced(raw[1 + len(name) : inner]).rstrip(" ")
            self.stack.append(node)
            self.mixed += local(name) in self.mixed_tags
            if text:
                self._within(node, text, line + raw.count("\n", 0, inner))
            if empty or text is not None:
                self._shut(None)

    def _within(self, node: _Node, text: str, line: int) -> None:
        """The text of a node that holds nothing else."""
        plain = unescaped(text)
        if plain is None or "\n" in plain or "]]>" in text or self.mixed or local(node.tag) in self.form.items:
            self._text(text, line)
            self._flush()
        elif told := plain if local(node.tag) in self.form.kept else plain.strip(BLANKS):
            node.fields["text"] = told

    def _attributes(self, node: _Node, text: str) -> bool:
        """Put the attributes into the node's fields, those that are lists of `items` below it, unless they are no XML."""
        kept, given = self.form.kept, list[str]()
        found = [(part, attribute_value(part[3], kept=f"@{part[1]}" in kept)) for part in ATTRIBUTE.finditer(text)]
        if len({part[1] for part, value in found if value is not None}) < len(found):
            return False
        for part, told in found:
            name, quotes, raw, value = *part.groups(), told or ""
            line = node.line + text.count("\n", 0, part.start(3))
            items = self._listed(f"@{name}", value if "&" in raw else raw, line) if f"@{name}" in self.form.items else []
            listed = properties(value) if name in self.form.properties and not items else None
            texts = {name: value} if listed is None else {f"{name}/{key}": text for key, text in listed.items()}
            given.extend(f"{key}'" if quotes != usual_quotes(value) else key for key in texts)
            node.below.extend(items)
            node.fields.update({} if items else {f"@{key}": text for key, text in texts.items()})
        if given != self.form.in_order(node.kind.name, (name.removesuffix("'") for name in given)):
            node.fields["attributes"] = tuple(given)
        return True

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
        if "@" in node.fields or "/" in node.fields:
            self.damaged = self.damaged or node.line
        tags = [child.tag for child in node.children] if end == MISSING else []
        until = tags.index(node.tag) if node.tag in tags else len(node.children)
        self.mixed -= local(node.tag) in self.mixed_tags
        self._complete(node, node.children[:until])
        self.stack[-1].children.extend((node, *node.children[until:]))

    def _complete(self, node: _Node, children: list[_Node]) -> None:
        """Put what lies in the node into its fields or below it."""
        name = local(node.tag)
        if self.mixed or name in self.mixed_tags:
            children = _trimmed(children, inner=bool(self.mixed))
        if len(children) == 1 and children[0].kind is _TEXT:
            node.below.extend(listed := self._listed(name, children[0].text, children[0].line))
            node.fields.update({} if listed else {"text": children[0].text})
        elif children:
            node.below.extend(self._unfolded(node, children))
        if not node.below and name in self.form.items:
            node.kind, node.fields = ELEMENT, {"tag": node.tag, **node.fields}

    def _unfolded(self, node: _Node, children: list[_Node]) -> list[Element]:
        """Put the leaves among the children, the first of each name, into the fields of the node; the others, complete."""
        loose = any(child.kind is _TEXT or (child.kind is _DAMAGE and child.fields["text"][0] != "<") for child in children)
        ends = (k for k, child in enumerate(children) if child.fields.get("/") == MISSING or child.kind.name in self.form.tags)
        safe = next(ends, len(children)) if shown(node.fields.get("@", ">")).endswith(">") and not loose else 0
        order, taken = [""] * len(children), set[str]()
        for k, child in enumerate(children[:safe]):
            plain = child.kind.name == ELEMENT.name and not (child.below or "@" in child.fields or "/" in child.fields)
            if plain and child.tag not in taken and self.form.order_of(node.kind.name, child.tag) is not None:
                order[k], base = child.tag, own_name(child.tag)
                taken.add(child.tag)
                child.fields.pop("tag", None)
                for name, value in (child.fields or {"text": ""}).items():
                    node.fields[base if name == "text" else f"{base}/{name.removeprefix('./')}"] = value
        rest = [child.made() for child, tag in zip(children, order, strict=True) if not tag]
        if len(order) > 1 and any(order) and order != arranged(self.form, node.kind.name, filter(None, order), rest):
            node.fields["order"] = tuple(order)
        return rest


def _trimmed(children: list[_Node], *, inner: bool) -> list[_Node]:
    """What lies among text, without blanks where there are tags alone; the outermost without those at its ends."""
    worded = any(child.text.strip(" ") for child in children)
    for child, cut in [] if inner or not children else [(children[0], str.lstrip), (children[-1], str.rstrip)]:
        child.fields.update({"text": cut(child.text, " ")} if child.kind is _TEXT else {})
    return [child for child in children if child.kind is not _TEXT or (worded and child.text)]
