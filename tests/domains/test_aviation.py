"""What notices to airmen mean, in the form of ICAO and in that of the United States."""

from pathlib import Path

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.aviation import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.aviation import DOMAIN

SEED = {p.name: p.read_text() for p in (Path(__file__).parents[2] / "corpora/science/aviation/tarn_field/seed").iterdir()}
NOTICES = """A1501/26 NOTAMR A1499/26
Q) LOVV/QRDCA/IV/BO/W/000/095/4841N01519E011
A) LOVV B) 2606190600 C) 2606191600 EST
D) DAILY 0600-1600
E) DANGER AREA ACTIVATED, 2 NM RADIUS OF THE TOWER (SEE AIP).
A) NORTH PART ONLY
F) GND G) 9500FT AMSL
CREATED: 10 Jun 2026 12:13:00
SOURCE: EUECYIYN

(B0007/26 NOTAMN
A) LOWW B) 2601010000 C) PERM
E) RWY 11 SHORTER (BY 12 M))

!ABQ 01/122 ZAB RWY 08/26 CLSD 2601190501-WIE

!FAI 05/127 FYU AD AP FUEL NOT AVBL 2605101500-2605310000EST
"""


def compared(before, after):
    return compare({"x.notam": before}, {"x.notam": after}, DOMAIN)


def test_an_icao_notice_has_its_items_and_qualifiers_as_fields():
    notice, other, *_ = DOMAIN.read(NOTICES, "x.notam")
    assert {name: notice.fields[name] for name in ("number", "type", "refers_to", "fir", "code", "flight_level_to", "centre")} == {
        "number": "A1501/26", "type": "NOTAMR", "refers_to": "A1499/26", "fir": "LOVV", "code": "QRDCA", "flight_level_to": "095",
        "centre": "4841N01519E011",
    }  # fmt: skip
    assert (notice.fields["from"], notice.fields["to"], notice.fields["estimated"]) == ("2026-06-19 06:00", "2026-06-19 16:00", "EST")
    assert str(notice.fields["text"]).endswith("(SEE AIP).\nA) NORTH PART ONLY")
    assert (notice.fields["lower"], notice.fields["upper"], notice.fields["source"]) == ("GND", "9500FT AMSL", "EUECYIYN")
    assert (other.fields["to"], other.fields["text"]) == ("PERM", "RWY 11 SHORTER (BY 12 M)")


def test_a_domestic_notice_ends_with_its_time():
    runway, fuel = DOMAIN.read(NOTICES, "x.notam")[2:]
    assert (runway.kind, runway.fields["text"]) == ("domestic", "RWY 08/26 CLSD 2601190501-WIE")
    assert dict(fuel.fields) == {
        "office": "FAI", "number": "05/127", "location": "FYU", "text": "AD AP FUEL NOT AVBL",
        "from": "2026-05-10 15:00", "to": "2026-05-31 00:00", "estimated": "EST",
    }  # fmt: skip


LAYOUT = {
    "items on lines of their own": NOTICES.replace(" B) 26", "\nB) 26").replace(" C) 26", "\nC) 26"),
    "blanks in item Q": NOTICES.replace("/BO/W/", "/BO /W /"),
    "text wrapped otherwise": NOTICES.replace("RADIUS OF", "RADIUS\nOF"),
    "lines of dashes": NOTICES.replace("\n\n", "\n=======\n"),
    "no brackets": NOTICES.replace("(B0007", "B0007").replace("12 M))", "12 M)"),
    "one notice under the other": NOTICES.replace("\n\n!", "\n!"),
}


@pytest.mark.parametrize("after", LAYOUT.values(), ids=LAYOUT)
def test_what_means_the_same_is_layout(after):
    comparison = compared(NOTICES, after)
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("C) 2606191600", "C) 2606191700", "to"),
        ("1600 EST", "1600", "estimated"),
        ("000/095", "000/195", "flight_level_to"),
        ("2 NM RADIUS", "3 NM RADIUS", "text"),
        ("9500FT AMSL", "9500FT AGL", "upper"),
        ("RWY 08/26", "RWY 08R/26L", "text"),
        ("01/122", "01/123", "number"),
    ],
)
def test_a_changed_fact_costs_its_notice(before, after, field):
    comparison = compared(NOTICES, NOTICES.replace(before, after, 1))
    assert comparison.score == pytest.approx(1 - 1 / 4)
    assert [finding.field for finding in comparison.findings] == [field]


def test_a_lost_head_costs_its_notice():
    comparison = compared(NOTICES, NOTICES.replace("A1501/26 NOTAMR A1499/26\n", ""))
    assert comparison.score == pytest.approx(1 - 1 / 4)
    assert {finding.field for finding in comparison.findings} == {"number", "type", "refers_to"}


def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not():
    assert check(SEED) == []
    for name, before, after in (
        ("northern_fir.notam", "C) 2605132030", "C) 2605112030"),
        ("northern_fir.notam", "B0415/26 NOTAMR B0398/26", "B0415/26 NOTAMR B0498/26"),
        ("northern_fir.notam", "665700N 0274000E", "675700N 0274000E"),
        ("northern_fir.notam", "E0652/26", "E0650/26"),
        ("home_and_south.notam", "QOLAS/IV", "QOLA/IV"),
    ):
        assert before in SEED[name]
        assert check({**SEED, name: SEED[name].replace(before, after, 1)}), (name, before)
