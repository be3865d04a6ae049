"""Maps as people and programs write them, what a change in one costs, and lxml as the oracle for what stands where."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.landmarks import check
from delegate_audit.domains.everyday.landmarks import DOMAIN
from delegate_audit.domains.reading import compare

SEED = (Path(__file__).parents[2] / "corpora/everyday/landmarks/town_waters/seed/waters.kml").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.kml").read_text(encoding="utf-8")
NAME = "waters.kml"


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def test_the_place_of_a_point_is_a_field_and_that_of_a_line_its_vertices():
    marks = {str(mark.fields["name"]): mark for mark in kinds(SEED, "placemark")}
    assert len(marks) == 17
    assert marks["Acqua Rossa"].children[-1].fields["coordinates"] == "12.97930,43.61381,351"
    (line,) = [below for below in marks["Walk of the waters"].walk() if below.fields.get("tag") == "coordinates"]
    assert [vertex.fields["altitude"] for vertex in line.children[:3]] == [412, 418, 424]
    assert dict(line.children[0].fields) == {"longitude": Decimal("12.98412"), "latitude": Decimal("43.61187"), "altitude": 412}
    assert line.children[1].line == line.children[0].line + 1


def test_styles_data_views_and_html_are_read():
    style = kinds(SEED, "style")[0]
    assert dict(style.fields) == {
        "@id": "drinkable", "IconStyle/color": "ffd18b1f", "IconStyle/scale": Decimal("1.1"), "IconStyle/Icon/href": "icons/tap.png",
    }  # fmt: skip
    assert [dict(data.fields) for data in kinds(SEED, "data")[:2]] == [
        {"@name": "code", "text": "S1"},
        {"@name": "flow_l_min", "text": "4.6"},
    ]
    assert kinds(SEED, "document")[0].fields["LookAt/range"] == 1450
    assert kinds(SAMPLE, "placemark")[0].fields["description"] == "<p>Low water only &amp; on foot</p>"


def test_a_vertex_that_is_none_is_kept_and_costs_itself():
    assert [dict(v.fields) for v in kinds(SAMPLE, "vertex")][2] == {"text": "oops"}
    before, after = "12.97991,43.61402,359", "12.97991 43.61402,359"
    comparison = compared(SEED, SEED.replace(f"{before}\n", f"{after}\n"))
    weight = round(1 / (1 - compared(SEED, SEED.replace(f"            {before}\n", "")).score))
    assert comparison.score == pytest.approx(1 - 1 / weight, abs=1 / weight)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12.97930,43.61381,351", "12.979300,43.6138100,351.0"),
        ("12.97991,43.61402,359\n            12.97926", "12.97991,43.61402,359 12.97926"),
        ("ffd18b1f", "FFD18B1F"),
        ("<scale>1.1</scale>", "<scale>1.10</scale>"),
        ('<Data name="code">S1', "<Data name='code'>S1"),
        ("<color>ffd18b1f</color>\n        <scale>1.1</scale>", "<scale>1.1</scale>\n        <color>ffd18b1f</color>"),
        ("12.98418,43.61196\n", "12.98418,43.61196,0\n"),
    ],
)
def test_another_spelling_is_layout(before, after):
    assert before in SEED
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "kind", "field"),
    [
        ("12.97930,43.61381,351", "43.61381,12.97930,351", "geometry", "coordinates"),
        ("12.97991,43.61402,359", "12.97991,43.61420,359", "vertex", "latitude"),
        ("12.97991,43.61402,359", "12.97991,43.61402", "vertex", "altitude"),
        ('"built">1741', '"built">1714', "data", "text"),
        ("<styleUrl>#untested", "<styleUrl>#drinkable", "placemark", "styleUrl"),
        ("<width>3.5</width>", "<width>5.3</width>", "style", "LineStyle/width"),
    ],
)
def test_a_false_fact_costs_one_element_and_is_named(before, after, kind, field):
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert 0.99 < comparison.score < 1
    assert [(finding.kind, finding.field) for finding in comparison.findings] == [(kind, field)]


@pytest.mark.parametrize("text", [SEED, SAMPLE])
def test_lxml_finds_the_same_before_and_after_writing(text):
    def told(source):
        root = etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
        return [(e.tag, dict(e.attrib), " ".join((e.text or "").split())) for e in root.iter(etree.Element)]

    again = DOMAIN.write(DOMAIN.read(text, NAME))
    assert sorted(map(str, told(text))) == sorted(map(str, told(again)))


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "there is no style #dryy": ("<styleUrl>#dry<", "<styleUrl>#dryy<"),
        "given 2 times": (">C3<", ">C2<"),
        "not closed": ("12.98418,43.61196\n              </", "12.98418,43.61197\n              </"),
        "beside the walk": ("12.97930,43.61381,351", "12.97930,43.61428,351"),
        "along the walk": ('"walk_m">0<', '"walk_m">40<'),
    }
    for problem, (before, after) in mistakes.items():
        assert before in SEED, problem
        found = check({NAME: SEED.replace(before, after, 1)})
        assert any(problem in line for line in found), problem
