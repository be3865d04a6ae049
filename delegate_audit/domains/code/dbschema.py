"""SQL schemas: tables of columns and constraints, indexes, views, inserts row by row. Fragile: a type, a default, a constraint is lost.

Keywords and types mean the same in any case, names mostly too; what dialects have of their own stays in options, tails and statements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.brackets import tight
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.statements import Block, Statements

TEXT = r"'(?:[^'\\\n]|''|\\.)*+'"
QUOTED = rf'{TEXT}|"(?:[^"\n]|"")*+"|`[^`\n]*+`'
PARENS = rf"\((?:{QUOTED}|[^()]|\((?:{QUOTED}|[^()]|\([^()]*+\))*+\))*+\)"
CLAUSES = r"""NOT\s+NULL|(?<!DEFAULT\s)(?<!SET\s)(?<!NOT\s)NULL|DEFAULT|PRIMARY\s+KEY|UNIQUE|REFERENCES|CHECK|COMMENT|COLLATE|GENERATED|
AUTO_?INCREMENT|IDENTITY|CONSTRAINT|CHARACTER\s+SET|AS\s*\(""".replace("\n", "")
_CLAUSE = re.compile(rf"(?:{PARENS}|{QUOTED}|(?!\s+(?:{CLAUSES})\b)[^(])++", re.IGNORECASE | re.DOTALL)
_ITEM = re.compile(rf"(?:{PARENS}|{QUOTED}|[^,()])++", re.DOTALL)
_TEXT = re.compile(rf"({TEXT})", re.DOTALL)


def _plain(value: Value) -> Value:
    """SQL without white space that says nothing, in one case but for texts."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return "".join(p if k % 2 else p.casefold() for k, p in enumerate(_TEXT.split(str(tight(value))))) if value is not None else None


def _apart(name: str, pattern: re.Pattern[str], stated: dict[str, Value]) -> dict[str, Value]:
    """The fields with one of them taken apart into items."""
    items = tuple(item.strip() for item in pattern.findall(str(stated.pop(name, None) or "")))
    return {**stated, name: items} if items else stated


def _joined(name: str, joint: str, fields: Mapping[str, Value]) -> Mapping[str, Value]:
    items = fields.get(name)
    return {**fields, name: joint.join(map(str, items))} if isinstance(items, tuple) else fields


SQL = Exact(_plain)


def _kind(name: str, fields: str, *, key: str = "", ordered: bool = True, **other: FieldType) -> Kind:
    return Kind(name, {**dict.fromkeys(fields.split(), SQL), **other, "note": Text()}, tuple(key.split()), ordered)


KINDS = (
    _kind("table", "modifiers guard name tail", key="name"),
    _kind("column", "name type", key="name", options=Unordered(_plain)),
    _kind("constraint", "name text", key="name", ordered=False),
    _kind("index", "modifiers guard name table columns", key="name", ordered=False),
    _kind("view", "modifiers guard name columns query", key="name"),
    _kind("insert", "name columns"),
    _kind("row", "rest", values=Exact()),
    _kind("statement", "text"),
    Kind("directive", {"text": Exact(), "note": Text()}),
    Kind("comment", {"text": Text()}),
)
PART = r'(?:"(?:[^"\n]|"")++"|`[^`\n]++`|\[[^\[\]\n]++\]|[\w$#@]++)'
NAME = rf"{PART}(?:\s*\.\s*{PART})*+"
GUARD = "[ {guard:IF NOT EXISTS}]"
LIMITS = r"PRIMARY\s+KEY|UNIQUE|FOREIGN\s+KEY|CHECK|KEY|INDEX|EXCLUDE|LIKE|FULLTEXT|SPATIAL|PERIOD"
WORDS = r"(?:precision|varying|unsigned|signed|zerofill|array|with(?:out|\s+local)?\s+time\s+zone|large\s+object)\b"
TYPE = rf"{NAME}(?:\s+{WORDS})*+(?:\s*\((?:{TEXT}|[^()'])*+\))?+(?:\s+{WORDS})*+(?:\s*\[\d*\])*+"
STARTS = """ALTER|CREATE|DROP|INSERT|UPDATE|DELETE|REPLACE|SET|GRANT|REVOKE|COMMENT|SELECT|WITH|BEGIN|COMMIT|ROLLBACK|START|END|PRAGMA|
USE|LOCK|UNLOCK|ANALYZE|VACUUM|REINDEX|TRUNCATE|DO|EXEC|EXECUTE|CALL|DECLARE|MERGE|COPY|ATTACH|DETACH|PRINT|IF|RETURN|VALUES|REFRESH|
RENAME""".replace("\n", "")
FLAGS = re.IGNORECASE | re.DOTALL


RULES = (
    Rule("row", r"({values:*})[ {rest:(?:ON|AS|RETURNING)\b.*}]",
         partial(_apart, "values", _ITEM), partial(_joined, "values", ", "), FLAGS),
    Rule("constraint", rf"[CONSTRAINT {{name:{NAME}}} ]{{text:(?:{LIMITS})\b.*}}", flags=FLAGS),
    Rule("column", rf"{{name:(?!(?:CONSTRAINT|CHECK|FOREIGN|PRIMARY)\b){NAME}}}[ {{type:(?!(?:{CLAUSES})\b){TYPE}}}]"
         rf"[ {{options:(?:{CLAUSES}|ON)\b.*}}]", partial(_apart, "options", _CLAUSE), partial(_joined, "options", " "), FLAGS),
    Rule("table", rf"CREATE[ {{modifiers:(?:\w+\s+)*\w+}}] TABLE{GUARD} {{name:{NAME}}}", flags=FLAGS),
    Rule("insert", rf"INSERT INTO {{name:{NAME}}}[\s({{columns:[^()]*+}})]", flags=FLAGS),
    Rule("index", rf"CREATE[ {{modifiers:(?:\w+\s+)*\w+}}] INDEX{GUARD} {{name:{NAME}}} "
         rf"ON {{table:(?:ONLY\s+)?{NAME}}}\s{{columns:*}}", flags=FLAGS),
    Rule("view", rf"CREATE[ {{modifiers:(?:\w+\s+)*\w+}}] VIEW{GUARD} {{name:{NAME}}}[ ({{columns:[^()]*+}})] AS {{query:*}}", flags=FLAGS),
    Rule("directive", r"{text:(?:GO|DELIMITER|\\\w).*}", flags=FLAGS),
    Rule("statement", rf"{{text:(?:{STARTS})\b.*}}", flags=FLAGS),
)  # fmt: skip
FORMAT = Statements(
    Grammar(KINDS, RULES),
    (
        Block(("table",), "(", ")", ",", tails=True, holds=("column", "constraint")),
        Block(("insert",), "VALUES", "", ",", holds=("row",)),
    ),
    strings=rf"{QUOTED}|'(?:[^'\\]|''|\\.){{0,4000}}+'(?=\s*[,;)])|\$(?P<tag>\w*)\$(?:(?!\$(?P=tag)\$).){{0,8000}}+\$(?P=tag)\$",
    comments=r"--[^\n]*+|(?<![^\n])[ \t]*+\#[^\n]*+",
    lines=r"(?i:GO(?=[ \t]*(?:\n|\Z))|DELIMITER\b)|\\[a-z]",
    apart=frozenset({"table", "insert", "view", "statement", "comment"}),
    indent="    ",
)
DOMAIN = Domain("dbschema", "SQL schema", "code", ("*.sql", "*.ddl"), KINDS, FORMAT.read, FORMAT.write)
