"""What holds in a zone that loads.

An alias stands alone, names that are pointed to are there, addresses are some, no record is there twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.code.dns import DOMAIN

ADDRESSES = {"A": IPv4Address, "AAAA": IPv6Address}
POINTS_WITH_ITS_LAST_WORD = {"NS", "MX", "SRV", "CNAME"}
MAX_TEXT = 255


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the zones that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    records = [element for element in elements if element.kind == "record"]
    types: dict[str, set[str]] = defaultdict(set)
    for record in records:
        types[str(record.fields["name"])].add(str(record.fields["type"]))
    if sum(element.kind == "soa" for element in elements) != 1:
        yield 0, "a zone has one SOA"
    for said, count in Counter((str(r.fields["name"]), str(r.fields["type"]), str(r.fields["rdata"])) for r in records).items():
        if count > 1:
            yield 0, f"{' '.join(said)} is there {count} times"
    for record in records:
        yield from ((record.line, problem) for problem in _wrong(record, types))


def _wrong(record: Element, types: Mapping[str, set[str]]) -> Iterator[str]:
    name, kind, rdata = (str(record.fields[field]) for field in ("name", "type", "rdata"))
    target = rdata.split()[-1]
    if "CNAME" in types[name] and len(types[name]) > 1:
        yield f"{name} is an alias and has something beside it"
    if kind in POINTS_WITH_ITS_LAST_WORD and not target.endswith(".") and not types.get(target, set()) & {"A", "AAAA", "CNAME"}:
        yield f"{target} has no address"
    if any(len(text) > MAX_TEXT for text in rdata.split('"')[1::2]):
        yield f"a text has more than {MAX_TEXT} characters"
    if kind in ADDRESSES:
        try:
            ADDRESSES[kind](rdata)
        except AddressValueError:
            yield f"{rdata} is no address"
