"""SPICE netlists: components between nodes, subcircuits, models, analyses. Fragile: 10m for 10Meg, nodes changed round, a lost `+` line.

A card goes on in the lines that begin with +, also behind a comment. The first line is the title, unless it is a comment, begins
with a dot, or the file is one to be included. What stands between .control and .endc is commands; what follows .end is apart.
Subcircuits may lie in one another; where an .ends is missing, one ends at the next, or at an analysis, which none can hold.
"""

from __future__ import annotations

import re
from dataclasses import replace

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import NUMBER

TITLE, COMMAND = "\x01", "\x02"
_MARKS, _COMMENT = str.maketrans(dict.fromkeys(TITLE + COMMAND, " ")), re.compile(r"\s*(?:\*|\Z)")
_CASELESS = Exact(lambda text: text and " ".join(str(text).lower().replace("+ ", "").split()))
_NOTE = Text(lambda text: text and str(text).lstrip("*;$ "))
_CARD = {"name": _CASELESS, "nodes": _CASELESS, "value": NUMBER, "unit": _CASELESS, "parameters": _CASELESS, "note": _NOTE}
PASSIVE = {"resistor": "R", "capacitor": "C", "inductor": "L"}
KINDS = (
    Kind("title", {"text": Text()}),
    *(Kind(kind, _CARD, key=("name",), ordered=False) for kind in PASSIVE),
    Kind("component", {**_CARD, "value": _CASELESS}, key=("name",), ordered=False),
    Kind("subckt", {"name": _CASELESS, "ports": _CASELESS, "note": _NOTE}, key=("name",), ordered=False),
    Kind("model", {"name": _CASELESS, "type": _CASELESS, "parameters": _CASELESS, "note": _NOTE}, key=("name",), ordered=False),
    *(Kind(kind, {"op": _CASELESS, "arguments": _CASELESS, "note": _NOTE}, ordered=False) for kind in ("analysis", "directive")),
    Kind("control"),
    Kind("command", {"text": Exact()}),
    Kind("end", weight=0.1),
    Kind("comment", {"text": _NOTE}, ordered=False),
)
_REST, _NUMBER = r"(?![;$]\s)(?:[^\s;]|\s++(?!;|\$\s))++", r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_AFTER = r"[ {note:(?:;|\$\s).*}]"
_ANALYSES = "tran|ac|dc|op|noise|tf|pz|sens|disto|four|meas(?:ure)?|print|plot|save|probe"
_NODE = r"\s+\S+"
_NODES = {"[VIDBFHW]": 2, "[JQZ]": 3, "[MSTO]": 4}
_CONTROLLED = r"\S+\s+\S+\s+(?!POLY\b|VALUE\b|TABLE\b|VOL\b|CUR\b|LAPLACE\b)[^\s=(]+\s+[^\s=(]+(?=\s)|\S+\s+\S+"
RULES = (
    Rule("title", TITLE + "{text:*}"),
    Rule("command", COMMAND + "{text:*}"),
    Rule("comment", r"{text:\*.*}"),
    Rule("control", ".control"),
    Rule("end", ".end"),
    Rule("subckt", rf".subckt {{name:\S+}}[ {{ports:{_REST}}}]{_AFTER}"),
    Rule("model", rf".model {{name:\S+}} {{type:[^\s(]+}}[\s{{parameters:{_REST}}}]{_AFTER}"),
    Rule("analysis", rf"{{op:\.(?:{_ANALYSES})}}[ {{arguments:{_REST}}}]{_AFTER}"),
    Rule("directive", rf"{{op:\.[a-z]\w*}}[ {{arguments:{_REST}}}]{_AFTER}"),
    *(
        Rule(kind, rf"{{name:{letter}\S*}} {{nodes:\S+\s+\S+}} {{value:{_NUMBER}}}[\z{{unit:[a-zµΩ]+}}][ {{parameters:{_REST}}}]{_AFTER}")
        for kind, letter in PASSIVE.items()
    ),
    Rule(
        "component",
        rf"{{name:X\S*}} {{nodes:[^\s=]+(?:\s+[^\s=]+)*?}} {{value:[^\s=;]+}}[ {{parameters:(?:params:|[^\s=]+\s*=){_REST}}}]{_AFTER}",
    ),
    *(
        Rule("component", rf"{{name:{letters}\S*}} {{nodes:\S+{_NODE * (count - 1)}}}[ {{value:{_REST}}}]{_AFTER}")
        for letters, count in {**_NODES, "[RCL]": 2}.items()
    ),
    Rule("component", rf"{{name:[EG]\S*}} {{nodes:{_CONTROLLED}}}[ {{value:{_REST}}}]{_AFTER}"),
    Rule("component", rf"{{name:[AKNPUY]\S*}} {{value:{_REST}}}{_AFTER}"),
)
GRAMMAR = Grammar(KINDS, tuple(Rule(r.kind, r.spec, flags=re.IGNORECASE | re.DOTALL) for r in RULES))
_LEVELS, _ENDS = {"end": 0, "analysis": 1, "control": 1}, {"subckt": ".ends {name}", "control": ".endc"}
FORMAT = Lines(GRAMMAR, _LEVELS, _ENDS, fold=re.compile(r"\s*\+\s*"), folded="+ ", alone={"analysis"})
UNENDED = replace(FORMAT, levels={**_LEVELS, "subckt": 1})
_ABOVE_COMMENT = re.compile(r"^([^*\n].*\n)(?=\*)", re.MULTILINE)
_OPENED, _CLOSED = (re.compile(rf"^[ \t]*\.{word}\b", re.IGNORECASE | re.MULTILINE) for word in ("subckt", "ends"))


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The title and the cards, those of a subcircuit below it."""
    lines = [line.translate(_MARKS) for line in lines_of(text)]
    found, held, control, begun = list[str](), list[str](), False, False
    last = max((k for k, line in enumerate(lines) if line.strip().lower() == ".endc"), default=-1)
    for k, line in enumerate(lines):
        plain = line.strip()
        control = k < last and plain.lower() != ".endc" and (control or plain.lower() == ".control")
        if control and plain and plain.lower() != ".control":
            found += [*held, COMMAND + plain]
            held = []
        elif _COMMENT.match(line):
            held.append(line)
        elif plain.startswith("+"):
            found.append(line)
        else:
            is_title = plain[0] != "." and not begun and not filename.endswith(".inc")
            found += [*held, (TITLE if is_title else "") + plain]
            held = []
        begun = begun or bool(plain)
    text = "\n".join([*found, *held])
    form = FORMAT if len(_OPENED.findall(text)) == len(_CLOSED.findall(text)) else UNENDED
    return form.read(text, filename)


def write(elements: tuple[Element, ...]) -> str:
    """A card a line, what it goes on with behind a +; comments apart from the cards before them."""
    return _ABOVE_COMMENT.sub(r"\1\n", FORMAT.write(elements).translate({ord(TITLE): None, ord(COMMAND): None}))


DOMAIN = Domain("circuit", "SPICE netlists", "science", ("*.cir", "*.sp", "*.spice", "*.net", "*.ckt", "*.inc"), KINDS, read, write)
