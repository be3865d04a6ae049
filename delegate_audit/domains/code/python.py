"""Python source: imports, classes, functions, statements, docstrings, comments. Fragile: a sign, a default, a comment, a whole helper.

A statement keeps its text and is compared by its syntax tree, so quotes, line breaks and blank lines are layout. Source
is parsed with `ast` and `tokenize` alone; nothing is imported or run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import Exact, Kind, Number, Ordinal, Text, shown
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.python_broken import readable_parts, verbatim
from delegate_audit.domains.readers.python_code import (
    CLAUSES,
    ELLIPSIS,
    Block,
    Comment,
    Statement,
    Unread,
    hashed,
    spelled,
    statements,
    syntax_error,
    with_comments,
)
from delegate_audit.domains.readers.values import decimal, whole

INDENT = "    "
REFUSED = "Python cannot parse it"
_FUNCTION = re.compile(r"(async\s+)?def\s+(\w+)\s*([(\[\\].*?)\s*:", re.DOTALL)
_CLASS = re.compile(r"class\s+(\w+)\s*(?:\((.*?)\))?\s*:", re.DOTALL)
_CONSTANT = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(-?[0-9]{1,18}(?:\.[0-9]{1,18})?)", re.ASCII)
_STRING = re.compile(r"([rRuU]?)(\"\"\"|'''|\"|')(.*)\2", re.DOTALL)


def _statement(value: Value) -> Value:
    return spelled(value) if isinstance(value, str) else value


def _signature(value: Value) -> Value:
    return spelled(f"def f{value}:")


def _bases(value: Value) -> Value:
    return spelled(f"class C({value or ''}):")


def _number(value: Value) -> Value:
    """A whole number is another constant than the same number with a point."""
    return ("float", value) if isinstance(value, Decimal) else value


def _plain(value: Value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else shown(value)


IMPORT = Kind("import", {"source": Exact(normal=_statement)})
CLASS = Kind("class", {"name": Exact(), "bases": Exact(normal=_bases)}, key=("name",))
FUNCTION = Kind("function", {"name": Exact(), "signature": Exact(normal=_signature), "coroutine": Exact()}, key=("name",))
DECORATOR = Kind("decorator", {"source": Exact(normal=_statement)})
CONSTANT = Kind("constant", {"name": Exact(), "value": Number(normal=_number, show=_plain)}, key=("name",))
STATEMENT = Kind("statement", {"source": Exact(normal=_statement)})
DOCSTRING = Kind("docstring", {"text": Text(), "prefix": Exact()})
COMMENT = Kind("comment", {"text": Text(), "inline": Exact(), "tokens": Ordinal(), "own_line": Exact()})


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The module's elements; in a file that Python refuses, those of every block that parses by itself."""
    lines = [_without_odd_blanks(line) for line in lines_of(text.rstrip())]
    source = "\n".join(lines) + "\n"
    problem = syntax_error(source)
    if problem is None:
        try:
            return _elements(statements(source), documented=True)
        except SyntaxError as error:
            problem = str(error), 1
    elements = _elements(readable_parts(lines), documented=True)
    again = write(elements)
    if not syntax_error(again) or _elements(readable_parts(again.split("\n")), documented=True) != elements:
        elements = _elements(verbatim(lines), documented=False)
    return (rejected(REFUSED, problem[1]), *elements)


def _without_odd_blanks(line: str) -> str:
    """The line without blanks at its end if there are any that Python does not know for blanks."""
    bare = line.rstrip()
    return bare if line[len(bare) :].strip(" \t\f") else line


def _elements(block: Block, *, documented: bool) -> tuple[Element, ...]:
    """The elements of a block; `documented` says that a string at its beginning is a docstring."""
    found: list[Element] = []
    fresh = documented
    for part in block:
        if isinstance(part, Comment):
            found.append(_comment(part))
            continue
        if isinstance(part, Unread):
            found.append(Element(UNREADABLE, {"text": part.text}, line=part.line))
            fresh = False
            continue
        element = _docstring(part) if fresh and part.single_token else None
        element = element or _element(part)
        fresh = fresh and element.kind == "decorator"
        if element.kind in {"class", "function"}:
            above, late = _decorators(found)
            inner = len(part.comments)
            element = element.containing([*above, *element.children[:inner], *late, *element.children[inner:]])
        found.append(element)
    return tuple(found)


def _decorators(found: list[Element]) -> tuple[list[Element], list[Element]]:
    """Take the decorators at the end of `found`, with the comments between them, and the comments after them."""
    start = end = len(found)
    while end and found[end - 1].kind == "comment":
        end -= 1
    for k in range(end - 1, -1, -1):
        if found[k].kind not in {"decorator", "comment"}:
            break
        start = k if found[k].kind == "decorator" else start
    if start >= end:
        return [], []
    above, late = found[start:end], found[end:]
    del found[start:]
    return above, late


def _comment(comment: Comment) -> Element:
    fields: dict[str, Value] = {"text": comment.text}
    if comment.inline:
        fields["inline"] = True
    if comment.tokens is not None:
        fields["tokens"] = comment.tokens
    if comment.own_line:
        fields["own_line"] = True
    return Element("comment", fields, line=comment.line)


def _element(part: Statement) -> Element:
    kind, fields = _named(part)
    comments = [_comment(comment) for comment in part.comments]
    body = _without_ellipsis(_elements(part.block, documented=kind in {"class", "function"}))
    return Element(kind, fields, (*comments, *body), part.line)


def _named(part: Statement) -> tuple[str, dict[str, Value]]:
    """The kind of a statement, and its fields."""
    source = part.source
    if found := _FUNCTION.fullmatch(source):
        coroutine: dict[str, Value] = {"coroutine": True} if found[1] else {}
        return "function", {"name": found[2], "signature": found[3], **coroutine}
    if found := _CLASS.fullmatch(source):
        bases = found[2] or ""
        bases = bases if "\n" in bases else bases.strip()
        return "class", {"name": found[1], "bases": bases} if bases else {"name": found[1]}
    if found := _CONSTANT.fullmatch(source):
        return "constant", {"name": found[1], "value": decimal(found[2]) if "." in found[2] else whole(found[2])}
    return _KIND_BY_WORD.get(part.first.string, "statement"), {"source": source}


_KIND_BY_WORD = {"import": "import", "from": "import", "@": "decorator"}


def _docstring(part: Statement) -> Element | None:
    string = _STRING.fullmatch(part.source)
    if string is None:
        return None
    fields: dict[str, Value] = {"text": _clean(string[3])}
    if string[1]:
        fields["prefix"] = string[1].lower()
    return Element("docstring", fields, tuple(map(_comment, part.comments)), part.line)


def _clean(text: str) -> str:
    """A docstring without the indentation and the blank lines around it that only its layout needs."""
    first, *rest = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").split("\n")
    margins = [line[: len(line) - len(line.lstrip())] for line in rest if line]
    margin = min(margins, key=len, default="")
    while any(not other.startswith(margin) for other in margins):
        margin = margin[:-1]
    return "\n".join([first.lstrip(), *(line[len(margin) :] for line in rest)])


def _without_ellipsis(body: tuple[Element, ...]) -> tuple[Element, ...]:
    """A body of nothing but `...` is an empty one: the syntax asks for something to stand there."""
    code = [element for element in body if element.kind != "comment"]
    empty = len(code) == 1 and code[0] is body[-1] and code[0].fields.get("source") == ELLIPSIS and not code[0].children
    return body[:-1] if empty else body


def write(elements: tuple[Element, ...]) -> str:
    """The module with the blank lines of PEP 8, every statement written as it was."""
    lines = _block([element for element in elements if element.kind != REJECTED], "module", "")
    return "\n".join(lines) + "\n" if lines else ""


def _block(elements: Sequence[Element], within: str, margin: str) -> list[str]:
    lines: list[str] = []
    for k, element in enumerate(elements):
        lines.extend([""] * (_gap(elements, k, within) if k else 0))
        lines.extend(_lines(element, margin))
    return lines


def _gap(elements: Sequence[Element], k: int, within: str) -> int:
    """How many blank lines stand before the k-th element of a block: a comment keeps to what it introduces."""
    before, element = elements[k - 1], elements[k]
    if element.kind != "comment":
        return 0 if before.kind == "comment" else _gap_between(before, element, within)
    introduced = next((other for other in elements[k:] if other.kind != "comment"), element)
    return max(int(before.kind == "comment" or within == "module"), _gap_between(before, introduced, within))


def _gap_between(before: Element, element: Element, within: str) -> int:
    kinds = {before.kind, element.kind}
    if UNREADABLE in kinds or _opening(element) in CLAUSES:
        return 0
    if kinds & {"class", "function"}:
        return 2 if within == "module" else 1
    if before.kind == "docstring":
        return int(within in {"module", "class"})
    if within != "module":
        return 0
    imports = "import" in kinds and (len(kinds) > 1 or _distance(before) != _distance(element))
    return int(imports or _spacious(before) or _spacious(element))


def _opening(element: Element) -> str:
    return re.split(r"\W", str(element.fields.get("source") or ""), maxsplit=1)[0]


def _distance(element: Element) -> int:
    """The groups of imports: the future, what is elsewhere, what is beside."""
    source = str(element.fields.get("source"))
    return 0 if source.startswith("from __future__") else 2 if source.startswith("from .") else 1


def _spacious(element: Element) -> bool:
    return element.kind == "statement" and ("\n" in _source(element) or _is_header(element))


def _lines(element: Element, margin: str) -> list[str]:
    if element.kind == "comment":
        return [margin + hashed(line) for line in str(element.fields["text"] or "").split("\n")]
    if element.kind == UNREADABLE:
        return [f"{margin}{element.fields['text']}"]
    comments = {id(c): _as_comment(c) for c in element.children if c.kind == "comment"}
    inner = [comment for comment in comments.values() if comment.of_statement]
    body = [c for c in element.children if id(c) not in comments or not comments[id(c)].of_statement]
    last = max((k + 1 for k, c in enumerate(body) if c.kind == "decorator"), default=0)
    above, body = _block(body[:last], "decorators", margin), body[last:]
    ends = f" {ELLIPSIS}" if _is_header(element) and not body else ""
    head = with_comments(_source(element, margin) + ends, inner, margin)
    below = _block(body, element.kind, margin + INDENT)
    if body and all(c.kind == "comment" for c in body):
        below.append(f"{margin}{INDENT}{ELLIPSIS}")
    return [*above, *head, *below]


def _is_header(element: Element) -> bool:
    return element.kind in {"class", "function"} or str(element.fields.get("source")).endswith(":")


def _as_comment(element: Element) -> Comment:
    fields = element.fields
    tokens, text = fields.get("tokens"), str(fields["text"] or "")
    place = tokens if isinstance(tokens, int) else None
    return Comment(" ".join(text.split("\n")), 0, bool(fields.get("inline")), place, bool(fields.get("own_line")))


def _source(element: Element, margin: str = "") -> str:
    """The text of a statement or of a header, without its comments."""
    fields = element.fields
    if element.kind == "function":
        return f"{'async ' if fields.get('coroutine') else ''}def {fields['name']}{fields['signature']}:"
    if element.kind == "class":
        return f"class {fields['name']}({fields['bases']}):" if fields.get("bases") else f"class {fields['name']}:"
    if element.kind == "constant":
        return f"{fields['name']} = {_plain(fields['value'])}"
    if element.kind == "docstring":
        return _quoted(str(fields["text"] or ""), str(fields.get("prefix") or ""), margin)
    return str(fields["source"])


def _quoted(text: str, prefix: str, margin: str) -> str:
    """A docstring's literal: closed on a line of its own where it has several."""
    bare = re.sub(r"\\.", "", text, flags=re.DOTALL)
    quotes = next((q for q in ('"""', "'''") if q not in bare), "")
    if not quotes:
        text, quotes = text.replace('"""', r"\"\"\""), '"""'
    lines = [line and margin + line for line in text.split("\n")]
    if len(lines) > 1:
        lines.append(margin)
    elif bare.endswith(("\\", quotes[0])):
        lines[0] += " "
    return f"{prefix}{quotes}" + "\n".join(lines)[len(margin) :] + quotes


DOMAIN = Domain(
    "python",
    "Python source",
    "code",
    ("*.py",),
    (IMPORT, CLASS, FUNCTION, DECORATOR, CONSTANT, STATEMENT, DOCSTRING, COMMENT),
    read,
    write,
)
