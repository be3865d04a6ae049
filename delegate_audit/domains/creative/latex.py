r"""LaTeX: commands, sections, environments, equations, sentences, comments; and BibTeX entries. Fragile: references, labels, formulas.

Nothing is expanded: what a line is, is told by how it begins. A blank line ends a paragraph, so it is kept where one is and where none is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import blocks, lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.passages import BODY, SENTENCE, Passages
from delegate_audit.domains.readers.values import MARK

USUAL = "author editor title booktitle journal school publisher address edition series volume number pages month year doi url note"
ORDER = {name: f"{place:02}" for place, name in enumerate(USUAL.split())}
"""Where the fields of an entry are written; others come last, by name."""

LEVELS = {"part": 0, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4}
FORMULA = "equation|align|gather|multline|eqnarray|displaymath|math|alignat|flalign"
VERBATIM = "verbatim|Verbatim|lstlisting|minted|tikzpicture|filecontents|comment"
_IN = r"(?:[^\x7b\x7d\\]|\\.)"
_GROUP = rf"\x7b(?:{_IN}|\x7b(?:{_IN}|\x7b(?:{_IN}|\x7b{_IN}*+\x7d)*+\x7d)*+\x7d)*+\x7d"
TITLE = rf"(?:{_IN}|{_GROUP})*+"
ARGUMENT = rf"(?:\s?\[(?:[^\[\]\\]|\\.)*+\]|\s?{_GROUP})"
LABEL = r"[\z\\label\{{label:[^\x7b\x7d]*}\}]"
SECTION = r"\\NAME[{star:\*}][\[{short:[^\[\]]*}\]]\{{title:TITLE}\}".replace("TITLE", TITLE) + LABEL
ENTRY = re.compile(rf"[ \t]*@(\w+)\s*\x7b\s*([^\s,=\x7b\x7d]+)\s*,((?:[^\x7b\x7d\n]|\n(?!\s*@)|{_GROUP})*+)(\x7d?)")
FIELD = re.compile(rf"\s*([\w:-]+)\s*=\s*((?:[^,\"\x7b\x7d]|{_GROUP}|\"(?:[^\"\x7b\x7d]|{_GROUP})*+\")*+)\s*(?:,|\Z)")
MARKS = ("entrytype", "citekey", "rest", "unclosed", "order")
SQUEEZED = Exact(lambda value: value and "".join(str(value).split()))
LOWER = Exact(lambda value: str(value).lower())
BARE = Text(lambda value: value[1:-1] if isinstance(value, str) and value[:1] + value[-1:] in {"{}", '""'} else value)
PARTS = (
    *(Kind(name, {"short": Text(), "title": Text(), "star": Exact(), "label": Exact()}, ("title",)) for name in LEVELS),
    Kind("environment", {"name": Exact(), "arguments": SQUEEZED, "label": Exact()}, ("name", "label")),
    Kind("equation", {"name": Exact(), "label": Exact(), "body": SQUEEZED}, ("label",)),
    Kind("verbatim", {"name": Exact(), "body": BODY}),
    Kind("command", {"name": Exact(), "arguments": SQUEEZED}),
    Kind("item", {"label": Text(), "text": Text()}),
    *(Kind(name, {"text": Text()}) for name in ("caption", "row")),
    Kind("comment", {"mark": MARK, "text": Text()}),
    *(Kind(name, weight=0.1) for name in ("end", "paragraph")),
)
KINDS = (
    *(replace(kind, fields={**kind.fields, "close": MARK}) for kind in PARTS),
    SENTENCE,
    Kind("entry", {**dict.fromkeys(MARKS, Exact()), "entrytype": LOWER, "order": MARK}, ("citekey",), other=BARE),
    Kind("remark", {"text": Text()}),
)
RULES = (
    Rule("comment", r"{mark:%+}[\s{text:[^%\s].*}]"),
    *(Rule(name, SECTION.replace("NAME", name)) for name in LEVELS),
    Rule("equation", rf"\\begin\{{{{name:(?:{FORMULA})\*?}}\}}{LABEL}{{body:.*}}"),
    Rule("equation", r"{name:\\\[|\$\$}{body:.*}"),
    Rule("verbatim", rf"\\begin\{{{{name:{VERBATIM}}}\}}{{body:.*}}"),
    Rule("environment", rf"\\begin\{{{{name:[A-Za-z]+\*?}}\}}[{{arguments:{ARGUMENT}++}}]{LABEL}"),
    Rule("end", r"\\end\{{name:[A-Za-z]+\*?}\}"),
    Rule("item", r"\\item[\z\[{label:[^\[\]]*}\]] {text:*}"),
    Rule("caption", rf"\\caption\{{{{text:{TITLE}}}\}}"),
    Rule("command", rf"\\{{name:[A-Za-z@]+\*?}}[{{arguments:(?:{ARGUMENT}|\s?\\[A-Za-z@]+\*?)++}}]"),
    Rule("row", r"{text:(?:[^\\&%]|\\.)*+&.*}"),
)
FORMULAS, VERBATIMS = rf"\\begin\{{({FORMULA})(\*?)\}}", rf"\\begin\{{({VERBATIM})\}}.*"
FORMAT = Passages(
    Grammar(KINDS, RULES),
    spans=((FORMULAS, r"\\end\{{1}{2}\}"), (VERBATIMS, r"^\s*\\end\{{1}\}"), (r"\\\[", r"\\\]"), (r"\$\$", r"\$\$")),
    levels=LEVELS,
    ends={"environment": "end"},
    runs=("item",),
    keeps_gaps=True,
    ends_line=r"(?<!\\)(?:\\\\)*%",
)


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The parts of a document, or the entries of a bibliography with the lines between them."""
    is_list = filename.lower().endswith(".bib")
    return tuple(_entries("\n".join(lines_of(text.replace("\ufeff", ""))))) if is_list else FORMAT.read(text, filename)


def _entries(text: str) -> Iterator[Element]:
    at, line = 0, 1
    for found in (*ENTRY.finditer(text), None):
        start = found.start() if found else len(text)
        for block, first in blocks(text[at:start]):
            yield Element("remark", {"text": "\n".join(part.strip() for part in block)}, line=line + first - 1)
        line += text.count("\n", at, start)
        if found:
            at, unclosed = found.end(), {} if found[4] else {"unclosed": True}
            yield Element("entry", {"entrytype": found[1], "citekey": found[2], **_fields(found[3]), **unclosed}, line=line)
            line += found[0].count("\n")


def _fields(text: str) -> dict[str, Value]:
    """The fields of an entry; what is none is its `rest`, and so is one that comes again."""
    stated: dict[str, Value] = {}

    def taken(found: re.Match[str]) -> str:
        name = found[1].lower()
        again = name in stated or name in MARKS
        stated.update({} if again else {name: found[2].strip()})
        return found[0] if again else ""

    rest = " ".join(FIELD.sub(taken, text).split())
    order = {} if list(stated) == sorted(stated, key=lambda name: ORDER.get(name, name)) else {"order": tuple(stated)}
    return {**stated, **order, **({"rest": rest} if rest else {})}


def write(elements: tuple[Element, ...]) -> str:
    """A blank line between entries, their fields aligned; or the document."""
    is_list = any(element.kind in {"entry", "remark"} for element in elements)
    return "\n".join(map(_entry, elements)) if is_list else FORMAT.write(elements)


def _entry(element: Element) -> str:
    if element.kind != "entry":
        return f"{element.fields.get('text', '')}\n"
    stated = {name: value for name, value in element.fields.items() if value is not None}
    own, order = stated.keys() - {*MARKS}, stated.get("order")
    names, width = (
        [*(order if isinstance(order, tuple) else ()), *sorted(own, key=lambda name: ORDER.get(name, name))],
        max(map(len, own), default=0),
    )
    lines = [f"\n  {name:<{width}} = {stated[str(name)]}," for name in dict.fromkeys(names) if name in own]
    end = (f" {stated['rest']}\n" if "rest" in stated else "\n") + ("" if "unclosed" in stated else "}\n")
    return f"@{stated.get('entrytype')}{{{stated.get('citekey')},{''.join(lines)}{end}"


DOMAIN = Domain("latex", "LaTeX", "creative", ("*.tex", "*.ltx", "*.bib"), KINDS, read, write)
