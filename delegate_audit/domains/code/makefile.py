"""Makefiles: variables, rules with their recipes, conditionals. Fragile: `:=` becomes `=`, a prerequisite is lost, a tab becomes blanks.

A rule holds its recipe with the comments and conditionals in it, a `define` its lines, any other line what it goes on with.
Conditionals hold nothing: so one that is lost costs itself. To be read, lines begin with marks that no makefile has.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from delegate_audit.core.element import UNREADABLE, Element
from delegate_audit.core.kind import COMMON_KINDS, Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lines import Lines

AT, MORE, RAW, TAB, JUNK = "\x01", "\x02", "\x03", "\x04", "\x05"
_MARKS = str.maketrans(dict.fromkeys(AT + MORE + RAW + TAB + JUNK, " "))
_CONDITIONAL = re.compile(r"(?P<opens>ifn?(?:eq|def)\b)|else\b|(?P<ends>endif\b)")
FIELDS = {
    "variable": ("target", "modifiers", "name", "flavour", "value", "note"),
    "rule": ("target", "colon", "prerequisites", "order_only", "recipe", "note"),
    "define": ("modifiers", "name", "flavour"),
    **dict.fromkeys(("conditional", "directive"), ("op", "arguments")),
    **dict.fromkeys(("recipe", "continued", "line", "expression", "comment"), ("text",)),
}
_SPACED, _NOTE = Exact(lambda text: text and " ".join(str(text).split())), Text(lambda text: text and str(text).lstrip("# "))
KINDS = tuple(
    Kind(k, {f: _NOTE if {f, k} & {"note", "comment"} else _SPACED for f in fs}, tuple(f for f in fs if f in {"target", "name"}))
    for k, fs in FIELDS.items()
)
_CALL = r"\$(?:\((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+\)|\x7b[^\x7d]*+\x7d|[^(\x7b])"
_NAME, _TARGET = rf"(?:{_CALL}|[^\s:#=+?!$])++", rf"(?:{_CALL}|[^\s:=#$]|\s++(?![:&=]))++"
_FLAVOUR, _VALUE = r"(?::{0,3}|[+?!])=", r"[\s{value:(?!#)(?:\S|\s++(?!#))++}][ {note:#.*}]"
_VARIABLE = rf"[{{modifiers:(?:export|override|private)(?:\s+(?:export|override|private))*+}} ]{{name:{_NAME}}}\s{{flavour:{_FLAVOUR}}}"
_ORDER_ONLY = r"[ | {order_only:(?![;#])(?:[^\s;]|\s++(?![;#]))++}]"
_AFTER = rf"[\s{{prerequisites:(?![|;#])(?:[^\s|;]|\s++(?![|;#]))++}}]{_ORDER_ONLY}[\s; {{recipe:*}}][ {{note:#.*}}]"
RULES: tuple[Rule, ...] = (
    Rule("comment", "{text:#.*}"),
    Rule("recipe", TAB + "{text:.*}"),
    Rule("continued", MORE + "{text:*}"),
    Rule("line", RAW + "{text:.*}"),
    Rule("conditional", r"{op:if(?:n?eq|n?def)|else|endif}[ {arguments:*}]"),
    Rule("define", rf"[{{modifiers:export|override}} ]define {{name:\S+}}[ {{flavour:{_FLAVOUR}}}]"),
    Rule("variable", rf"[{{target:{_TARGET}}}\z: ]{_VARIABLE}{_VALUE}"),
    Rule("directive", r"{op:-?include|sinclude|vpath|export|unexport|undefine|endef|load}[ {arguments:*}]"),
    Rule("rule", rf"{{target:{_TARGET}}}{{colon:(?:\s*+&)?::?(?!=)}}{_AFTER}"),
    Rule("expression", r"{text:\$[(\x7b].*}"),
    Rule(UNREADABLE, JUNK + "{text:*}"),
)
RULES = tuple(replace(rule, spec=AT + r"{depth:\d}" + rule.spec) for rule in RULES)
FORMAT = Lines(Grammar((*KINDS, COMMON_KINDS[UNREADABLE]), RULES), depth="depth")


def _kind(line: str) -> str:
    found = FORMAT.grammar.parse(line)
    return UNREADABLE if found is None else "rule" if "target" in found[1] else found[0].kind


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Variables, rules with their recipes, and all that stands between."""
    lines = [line.translate(_MARKS).rstrip() for line in lines_of(text)]
    skipped = re.compile(rf"\Z|#|{_CONDITIONAL.pattern}")
    tabs = accumulate(reversed(lines), lambda tab, line: tab if skipped.match(line) else line.startswith("\t"), initial=False)
    last = max((k for k, line in enumerate(lines) if line.strip() == "endef"), default=-1)
    marked, depths, kind, goes_on = list[str](), list[int](), "", ""
    for k, (line, within) in enumerate(zip(lines, [*tabs][-2::-1], strict=True)):
        plain, within = line.strip(), within and kind in {"rule", UNREADABLE}
        code = plain.rstrip("\\ \t")
        if kind == "define" and k < last and plain != "endef" and not goes_on:
            marked.append(plain and f"1{RAW}{line}")
        elif goes_on == TAB or (line.startswith("\t") and kind in {"rule", UNREADABLE} and not goes_on):
            marked.append(plain and f"1{TAB}{line.removeprefix(chr(9))}")
            goes_on = TAB if plain.endswith("\\") else ""
        elif goes_on:
            marked.append(code and f"{goes_on}{code}")
            goes_on = goes_on if plain.endswith("\\") else ""
        else:
            conditional = _CONDITIONAL.match(plain)
            depth = int(within and (bool(conditional) or plain.startswith("#")))
            if conditional:
                depths += [depth] if conditional["opens"] else []
                depth = (depths.pop() if conditional["ends"] else depths[-1]) if depths else 0
            found = _kind(f"{AT}0{code}")
            marked.append(code and f"{depth}{JUNK if found == UNREADABLE else ''}{code}")
            kind = kind if found in {"comment", "conditional"} or not code else found
            goes_on = f"{depth + 1}{MORE}" if plain.endswith("\\") and code else ""
    return FORMAT.read("\n".join(line and AT + line for line in marked), filename)


def write(elements: tuple[Element, ...]) -> str:
    """A line each, recipes behind tabs; blank lines between rules, before comments, and where variables and rules meet."""
    written, before = list[str](), ""
    for line in FORMAT.write(elements).removesuffix("\n").split("\n"):
        kind, text, above = _kind(line), line[2:] if line.startswith(AT) else line, written[-1] if written else ""
        if kind == "continued" and written:
            written[-1:] = [f"{above} \\", f"    {text[1:]}"]
            continue
        quiet = before in {"", "comment", kind} or line.startswith(f"{AT}1") or text.startswith(("else", "endif", "endef"))
        written += [""] if above.endswith("\\") * (kind not in {"recipe", "line"}) or not quiet else []
        written.append(text.removeprefix(RAW) if kind == "line" else text.replace(TAB, "\t", 1))
        before = "comment" if kind == "conditional" and not text.startswith("endif") else kind
    return "\n".join(written) + "\n" if elements else ""


DOMAIN = Domain("makefile", "Makefiles", "code", ("Makefile", "GNUmakefile", "*.mk", "Makefile.*", "*.makefile"), KINDS, read, write)
