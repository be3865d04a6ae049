"""Csound: options, instruments, a score of tables and notes. Fragile: a p-field is lost and those behind it slip, an opcode line vanishes.

What is said in a line of the orchestra is kept as text; notes and tables have their numbers as fields. Lines of `/* … */` are lines too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule, typed
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import MARK, NUMBER
from delegate_audit.domains.readers.xml import WORDS

NOTE, TABLE = ("instrument", "start", "duration"), ("number", "start", "size", "gen")
KINDS = (
    *(
        Kind(name, {"name": Exact(), "attributes": Exact(), "comment": Text(), "mark": MARK}, key=("name",), weight=0.1)
        for name in ("document", "section")
    ),
    *(Kind(name, {"name": WORDS, "comment": Text(), "mark": MARK}, key=("name",)) for name in ("instrument", "opcode")),
    Kind("options", {"text": WORDS, "comment": Text(), "mark": MARK}),
    Kind("assignment", {"name": Exact(), "value": NUMBER, "comment": Text(), "mark": MARK}, key=("name",)),
    Kind("table", {**dict.fromkeys(TABLE, NUMBER), "comment": Text(), "mark": MARK}, key=("number", "start"), other=NUMBER),
    Kind("note", {**dict.fromkeys(NOTE, NUMBER), "comment": Text(), "mark": MARK}, other=NUMBER),
    Kind("line", {"text": WORDS, "comment": Text(), "mark": MARK}),
    Kind("comment", {"mark": MARK, "text": Text()}),
)
_TOKEN = re.compile(r'"[^"]*"|\[[^\]]*\]|[^\s";\[]+')
_FIELD = r'(?:[-+]?\.?\d[\w.]*+|[.+<>!~(]|\^[-+.\d]++|\[[^\]]*+\]|"[^"]*+"|\$\w++\.?|[np]p\d+|z)'
_FIELDS = rf'(?:-?\d[\d.]*+|"[^"]*+")(?:\s++{_FIELD})*+'
_CODE = r'\S(?:"[^"]*+"|[^";/]|/(?!/))*+'
_REMARK = r"[\s{mark:;++|//++}\s{comment:\S.*}]"
_ENDED = re.compile(r"^([ \t]*(?:endin|endop|</\w+>))[ \t]*(?=;|//)", re.IGNORECASE | re.MULTILINE)
_PLACE = re.compile(r"p(\d{1,4})")


def _code(stated: dict[str, Value]) -> dict[str, Value]:
    """Without the blanks before a remark, and without the usual mark of one."""
    found = {name: value.rstrip() if isinstance(value, str) else value for name, value in stated.items()}
    return {name: value for name, value in found.items() if (name, value) != ("mark", ";")}


def _marked(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    return {"mark": ";", **fields}


def _value(stated: dict[str, Value]) -> dict[str, Value]:
    found = _code(stated)
    return {**found, "value": typed(BY_NAME["assignment"], "value", str(found["value"]))}


def _rule(kind: str, letter: str, names: tuple[str, ...]) -> Rule:
    """A statement of the score: p-fields with names, those behind them called by their number."""

    def adapt(stated: dict[str, Value]) -> dict[str, Value]:
        found = _TOKEN.findall(str(stated.pop("fields")))
        values = {names[k] if k < len(names) else f"p{k + 1}": typed(BY_NAME[kind], "p4", text) for k, text in enumerate(found)}
        return {**values, **_code(stated)}

    def restore(fields: Mapping[str, Value]) -> Mapping[str, Value]:
        places = {int(found[1]): value for name, value in fields.items() if (found := _PLACE.fullmatch(name))}
        places.update({k: fields[name] for k, name in enumerate(names, 1) if fields.get(name) is not None})
        told = [str(places.get(k, ".")) for k in range(1, max(places, default=0) + 1)]
        return {"fields": " ".join(told), "mark": fields.get("mark", ";"), "comment": fields.get("comment")}

    return Rule(kind, rf"{letter}\s{{fields:{_FIELDS}}}{_REMARK}", adapt, restore)


BY_NAME = {kind.name: kind for kind in KINDS}
RULES = (
    Rule("comment", r"{mark:;++|//++}[\s{text:\S.*}]"),
    Rule("document", rf"<{{name:Csound\w+}}>{_REMARK}", _code, _marked),
    Rule("section", rf"<{{name:Cs\w+}}[ {{attributes:[^<>]*}}]>{_REMARK}", _code, _marked),
    Rule("instrument", rf"instr {{name:{_CODE}}}{_REMARK}", _code, _marked),
    Rule("opcode", rf"opcode {{name:{_CODE}}}{_REMARK}", _code, _marked),
    Rule("assignment", rf"{{name:sr|kr|ksmps|nchnls|nchnls_i|0dbfs|A4}}\s=\s{{value:{_CODE}}}{_REMARK}", _value, _marked),
    Rule("options", rf"{{text:-{_CODE}}}{_REMARK}", _code, _marked),
    _rule("note", "i", NOTE),
    _rule("table", "f", TABLE),
    Rule("line", rf"{{text:{_CODE}}}{_REMARK}", _code, _marked),
    Rule("line", "{text:*}"),
)
ENDS = {"document": "</{name}>", "section": "</{name}>", "instrument": "endin", "opcode": "endop"}
LEVELS = {"document": 0, "section": 1, "instrument": 2, "opcode": 2}
FORMAT = Lines(Grammar(KINDS, RULES), LEVELS, ENDS, wrap="\\", apart={"instrument", "opcode"})


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The file's elements; a remark behind an end is a line of its own."""
    return FORMAT.read(_ENDED.sub(r"\1\n", text), filename)


DOMAIN = Domain("audiosyn", "Csound", "creative", ("*.csd",), KINDS, read, FORMAT.write)
