"""OpenQASM 2 and 3: registers, gate definitions, operations in their order. Fragile: an angle or a qubit changes, a gate moves."""

from __future__ import annotations

from delegate_audit.core.kind import Exact, FieldType, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.brackets import CODE, tight
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.statements import Block, Statements
from delegate_audit.domains.readers.values import by_value

NOTE: dict[str, FieldType] = {"note": Text()}
VALUE = Number(lambda value: by_value(tight(value)))
KINDS = (
    Kind("version", {"number": Exact(), **NOTE}),
    Kind("include", {"file": Exact(), **NOTE}),
    Kind("register", {"type": Exact(), "name": Exact(), "size": VALUE, **NOTE}, key=("name",)),
    Kind("gate", {"name": Exact(), "parameters": CODE, "qubits": CODE, **NOTE}, key=("name",)),
    Kind("operation", {"modifiers": CODE, "gate": Exact(), "parameters": VALUE, "qubits": CODE, **NOTE}),
    Kind("measure", {"qubits": CODE, "target": CODE, "sign": Exact(), **NOTE}),
    Kind("barrier", {"qubits": CODE, **NOTE}),
    Kind("reset", {"qubits": CODE, **NOTE}),
    Kind("conditional", {"condition": CODE, "statement": CODE, **NOTE}),
    Kind("block", {"head": CODE, **NOTE}),
    Kind("statement", {"text": CODE, **NOTE}),
    Kind("directive", {"text": CODE}),
    Kind("comment", {"text": Text()}),
)
WITHIN = r"(?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+"
TYPES = "const|input|output|let|return|int|uint|float|angle|bool|complex|duration|stretch|bit|array|creg|qreg|qubit|mutable|readonly"
WORDS = "opaque|extern|defcalgrammar|delay|end|break|continue|nop|gphase"
HEADS = "if|else|for|while|def|box|switch|case|default|cal|defcal"
OPERAND = r"[\w$]++(?:\s*\[[^\[\]]*+\])*+"
RULES = (
    Rule("operation", rf"{{gate:(?!(?:{TYPES}|{WORDS}|{HEADS}|gate|measure|reset|barrier|include|OPENQASM)\b)\w++}}"
         rf"[\z({{parameters:{WITHIN}}})] {{qubits:{OPERAND}(?:\s*,\s*{OPERAND})*+}}"),
    Rule("measure", r"measure {qubits:\w[^=>-]*?}[\s->\s{target:*}]"),
    Rule("measure", rf"{{target:(?!(?:{TYPES})\b)\w[\w\[\]:, ]*?}}\s{{sign:=}}\smeasure {{qubits:*}}"),
    Rule("conditional", rf"if\z({{condition:{WITHIN}}})\s{{statement:*}}"),
    Rule("barrier", "barrier[ {qubits:*}]"),
    Rule("reset", "reset {qubits:*}"),
    Rule("register", r"{type:qreg|creg} {name:\w++}\z\[\z{size:[^\[\]]*?}\z\]"),
    Rule("register", r"{type:qubit|bit}\z\[\z{size:[^\[\]]*?}\z\] {name:\w++}"),
    Rule("register", r"{type:qubit|bit} {name:\w++}"),
    Rule("operation", rf"{{modifiers:(?:(?:ctrl|negctrl|inv|pow)\b[^@]*@\s*)*(?:ctrl|negctrl|inv|pow)\b[^@]*@}}\s{{gate:\w++}}"
         rf"[\z({{parameters:{WITHIN}}})] {{qubits:*}}"),
    Rule("gate", rf"gate {{name:\w++}}[\z({{parameters:{WITHIN}}})] {{qubits:*}}"),
    Rule("version", "OPENQASM {number}"),
    Rule("include", "include {file:\"}"),
    Rule("directive", r"{text:(?:@|#?pragma\b).*}"),
    Rule("statement", rf"{{text:(?:{TYPES}|{WORDS})\b.*|[\w\[\]:, ]+(?:[-+*/%&|^~]|<<|>>|\*\*)?=.*|\w+\s*\(.*\)}}"),
    Rule("block", rf"{{head:(?:{HEADS})\b.*}}"),
)  # fmt: skip
FORMAT = Statements(
    Grammar(KINDS, RULES),
    (Block(("gate",), strong=True, width=100), Block(("block",), held=r"(?:=|\bin)\s*\Z", strong=True)),
    lines=r"@\w|#?pragma\b",
    apart=frozenset({"gate", "block", "comment"}),
)

DOMAIN = Domain("quantum", "OpenQASM", "code", ("*.qasm", "*.qasm3", "*.inc"), KINDS, FORMAT.read, FORMAT.write)
