"""What a zone means, however it is written, with dnspython (2.9) as the oracle."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.corpus.consistency.dns import check
from delegate_audit.domains.code.dns import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEED = ROOT / "corpora/code/dns/lifeboat_station/seed/tarnholm.zone"

ZONE = """$ORIGIN x.example.
$TTL 1h
@ IN SOA ns1 host ( 2026010100 ; a day
    7200 900 ; twice
    1209600 3600 )
  NS ns1
ns1 IN 600 A 192.0.2.1 ; cellar
    AAAA 2001:db8::1
txt TXT ( "one; two" ; said
    "three" )
"""


def elements(text, name="x.zone"):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def compared(before, after):
    return compare({"x.zone": before}, {"x.zone": after}, DOMAIN)


def test_names_are_carried_over_and_brackets_are_one_record():
    origin, ttl, soa, ns, a, aaaa, txt = elements(ZONE)
    assert (origin.fields["value"], ttl.fields["value"]) == ("x.example.", "1h")
    assert [str(soa.fields[part]) for part in ("serial", "refresh", "retry", "expire", "minimum")] == [
        "2026010100",
        "7200",
        "900",
        "1209600",
        "3600",
    ]
    assert (soa.fields["serial_note"], soa.fields["retry_note"]) == ("; a day", "; twice")
    assert [e.fields["name"] for e in (ns, a, aaaa, txt)] == ["@", "ns1", "ns1", "txt"]
    assert dict(a.fields) == {"name": "ns1", "class": "IN", "ttl": 600, "type": "A", "rdata": "192.0.2.1", "note": "; cellar"}
    assert (txt.fields["rdata"], txt.fields["note"]) == ('"one; two" "three"', "; said")


SAME = {
    "a name said again": ("  NS ns1", "@ NS ns1"),
    "time before class": ("IN 600 A", "600 IN A"),
    "no class": ("ns1 IN 600", "ns1 600"),
    "an hour in seconds": ("$TTL 1h", "$TTL 3600"),
    "small letters": ("AAAA 2001:db8::1", "aaaa 2001:DB8::1"),
    "records in another order": ('txt TXT ( "one; two" ; said\n    "three" )\n', ""),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_costs_nothing(before, after):
    text = ZONE.replace(before, after)
    text = text if after else text.replace("  NS ns1\n", f"{before}@ NS ns1\n")
    comparison = compared(ZONE, text)
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("192.0.2.1", "192.0.2.7"),
        ("host (", "host. ("),
        ("7200", "7300"),
        ("one; two", "one two"),
        ("    AAAA", "ns2 AAAA"),
        ("IN 600", "IN 60"),
    ],
)
def test_a_change_costs_one_element(before, after):
    comparison = compared(ZONE, ZONE.replace(before, after))
    assert (1 - comparison.score) * len(elements(ZONE)) == pytest.approx(1)


def test_a_bracket_that_is_never_closed_costs_its_line():
    found = elements(ZONE.replace('"three" )', '"three"') + "last A 192.0.2.9\nnonsense\n")
    assert [e.fields["text"] for e in found if e.kind == UNREADABLE] == ['txt TXT ( "one; two" ; said', 'txt "three"', "nonsense"]
    assert found[-2].fields["name"] == "last"


@pytest.mark.parametrize("path", [SEED, ROOT / "tests/laws/samples/every_syntax.zone"], ids=lambda p: p.name)
def test_dnspython_reads_the_same_before_and_after(path):
    zone = pytest.importorskip("dns.zone")
    text = "\n".join(line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith(("$INCLUDE", "8\tCH")))
    text = text.partition("$ORIGIN 2.0.192")[0].replace("\t3600 IN NS", "\t3600 NS")
    read = [
        zone.from_text(given, origin="example.org.", check_origin=False) for given in (text, DOMAIN.write(DOMAIN.read(text, path.name)))
    ]
    assert read[0].to_text(sorted=True) == read[1].to_text(sorted=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [("192.0.2.61", "192.0.2.361"), ("50 post", "50 past"), ("\ngauge ", "\ntide "), ("mx2.skerrynet", "mx1.skerrynet"), ("SOA ", "NS  ")],
)
def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not(before, after):
    text = SEED.read_text(encoding="utf-8")
    assert check({"x.zone": text}) == []
    assert check({"x.zone": text.replace(before, after, 1)})
