"""Terraform and other HCL: blocks, attributes, lists and maps item by item.

Fragile: a block or an item is lost, a size or a reference changes.
"""

from __future__ import annotations

import re

from delegate_audit.core.document import Insignificant
from delegate_audit.core.kind import Exact, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.brackets import CODE, tight
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.statements import Block, Statements
from delegate_audit.domains.readers.values import by_value

NAME = r'{name:[\w.-]++|"(?:[^"\\\n]|\\.)*+"|\((?:[^()"\n]|"[^"\n]*")*+\)}'
LABEL = r'(?:"(?:[^"\\\n]|\\.)*+"|[\w.-]++)'
NOTE, VALUE = {"note": Text()}, Number(lambda value: by_value(tight(value)))
NAMED = {"name": Exact(), "sign": Exact(), "tail": CODE, **NOTE}
KINDS = (
    *(Kind(kind, {"type": Exact(), "labels": CODE, **NOTE}, key=("type", "labels"), ordered=False) for kind in ("block", "nested")),
    Kind("attribute", {"name": Exact(), "sign": Exact(), "value": VALUE, **NOTE}, key=("name",), ordered=False),
    Kind("object", NAMED, key=("name",), ordered=False),
    Kind("list", NAMED, key=("name",), ordered=False),
    Kind("call", {"function": Exact(), **NAMED}, key=("name",), ordered=False),
    Kind("item", {"value": VALUE, **NOTE}),
    *(Kind(kind, {"tail": CODE, **NOTE}, weight=0.1) for kind in ("entry", "sublist")),
    Kind("comment", {"text": Text()}),
)
RULES = (
    Rule("attribute", NAME + r"\s=\s{value:*}"),
    Rule("attribute", NAME + r"\z{sign::}\s{value:*}"),
    Rule("item", "{value:*}"),
    *(Rule(kind, rf"{NAME}{sign}") for kind in ("object", "list") for sign in (r"\s=", r"\z{sign::}")),
    *(Rule("call", rf"{named}{{function:\w++(?:::\w++)*+}}") for named in (rf"[{NAME}\s=\s]", rf"{NAME}\z{{sign::}}\s")),
    *(Rule(kind, rf"{{type:[\w-]++}}[ {{labels:{LABEL}(?:\s+{LABEL})*+}}]") for kind in ("block", "nested")),
    Rule("entry", ""),
    Rule("sublist", ""),
)
PLAIN = r"(?!\s*for\s)"
ARGUMENTS = r"(?=(?:[^,()\[\]{}\"]*+,)*+\s*+[\[{](?!\s*for\s))"
HEREDOC = r"<<-?(?P<mark>\w++)[ \t]*\n(?:(?![ \t]*(?P=mark)[ \t]*(?:\n|\Z))[^\n]*\n){0,2000}+[ \t]*(?P=mark)(?=[ \t]*(?:\n|\Z))"
FORMAT = Statements(
    Grammar(KINDS, RULES),
    (
        Block(("block",), end="\n,", where=PLAIN, outermost=True, strong=True, tails=True),
        Block(("entry", "object", "nested"), end="\n,", where=PLAIN, held=r"[=:?]\s*+\S|[,?:]\Z", strong=True, tails=True),
        Block(("sublist", "list"), "[", "]", ",", where=PLAIN, tails=True, holds=("item",), width=100, hugs=True),
        Block(
            ("call",),
            "(",
            ")",
            ",",
            ARGUMENTS,
            tails=True,
            holds=("item",),
            width=100,
            space=False,
            hugs=True,
        ),
    ),
    end="\n",
    strings=rf'"(?:[^"\\\n]|\\.)*+"|{HEREDOC}',
    comments=r"#[^\n]*+|//[^\n]*+",
    apart=frozenset({"block", "nested", "comment"}),
    aligned=frozenset({"attribute", "list", "call"}),
)
INSIGNIFICANT = (Insignificant(re.compile(r",(?=\s*$)", re.MULTILINE), "it parts items that stand on lines of their own"),)

DOMAIN = Domain("infra", "Terraform", "code", ("*.tf", "*.tfvars", "*.hcl"), KINDS, FORMAT.read, FORMAT.write, INSIGNIFICANT)
