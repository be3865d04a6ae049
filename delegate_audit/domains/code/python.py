"""Python source: imports, classes, functions, statements, docstrings, comments. Fragile: a sign, a default, a comment, a whole helper.

A statement keeps its text and is compared by its syntax tree, so quotes, line breaks and blank lines are layout. Source
is parsed with `ast` and `tokenize` alone; nothing is imported or run.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

from delegate_audit.core.element import Element, Value, rejected
from delegate_audit.core.kind import Exact, Kind, Number, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.python_broken import tolerant
from delegate_audit.domains.readers.python_code import (
    ELLIPSIS,
    Block,
    first_word,
    is_inner,
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
_STRING = re.compile(r"([rRuU]?)(\"\"\"|'''|\"|')((?:\\.|(?!\2).)*+)\2", re.DOTALL)


def _header(template: str) -> Exact:
    """A part of a header, compared as the header of `template` that holds it."""
    return Exact(normal=lambda value: spelled(template.format(value or "")))


def _number(value: Value) -> Value:
    """A whole number is another constant than the same number with a point."""
    return ("float", value) if isinstance(value, Decimal) else value


SOURCE = {"source": Exact(normal=lambda value: spelled(value) if isinstance(value, str) else value)}
KINDS = (
    Kind("import", SOURCE),
    Kind("class", {"name": Exact(), "bases": _header("class C({}):")}, key=("name",)),
    Kind("function", {"name": Exact(), "signature": _header("def f{}:"), "coroutine": Exact()}, key=("name",)),
    Kind("decorator", SOURCE),
    Kind("constant", {"name": Exact(), "value": Number(normal=_number, show=plain)}, key=("name",)),
    Kind("statement", SOURCE),
    Kind("docstring", {"text": Text(), "prefix": Exact()}),
    Kind("comment", {"text": Text(), "inline": Exact(), "tokens": Ordinal(), "own_line": Exact()}),
)
KIND_BY_WORD = {"import": "import", "from": "import", "@": "decorator"}


def read(text: str, _filename: str) -> tuple[Element, ...]:
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
    for node in block:
        kind, fields = _named(str(node.fields["source"]), fresh=fresh) if node.kind == "statement" else (node.kind, node.fields)
        fresh = fresh and kind in {"comment", "decorator"}
        children = _without_ellipsis(_elements(node.children, documented=kind in {"class", "function"}))
        if kind in {"class", "function"}:
            above, late = _decorators(found)
            inner = sum(is_inner(child.fields) for child in children)
            children = (*above, *children[:inner], *late, *children[inner:])
        found.append(Element(kind, fields, children, node.line))
    return tuple(found)


def _decorators(found: list[Element]) -> tuple[list[Element], list[Element]]:
    """Take the decorators at the end of `found`, with the comments between them, and the comments after them."""
    last = next((k for k in range(len(found) - 1, -1, -1) if found[k].kind != "comment"), -1)
    start = last + 1
    for k in range(last, -1, -1):
        if found[k].kind not in {"decorator", "comment"}:
            break
        start = k if found[k].kind == "decorator" else start
    above, late = (found[start : last + 1], found[last + 1 :]) if start <= last else ([], [])
    del found[len(found) - len(above) - len(late) :]
    return above, late


def _named(source: str, *, fresh: bool) -> tuple[str, dict[str, Value]]:
    """The kind of a statement, and its fields; a string is a docstring where it comes first."""
    if fresh and (found := _STRING.fullmatch(source)):
        return "docstring", {"text": outdented(found[3]), **({"prefix": found[1].lower()} if found[1] else {})}
    if found := _FUNCTION.fullmatch(source):
        return "function", {"name": found[2], "signature": found[3].rstrip(), **({"coroutine": True} if found[1] else {})}
    if found := _CLASS.fullmatch(source):
        bases = found[2] or ""
        bases = bases if "\n" in bases else bases.strip()
        return "class", {"name": found[1], **({"bases": bases} if bases else {})}
    if found := _CONSTANT.fullmatch(source):
        return "constant", {"name": found[1], "value": decimal(found[2]) if "." in found[2] else whole(found[2])}
    return KIND_BY_WORD.get(first_word(source), "statement"), {"source": source}


def _without_ellipsis(body: tuple[Element, ...]) -> tuple[Element, ...]:
    """A body of nothing but `...` is an empty one: the syntax asks for something to stand there."""
    code = [element for element in body if element.kind != "comment"]
    empty = len(code) == 1 and code[0] is body[-1] and code[0].fields.get("source") == ELLIPSIS and not code[0].children
    return body[:-1] if empty else body


DOMAIN = Domain("python", "Python source", "code", ("*.py",), KINDS, read, write)
