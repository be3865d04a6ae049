"""Python source: imports, classes, functions, statements, docstrings, comments. Fragile: a sign, a default, a comment, a whole helper.

A statement keeps its text and is compared by its syntax tree, so quotes, line breaks and blank lines are layout. Source
is parsed with `ast` and `tokenize` alone; nothing is imported or run.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

from delegate_audit.core.element import UNREADABLE, Element, Value, rejected
from delegate_audit.core.kind import Exact, Kind, Number, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.python_broken import tolerant
from delegate_audit.domains.readers.python_code import (
    ELLIPSIS,
    Block,
    Comment,
    Statement,
    Unread,
    outdented,
    source_lines,
    spelled,
    statements,
    syntax_error,
)
from delegate_audit.domains.readers.python_text import plain, write
from delegate_audit.domains.readers.values import decimal, whole

REFUSED = "Python cannot parse it"
_FUNCTION = re.compile(r"(async\s+)?def\s+(\w+)\s*([(\[\\].*):", re.DOTALL)
_CLASS = re.compile(r"class\s+(\w+)\s*(?:\((.*?)\))?\s*:", re.DOTALL)
_CONSTANT = re.compile(r"([A-Z][A-Z0-9_]*)\s*=\s*(-?[0-9]{1,18}(?:\.[0-9]{1,18})?)", re.ASCII)
_STRING = re.compile(r"([rRuU]?)(\"\"\"|'''|\"|')(.*)\2", re.DOTALL)


def _statement(value: Value) -> Value:
    return spelled(value) if isinstance(value, str) else value


def _header(template: str) -> Exact:
    """A part of a header, compared as the header of `template` that holds it."""
    return Exact(normal=lambda value: spelled(template.format(value or "")))


def _number(value: Value) -> Value:
    """A whole number is another constant than the same number with a point."""
    return ("float", value) if isinstance(value, Decimal) else value


IMPORT = Kind("import", {"source": Exact(normal=_statement)})
CLASS = Kind("class", {"name": Exact(), "bases": _header("class C({}):")}, key=("name",))
FUNCTION = Kind("function", {"name": Exact(), "signature": _header("def f{}:"), "coroutine": Exact()}, key=("name",))
DECORATOR = Kind("decorator", {"source": Exact(normal=_statement)})
CONSTANT = Kind("constant", {"name": Exact(), "value": Number(normal=_number, show=plain)}, key=("name",))
STATEMENT = Kind("statement", {"source": Exact(normal=_statement)})
DOCSTRING = Kind("docstring", {"text": Text(), "prefix": Exact()})
COMMENT = Kind("comment", {"text": Text(), "inline": Exact(), "tokens": Ordinal(), "own_line": Exact()})


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The module's elements; in a file that Python refuses, those of every block that parses by itself."""
    lines = source_lines(text)
    source = "\n".join(lines) + "\n"
    problem = syntax_error(source)
    if problem is None:
        try:
            return _elements(statements(source), documented=True)
        except SyntaxError as error:
            problem = str(error), 1
    return (rejected(REFUSED, problem[1]), *tolerant(lines, partial(_elements, documented=True), write))


def _elements(block: Block, *, documented: bool) -> tuple[Element, ...]:
    """The elements of a block; `documented` says that a string at its beginning is a docstring."""
    found: list[Element] = []
    fresh = documented
    for part in block:
        if isinstance(part, Comment):
            found.append(_comment(part))
            continue
        if isinstance(part, Unread):
            fields: dict[str, Value] = {"text": part.text, "outdented": True} if part.outdented else {"text": part.text}
            found.append(Element(UNREADABLE, fields, _elements(part.block, documented=False), part.line))
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
        return "function", {"name": found[2], "signature": found[3].rstrip(), **coroutine}
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
    fields: dict[str, Value] = {"text": outdented(string[3])}
    if string[1]:
        fields["prefix"] = string[1].lower()
    return Element("docstring", fields, tuple(map(_comment, part.comments)), part.line)


def _without_ellipsis(body: tuple[Element, ...]) -> tuple[Element, ...]:
    """A body of nothing but `...` is an empty one: the syntax asks for something to stand there."""
    code = [element for element in body if element.kind != "comment"]
    empty = len(code) == 1 and code[0] is body[-1] and code[0].fields.get("source") == ELLIPSIS and not code[0].children
    return body[:-1] if empty else body


DOMAIN = Domain(
    "python",
    "Python source",
    "code",
    ("*.py",),
    (IMPORT, CLASS, FUNCTION, DECORATOR, CONSTANT, STATEMENT, DOCSTRING, COMMENT),
    read,
    write,
)
