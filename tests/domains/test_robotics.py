"""Robots as people and exporters write them, what a change in one costs, and lxml as the oracle for what stands where."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.robotics import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.robotics import DOMAIN

SEED = (Path(__file__).parents[2] / "corpora/science/robotics/tide_crawler/seed/crawler.urdf").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.urdf").read_text(encoding="utf-8")
NAME = "crawler.urdf"


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def test_links_and_joints_hold_their_values():
    assert [len(kinds(SEED, kind)) for kind in ("link", "joint", "inertial", "visual", "collision", "transmission")] == [
        18,
        18,
        17,
        17,
        14,
        1,
    ]
    tilt = next(joint for joint in kinds(SEED, "joint") if joint.fields["@name"] == "tilt")
    assert tilt.fields["origin/@xyz"] == "0 0 0.05"
    assert tilt.fields["limit/@upper"] == Decimal("1.35")
    assert tilt.fields["safety_controller/@soft_upper_limit"] == Decimal("1.25")
    assert kinds(SEED, "visual")[0].fields["material/@name"] == "signal_orange"
    paint = kinds(SEED, "element")[0]
    assert dict(paint.fields) == {"tag": "material", "@name": "signal_orange", "color/@rgba": "0.94 0.42 0.08 1"}


def test_xacro_is_plain_elements():
    tags = [element.fields["tag"] for element in kinds(SAMPLE, "element")]
    assert tags[:3] == ["xacro:property", "xacro:macro", "xacro:wheel"]
    assert kinds(SAMPLE, "visual")[0].fields["geometry/sphere/@radius"] == "${reach / 3}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('xyz="0 0 0.05"', 'xyz="0.0 0  .050"'),
        ('mass value="14.2"', 'mass value="14.20"'),
        ('<parent link="base_link"/>\n    <child link="track_left"/>', '<child link="track_left"/>\n    <parent link="base_link"/>'),
        ('<link name="rack">', "<link name='rack'>"),
        ('lower="-2.9" upper="2.9"', 'upper="2.9" lower="-2.9"'),
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
        ('<axis xyz="0 -1 0"/>', '<axis xyz="0 1 0"/>', "joint", "axis/@xyz"),
        ('upper="1.35"', 'upper="77.3"', "joint", "limit/@upper"),
        ('<parent link="forearm"/>', '<parent link="upper_arm"/>', "joint", "parent/@link"),
        ('izz="0.6257467"', 'izz="0.6257476"', "inertial", "inertia/@izz"),
        ("meshes/hull.stl", "meshes/head.stl", "visual", "geometry/mesh/@filename"),
        ('rgba="0.7 0.85 0.9 0.35"', 'rgba="0.7 0.85 0.9 1"', "element", "color/@rgba"),
    ],
)
def test_a_false_fact_costs_one_element_and_is_named(before, after, kind, field):
    assert before in SEED
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert 0.98 < comparison.score < 1
    assert [(finding.kind, finding.field) for finding in comparison.findings] == [(kind, field)]


def test_a_lost_end_tag_costs_its_element_and_the_file_its_half():
    comparison = compared(SEED, SEED.replace("    </collision>\n", "", 1))
    assert 0.47 < comparison.score <= 0.5


@pytest.mark.parametrize("text", [SEED, SAMPLE])
def test_lxml_finds_the_same_before_and_after_writing(text):
    def told(source):
        root = etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
        elements = root.iter(etree.Element)
        return sorted(f"{e.tag} {[(k, v.split()) for k, v in sorted(e.attrib.items())]} {(e.text or '').strip()}" for e in elements)

    assert told(text) == told(DOMAIN.write(DOMAIN.read(text, NAME)))


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "which is no link": ('<parent link="mast"/>', '<parent link="masts"/>'),
        "hangs on 2 joints": ('<child link="rack"/>', '<child link="mast"/>'),
        "goes from": ('lower="-2.9" upper="2.9"', 'lower="2.9" upper="-2.9"'),
        "the axis of pan": ('<axis xyz="0 0 1"/>', '<axis xyz="0 1 1"/>'),
        "which is no joint": ('mimic joint="grip"', 'mimic joint="grasp"'),
        "there is no material": ('<material name="glass"/>', '<material name="brass"/>'),
        "turns as": ('mass value="14.2"', 'mass value="12.4"'),
    }
    for problem, (before, after) in mistakes.items():
        assert before in SEED, problem
        assert any(problem in line for line in check({NAME: SEED.replace(before, after, 1)})), problem
