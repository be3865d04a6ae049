"""DNS master files (RFC 1035): records below their directives. Fragile: a dot at a name's end, a digit of an address, a serial.

A record has the name that it is for, also one that is carried over; $ORIGIN and $TTL hold what follows. Brackets only break lines:
a comment in them belongs to the number before it in a SOA, else to the record; one never closed costs its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import by_value

TYPES = r"""A|A6|AAAA|AFSDB|AMTRELAY|APL|AVC|CAA|CDNSKEY|CDS|CERT|CNAME|CSYNC|DHCID|DLV|DNAME|DNSKEY|DS|EUI48|EUI64|GPOS|HINFO|HIP|HTTPS
IPSECKEY|ISDN|KEY|KX|L32|L64|LOC|LP|MB|MG|MINFO|MR|MX|NAPTR|NID|NINFO|NS|NSAP|NSAP-PTR|NSEC|NSEC3|NSEC3PARAM|NXT|OPENPGPKEY|PTR|PX|RP|RRSIG
RT|SIG|SMIMEA|SOA|SPF|SRV|SSHFP|SVCB|TKEY|TLSA|TXT|URI|WALLET|WKS|X25|ZONEMD|TYPE\d+""".replace("\n", "|")
DIRECTIVES = {"origin": "$ORIGIN", "ttl": "$TTL", "include": "$INCLUDE", "generate": "$GENERATE"}
PARTS, CUT = ("serial", "refresh", "retry", "expire", "minimum"), "\x02"
UNITS, _UNIT = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}, re.compile(r"(?i)(\d{1,10})([smhdw])")
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*+"|(?:[^\s"();\\]|\\[^\n]|(?<==)"(?:[^"\\\n]|\\.)*+")++|;[^\n]*|[^\S\n]++|.|\n')
_BRACKET = re.compile(r'\((?:"(?:[^"\\\n]|\\.)*+"|;[^\n]*|\\.|[^()";\\\n]|\n(?=[\s;)"]|[^\s;()"]++[^\S\n]*+(?:[;)\n]|\Z)))*+\)')


def _seconds(value: Value) -> Value:
    """How long `1h30m` is; anything else by its value as a number."""
    units = _UNIT.findall(value) if isinstance(value, str) and not _UNIT.sub("", value) else []
    return sum(int(count) * UNITS[unit.lower()] for count, unit in units) if units else by_value(value)


_TIME, _NOTE = Number(_seconds), Text(lambda text: text and str(text).lstrip("; "))
_HOST = Exact(lambda text: text if '"' in str(text) else text and str(text).lower())
_OWN = {"name": _HOST, "ttl": _TIME, "class": Exact(lambda name: str(name or "IN").upper())}
_FIELDS: dict[str, dict[str, FieldType]] = {
    **{kind: {"value": _TIME if kind == "ttl" else _HOST, "note": _NOTE} for kind in DIRECTIVES},
    "record": {**_OWN, "type": _HOST, "rdata": _HOST, "note": _NOTE},
    "soa": {**_OWN, "mname": _HOST, "rname": _HOST, **dict.fromkeys(PARTS, _TIME), **dict.fromkeys((f"{p}_note" for p in PARTS), _NOTE)},
    "comment": {"text": _NOTE},
}
KINDS = tuple(Kind(k, held, ("name", "type") * (k == "record"), ordered=k in {"origin", "ttl"}) for k, held in _FIELDS.items())
_TTL, _CLASS = r" {ttl:\d{1,10}|(?:\d{1,10}[smhdw])+}", r" {class:IN|CH|HS|CS|ANY|NONE|CLASS\d+}"
_RDATA = r'(?!;)(?:"(?:[^"\\]|\\.)*+"|[^\s"();\\]|\\.|\s++(?!;))++'
_NUMBERS = "".join(f" {{{p}:[^\\s;]+}}[ {{{p}_note:;[^{CUT}]*}}]{CUT}" for p in PARTS)
_BODIES = {"soa": f" SOA {{mname}} {{rname}}{_NUMBERS}", "record": rf" {{type:{TYPES}}} {{rdata:{_RDATA}}}[ {{note:;.*}}]"}
_HEADS = (f"[{_TTL}][{_CLASS}]", f"{_CLASS}{_TTL}")
RULES = (
    Rule("comment", "{text:;.*}"),
    *(Rule(kind, rf"{name} {{value:[^\s;](?:[^;]*[^\s;])?}}[ {{note:;.*}}]", flags=re.IGNORECASE) for kind, name in DIRECTIVES.items()),
    *(Rule(kind, rf"{{name:[^\s;$]\S*}}{head}{_BODIES[kind]}", flags=re.IGNORECASE) for kind in _BODIES for head in _HEADS),
)
FORMAT = Lines(Grammar(KINDS, RULES), {"origin": 0, "ttl": 0})


def _joined(text: str) -> Iterator[str]:
    """A line for every record, with what its brackets hold and the name that is carried over."""
    words, start, deep, whole, carried = list[list[str]](), 0, False, True, "@"
    for at, raw in [*((found.start(), found[0]) for found in _TOKEN.finditer(text)), (len(text), "\n")]:
        if raw == "\n" and not deep:
            if words and not words[0][0].strip():
                words = [[carried], *words[1:]] if len(words) > 1 and words[1][0][0] != ";" else words[1:]
            carried = words[0][0] if words and words[0][0][0] not in ";$" else carried
            yield _said(words) if whole else " ".join(text[start:at].split())
            yield from [""] * text.count("\n", start, at)
            words, start, whole = [], at + 1, True
        elif raw[0] == ";" and words and words[0][0].strip():
            words[-1].append(raw.rstrip())
        elif raw in "()":
            whole = whole and (deep if raw == ")" else not deep and _BRACKET.match(text, at) is not None)
            deep = raw == "(" and whole
        elif raw.strip() or at == start:
            words.append([raw])


def _said(words: list[list[str]]) -> str:
    """The words of a record and what is noted behind them, in a SOA behind each of its numbers."""
    plain = [word for word, *_ in words]
    first = next((k + 3 for k, word in enumerate(plain) if word.upper() == "SOA"), 0)
    soa = " ".join([*plain[:first], *(f"{' '.join(word)}{CUT}" for word in words[first:])])
    if first and len(words) == first + len(PARTS) and FORMAT.grammar.parse(soa):
        return soa
    return " ".join([*plain, *(note for _, *notes in words for note in notes)])


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Records below the directive that they come after."""
    return FORMAT.read("\n".join(_joined("\n".join(lines_of(text.replace(CUT, " "))))), filename)


def write(elements: tuple[Element, ...]) -> str:
    """A record a line, in columns; the numbers of a SOA one below the other; blank lines before comments and behind a SOA."""
    lines, found = list[str](), [element for top in elements for element in top.walk() if element.kind != REJECTED]
    cells_of = [{"type": "SOA", **element.fields} for element in found]
    width = {f: max((len(str(cells[f])) + 2 for cells in cells_of if cells.get(f)), default=0) for f in ("name", "ttl", "class", "type")}
    for before, element, cells in zip([None, *found], found, cells_of, strict=False):
        start = "".join(f"{cells.get(f) or '':<{width[f]}}" for f in width)
        lines += [""] if before and (before.kind == "soa" or (element.kind in {"comment", "origin"} and before.kind != "comment")) else []
        if element.kind == "soa":
            numbers = (f"{cells.get(part)!s:<12}{cells.get(f'{part}_note') or ''}".rstrip() for part in PARTS)
            lines += [f"{start}{cells.get('mname')} {cells.get('rname')} (", *(" " * len(start) + line for line in (*numbers, ")"))]
        elif element.kind == "record":
            lines.append(f"{start}{cells.get('rdata', '')}{'  ' if cells.get('note') else ''}{cells.get('note') or ''}")
        else:
            lines.append(str(cells.get("text")) if element.kind == UNREADABLE else FORMAT.grammar.text(element.kind, element.fields))
    return "\n".join(lines) + "\n" if lines else ""


DOMAIN = Domain("dns", "DNS zones", "code", ("*.zone", "db.*", "*.zonefile"), KINDS, read, write)
