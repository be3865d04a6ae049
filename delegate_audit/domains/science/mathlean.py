r"""Lean 4 sources: declarations with their proofs in namespaces and sections. Fragile: a lost hypothesis, a lost step, its indentation.

A declaration, like any line in the first column, holds the indented lines that follow; a namespace or section holds what comes before
its `end`, and nothing where there is none. Attributes go with what they stand before, a head goes on in lines indented by four. A comment
never closed ends with its block of lines. To be read, lines begin with marks that no source has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, pairwise

from delegate_audit.core.element import UNREADABLE, Element, Value
from delegate_audit.core.kind import COMMON_KINDS, Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lean_text import Piece, Stated, paired, pieces_of
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import WORDS, one_spaced

AT, STEP, JUNK = "\x01", "\x02", "\x03"
_MARKS = str.maketrans(dict.fromkeys(AT + STEP + JUNK, " "))
_SAID = Text(one_spaced)
FIELDS = {
    "import": ("modifiers", "module", "note"),
    "section": ("modifiers", "op", "name", "note"),
    "end": ("name", "note"),
    "declaration": ("modifiers", "keyword", "name", "statement", "proof", "note"),
    "command": ("modifiers", "op", "arguments", "note"),
    "step": ("indent", "text", "note"),
    **dict.fromkeys(("docstring", "moduledoc", "block", "comment"), ("indent", "text")),
}
_REMARKS = {"docstring", "moduledoc", "block", "comment"}
_KEYS = {"import": ("module",), "section": ("name",), "declaration": ("name",)}
KINDS = tuple(
    Kind(
        kind,
        {name: Exact() if name == "indent" else _SAID if name == "note" or kind in _REMARKS else WORDS for name in names},
        _KEYS.get(kind, ()),
        weight=0.1 if kind == "end" else 1,
    )
    for kind, names in FIELDS.items()
)
_ROUND, _CURLY, _SQUARE = r"\((?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+\)", r"\x7b[^\x7b\x7d]*+\x7d", r"\[(?:[^\[\]]|\[[^\]]*+\])*+\]"
_CODE, _NOTE = r'(?=\S)(?:"[^"\n]*+"|(?!--)\S|\s++(?!--))++', r"[\s{note:--.*}]"
_MODIFIER = rf"(?:@{_SQUARE}|(?:private|protected|noncomputable|partial|unsafe|nonrec|public|meta|scoped|local)\b)"
_MODIFIERS = rf"{_MODIFIER}(?:\s++{_MODIFIER})*+"
_KEYWORD = "theorem|lemma|def|example|instance|structure|class inductive|class|inductive|abbrev|axiom|opaque|alias"
_NAME = r'(?!where\b)(?:[^\s:()\x7b\x7d\[\]⦃⦄|,"@.]|\.(?!\x7b))++(?:\.\x7b[^\x7d]*+\x7d)?'
_STOP = r"(?!:=|--|where\b|deriving\b)"
_STATEMENT = rf"{_STOP}(?=[^\s|])(?:{_ROUND}|{_CURLY}|{_SQUARE}|(?!:=|--)\S|\s++{_STOP})++"


def _counted(fields: dict[str, Value]) -> dict[str, Value]:
    indent = len(str(fields.pop("indent", "")))
    return {"indent": indent, **fields} if indent else fields


def _indented(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    indent = fields.get("indent")
    return {**fields, "indent": " " * min(indent, 200) if isinstance(indent, int) else ""}


RULES = (
    *(
        Rule(kind, AT + r"{depth:\d+}{indent: *+}" + rest, _counted, _indented)
        for kind, rest in {
            "docstring": "/--{text:.*}-/",
            "moduledoc": "/-!{text:.*}-/",
            "block": r"/-{text:(?![-!]).*}-/",
            "comment": r"--[\s{text:*}]",
        }.items()
    ),
    Rule("step", AT + rf"{{depth:\d+}}{STEP}{{indent: *+}}{{text:{_CODE}}}{_NOTE}", _counted, _indented),
    *(
        Rule(kind, AT + r"{depth:\d+}" + rest)
        for kind, rest in {
            UNREADABLE: JUNK + "{text:.*}",
            "section": rf"[{{modifiers:{_MODIFIERS}}} ]{{op:namespace|section|mutual}}[ {{name:(?!--)\S+}}]{_NOTE}",
            "end": rf"end[ {{name:(?!--)\S+}}]{_NOTE}",
            "import": rf"[{{modifiers:{_MODIFIERS}}} ]import {{module:{_CODE}}}{_NOTE}",
            "declaration": rf"[{{modifiers:{_MODIFIERS}}} ]{{keyword:(?:{_KEYWORD})\b}}[ {{name:{_NAME}}}][\s{{statement:{_STATEMENT}}}]"
            rf"[\s{{proof:(?::=|where\b|deriving\b|\|)(?:\s*+{_CODE})?}}]{_NOTE}",
            "command": rf"[{{modifiers:{_MODIFIERS}}} ]{{op:#?[a-z]\w*[!?]?(?::\d+)?}}[\s{{arguments:{_CODE}}}]{_NOTE}",
        }.items()
    ),
)
GRAMMAR = Grammar((*KINDS, COMMON_KINDS[UNREADABLE]), RULES)
FORMAT = Lines(GRAMMAR, depth="depth", folded="", alone={"step", "end", *_REMARKS})

_ONLY_MODIFIERS = re.compile(_MODIFIERS)
_HEAD, _GOING_ON = re.compile(rf"(?:{_MODIFIERS}\s+)?(?:{_KEYWORD})\b"), re.compile(r"(?:open|export|variable|universe|include|omit)\b")
_BRACKET = re.compile(r'"[^"\n]*+"|--.*|[(\[{]|[)\]}]|:=|\bwhere\b')


def _together(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Attributes with what they stand before, heads and lists of names with the lines in which they go on."""
    held, first, least, depth = list[str](), Piece(0, "", 0), -1, 0
    for piece in pieces:
        plain = not piece.is_remark and not piece.text.startswith("|")
        if held and plain and (piece.column >= least > 0 or (piece.column == least == 0 and not piece.is_inner)):
            held += "\n" if least else " ", " " * piece.column, piece.text
        else:
            if held:
                yield first._replace(text="".join(held))
            held, first, least, depth = [piece.text], piece, -1, 0
        if piece.column == 0 and plain and (least < 4 or len(held) == 1):
            least = (
                0 if _ONLY_MODIFIERS.fullmatch(piece.text) else 4 if _HEAD.match(piece.text) else 1 if _GOING_ON.match(piece.text) else -1
            )
        for found in _BRACKET.findall(piece.text) if least == 4 else ():
            least = -1 if found.startswith("--") or (found in {":=", "where"} and depth <= 0) else least
            depth += (found in "([{") - (found in ")]}")
    if held:
        yield first._replace(text="".join(held))


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """The lines of the first column, what belongs to them below them, all within their sections."""
    refusals = list[Element]()
    plain = "\n".join(line.rstrip() for line in lines_of(text.translate(_MARKS)))
    lines = [_stated(piece) for piece in _together(pieces_of(plain, refusals))]
    found = FORMAT.assembled([*_marked(lines, paired(lines, refusals))])
    return (*refusals[:1], *found)


def _stated(piece: Piece) -> Stated:
    inner = piece.is_inner and not piece.is_remark
    mark = STEP if inner else ""
    found = GRAMMAR.parse(f"{AT}0{mark}{' ' * piece.column}{piece.text}")
    kind = found[0].kind if found else UNREADABLE
    return Stated(piece, kind, found[1].get("name") if found else None)


def _marked(lines: list[Stated], pairs: Mapping[int, int]) -> Iterator[tuple[str, int]]:
    """The lines with their depths; a comment belongs to a declaration where the line after it does."""
    inner = [*accumulate(reversed(lines), lambda below, line: line.piece.is_inner or (line.piece.is_remark and below), initial=False)]
    depth, holds = 0, False
    for k, ((piece, kind, _), within) in enumerate(zip(lines, inner[:0:-1], strict=True)):
        mark = {"step": STEP, UNREADABLE: JUNK}.get(kind, "")
        yield f"{AT}{depth + (within and holds)}{mark}{' ' * piece.column}{piece.text}", piece.line
        depth += 0 if k not in pairs else 1 if pairs[k] > k else -1
        holds = kind not in {"section", "end"} and (holds or not (within or piece.is_remark))


_ATTRIBUTES = re.compile(rf"^(@{_SQUARE}(?: @{_SQUARE})*+) ")
_MARK, _UNMARKED = re.compile(r"^\d+"), dict.fromkeys(map(ord, STEP + JUNK))
_RUNS = ("import", "open", "variable", "universe", "set_option", "alias", "attribute", "#", "infix", "notation", "export")


def _is_close(above: str, below: str) -> bool:
    """Whether no blank line is between two."""
    runs = any(above.startswith(word) and below.startswith(word) for word in _RUNS)
    return JUNK not in above + below and (
        runs or below.startswith((STEP, " ")) or above.startswith(("--", "/--")) or above.endswith(" in\n")
    )


def _marked_junk(element: Element) -> Element:
    children = tuple(map(_marked_junk, element.children))
    fields = {"text": f"{AT}0{JUNK}{element.fields.get('text', '')}"} if element.kind == UNREADABLE else element.fields
    return replace(element, fields=fields, children=children)


def write(elements: tuple[Element, ...]) -> str:
    """Blank lines between all that begins in the first column, but for what goes with the next and runs of one kind."""
    pieces = FORMAT.write(tuple(map(_marked_junk, elements))).split(AT)[1:]
    lines = ["", *(_ATTRIBUTES.sub(r"\1\n", _MARK.sub("", piece)) for piece in pieces if piece.strip())]
    text = "".join(line if _is_close(above, line) else f"\n{line}" for above, line in pairwise(lines))
    return text.translate(_UNMARKED).lstrip("\n")


DOMAIN = Domain("mathlean", "Lean 4 sources", "science", ("*.lean",), KINDS, read, write)
