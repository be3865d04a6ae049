"""Tracks as receivers and programs write them, and what a change in one of them costs."""

from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.geotrack import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.geotrack import DOMAIN

SEED = (Path(__file__).parents[2] / "corpora/records/geotrack/footpath_survey/seed/survey.gpx").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.gpx").read_text(encoding="utf-8")
NAME = "survey.gpx"


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def track(*points):
    return (
        '<gpx version="1.1" creator="x"><trk><name>a</name><trkseg>' + "".join(f"{point}\n" for point in points) + "</trkseg></trk></gpx>"
    )


POINTS = [f'<trkpt lat="46.{k}1" lon="7.{k}"><ele>{k}00.5</ele><time>2026-01-01T10:0{k}:00Z</time></trkpt>' for k in range(1, 9)]


def test_every_place_is_one_element():
    assert [len(kinds(SEED, kind)) for kind in ("waypoint", "point", "segment", "track", "route", "metadata", "element")] == [
        18,
        60,
        4,
        3,
        1,
        1,
        0,
    ]
    assert dict(kinds(SEED, "point")[-1].fields) == {
        "@lat": Decimal("52.442552"),
        "@lon": Decimal("-2.925032"),
        "ele": Decimal("173.7"),
        "time": "2026-04-19T14:44:40Z",
    }


def test_prefixes_extensions_and_second_links():
    first, second, _ = kinds(SAMPLE, "waypoint")
    assert first.fields["gpx:desc"] == "Ring <b>twice</b>, keeper is deaf & busy"
    assert (first.fields["@lat"], first.fields["@lon"]) == ("+53.2", Decimal("6.90"))
    assert [dict(child.fields) for child in first.children] == [
        {"tag": "gpx:link", "@href": "http://example.org/4b", "gpx:text": "second picture"}
    ]
    assert [child.kind for child in second.children] == ["comment"]
    point = kinds(SAMPLE, "point")[1]
    assert point.fields["gpx:extensions/gpxtpx:TrackPointExtension/gpxtpx:hr"] == 98


def test_a_waypoint_is_written_in_the_order_of_the_schema():
    (element,) = DOMAIN.read('<wpt lon="2" lat="1"><type>t</type><link href="u"/><name>n</name><ele>3</ele></wpt>', NAME)
    lines = DOMAIN.write((element.having(order=None, attributes=None),)).split("\n")
    assert [line.strip() for line in lines] == [
        '<wpt lat="1" lon="2">',
        "<ele>3</ele>",
        "<name>n</name>",
        '<link href="u"/>',
        "<type>t</type>",
        "</wpt>",
        "",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ele>100.5</ele>", "<ele>100.50</ele>"),
        ("<ele>100.5</ele>", "<ele>+100.5</ele>"),
        ('lat="46.11"', 'lat="046.1100"'),
        ("10:01:00Z", "10:01:00.000Z"),
        ("10:01:00Z", "10:01:00+00:00"),
        ('lat="46.11" lon="7.1"', "lat='46.11'  lon='7.1'"),
        ('lat="46.11" lon="7.1"', 'lon="7.1" lat="46.11"'),
        ("<ele>100.5</ele><time>2026-01-01T10:01:00Z</time>", "<time>2026-01-01T10:01:00Z</time>\n<ele>100.5</ele>"),
        ("<name>a</name>", "<name><![CDATA[a]]></name>"),
        ("<trkseg>", "\n\t<trkseg  >\n"),
    ],
)
def test_another_spelling_is_layout(before, after):
    text = track(*POINTS)
    assert before in text
    comparison = compared(text, text.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<ele>100.5</ele>", "<ele>100.6</ele>"),
        ("<ele>100.5</ele>", ""),
        ('lat="46.11"', 'lat="46.12"'),
        ('lat="46.11"', 'lat="46,11"'),
        ("10:01:00Z", "10:01:00+01:00"),
        ("10:01:00Z", "10:01:00"),
        ("10:01:00Z", "10:01:00.5Z"),
        (POINTS[0] + "\n", ""),
    ],
)
def test_a_false_fact_costs_the_point(before, after):
    text = track(*POINTS)
    weight = 1 + 1 + 0.1 + len(POINTS)
    comparison = compared(text, text.replace(before, after, 1))
    assert comparison.score == pytest.approx(1 - 1 / weight)
    assert any(finding.kind == "point" and finding.line == 1 for finding in comparison.findings)


def test_a_track_cut_in_two_loses_no_point():
    text = track(*POINTS)
    cut = text.replace(POINTS[4], "</trkseg><trkseg>" + POINTS[4])
    assert {finding.kind for finding in compared(text, cut).findings if finding.severity is Severity.FACT} <= {"segment", "text"}
    assert 0.7 < compared(text, cut).score < 1


def test_a_broken_point_costs_itself_and_the_file_its_half():
    lines = SEED.split("\n")
    k = next(k for k, line in enumerate(lines) if "<trkpt" in line) + 5
    for broken in (lines[k].replace("<ele>", "<ele"), lines[k].replace("</trkpt>", ""), lines[k][:40], lines[k].replace('"', "")):
        comparison = compared(SEED, "\n".join([*lines[:k], broken, *lines[k + 1 :]]))
        assert 0.46 < comparison.score <= 0.5, broken


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "are no walk": ("2026-04-11T08:14:48Z", "2026-04-11T08:13:12Z"),
        "from the walk": ("<time>2026-04-11T09:31:20Z", "<time>2026-04-11T10:31:20Z"),
        "numbered": ("<number>3</number>", "<number>4</number>"),
        "out of bounds": ('minlat="52.437183"', 'minlat="52.437200"'),
    }
    for problem, (before, after) in mistakes.items():
        found = check({NAME: SEED.replace(before, after)})
        assert found, problem
        assert all(problem in line for line in found)


def test_the_domain_claims_gpx():
    assert DOMAIN.claims("day1.GPX")
    assert not DOMAIN.claims("day1.gpx.bak")
