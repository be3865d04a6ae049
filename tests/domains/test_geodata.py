"""GeoJSON as map programs and people write it, and what a change in it costs."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.geodata import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.geodata import DOMAIN

NAME = "x.geojson"
SEED = (Path(__file__).parents[2] / "corpora/records/geodata/bredwood/seed/bredwood.geojson").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.geojson").read_text(encoding="utf-8")


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def collection(*features):
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(features) + "\n]}\n"


POSTS = [
    f'{{"type": "Feature", "id": {k}, "properties": {{"name": "post {k}", "height": {k}.50, "sound": true}},\n'
    f' "geometry": {{"type": "Point", "coordinates": [7.{k}, 46.{k}1]}}}}'
    for k in range(1, 9)
]
TEXT = collection(*POSTS)


def test_a_feature_has_its_properties_as_fields_and_its_positions_below_it():
    buoy, fairway, anchorage, *_ = kinds(SAMPLE, "feature")
    properties = {"name": "North cardinal", "lit": True, "range_nm": 5, "note": ()}
    assert buoy.fields == {"type": "Feature", "id": 7, **properties, "geometry": "Point"}
    assert [dict(point.fields) for point in buoy.children] == [
        {"lon": Decimal("-1.3021"), "lat": Decimal("50.7713"), "alt": Decimal("4.50")}
    ]
    assert [len(line.children) for line in fairway.children] == [3]
    assert anchorage.fields["properties/id"] == 12
    assert [(child.fields.get("key"), len(child.children)) for child in anchorage.children] == [
        ("properties/hours", 2),
        ("properties/owner", 2),
        ("bbox", 4),
        (None, 2),
    ]
    assert [len(ring.children) for ring in anchorage.children[-1].children] == [4, 4]
    assert [len(kinds(SAMPLE, kind)) for kind in ("feature", "point", "record")] == [7, 26, 2]


def test_one_feature_by_itself_and_one_a_line():
    (alone,) = DOMAIN.read(POSTS[0], NAME)
    assert (alone.kind, [child.kind for child in alone.children]) == ("document", ["feature"])
    lines = "".join(f"{json.dumps(json.loads(post))}\n" for post in POSTS)
    assert len(kinds(lines, "feature")) == 8
    assert DOMAIN.write(DOMAIN.read(lines, NAME)).count("\n") == 8


@pytest.mark.parametrize("text", [SEED, SAMPLE, TEXT])
def test_what_is_written_says_the_same(text):
    assert json.loads(DOMAIN.write(DOMAIN.read(text, NAME))) == json.loads(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"height": 3.50', '"height": 3.5'),
        ("[7.3, 46.31]", "[\n 7.30,\n 46.31\n]"),
        ('"name": "post 3", "height": 3.50', '"height": 3.50, "name": "post 3"'),
        ('"type": "Feature", "id": 3', '"id": 3, "type": "Feature"'),
    ],
)
def test_another_spelling_is_layout(before, after):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == 1
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('"height": 3.50', '"height": "3.50"', "height"),
        ('"sound": true', '"sound": false', "sound"),
        ("[7.3, 46.31]", "[46.31, 7.3]", "lat"),
        ("[7.3, 46.31]", "[7.3, 46.32]", "lat"),
        ('"type": "Point", "coordinates": [7.3,', '"type": "MultiPoint", "coordinates": [7.3,', "geometry"),
    ],
)
def test_a_false_fact_costs_its_element(before, after, field):
    comparison = compared(TEXT, TEXT.replace(before, after, 1))
    assert comparison.score == pytest.approx(1 - 1 / 17.1)
    assert field in {finding.field for finding in comparison.findings}


def test_a_lost_bracket_costs_the_file_its_half_and_little_more():
    lines = SEED.split("\n")
    for k in [k for k, line in enumerate(lines) if line.strip() in {"}", "},", "]", "{"}][5:40]:
        assert 0.3 < compared(SEED, "\n".join(lines[:k] + lines[k + 1 :])).score <= 0.5, k


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "C1 has 9.50 ha": ('"area_ha": 9.5,', '"area_ha": 9.05,'),
        "is 966 m long": ('"length_m": 966', '"length_m": 996'),
        "P2 is not in C6": ('"compartment": "C7",\n        "condition": "repair"', '"compartment": "C6",\n        "condition": "repair"'),
        "open or runs": ("[-2.712107, 52.188896],\n            [-2.7124, 52.186558]", "[-2.712107, 52.188896]"),
        "the bbox": ("-2.71284, 52.18341, -2.6987", "-2.71284, 52.18341, -2.6978"),
        "have the id C2": ('"id": "C3"', '"id": "C2"'),
    }
    for problem, (before, after) in mistakes.items():
        assert before in SEED, problem
        assert any(problem in line for line in check({NAME: SEED.replace(before, after)})), problem
