"""Playlists as players write them, what a change in one costs, and lxml as the oracle for what stands where."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.playlist import check
from delegate_audit.domains.everyday.playlist import DOMAIN
from delegate_audit.domains.reading import compare

SEED = (Path(__file__).parents[2] / "corpora/everyday/playlist/winter_concerts/seed/concerts.xspf").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.xspf").read_text(encoding="utf-8")
NAME = "concerts.xspf"


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def test_a_track_has_its_leaves_as_fields_and_what_may_come_again_below_it():
    tracks = kinds(SEED, "track")
    assert len(tracks) == 24
    assert tracks[0].fields["duration"] == 291300
    assert tracks[4].fields["location"] == "file:///media/disk1/concerts/2025-11-30/05_abendlied.flac"
    assert [(child.kind, child.fields["text"]) for child in tracks[4].children] == [
        ("element", "file:///media/disk1/concerts/2025-11-30/takes/abendlied_take2.flac"),
        ("meta", "Josef Rheinberger"),
    ]


def test_extensions_prefixes_and_odd_numbers():
    rye, spelt, salt, last = kinds(SAMPLE, "track")
    assert rye.fields["duration"] == "0180000"
    assert spelt.fields["duration"] == Decimal("61000.50")
    assert salt.fields["s:title"] == "Salt"
    assert dict(last.fields) == {"location": "last.ogg"}
    assert kinds(SAMPLE, "extension")[0].fields["vlc:id"] == "0"
    assert kinds(SAMPLE, "playlist")[0].fields["annotation"] == "Play <loud>, 4 o'clock"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<duration>291300<", "<duration>291300.0<"),
        ("<title>Hora<", "<title> Hora\n<"),
        ("<creator>Everybody<", "<creator><![CDATA[Everybody]]><"),
        ("<trackNum>1</trackNum>\n      <duration>291300</duration>", "<duration>291300</duration>\n      <trackNum>1</trackNum>"),
        ('rel="https://musicschool.example/terms/composer"', "rel='https://musicschool.example/terms/composer'"),
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
        ("<duration>291300<", "<duration>291<", "track", "duration"),
        ("disk2/concerts/2026-02-15/06_hora", "disk1/concerts/2026-02-15/06_hora", "track", "location"),
        ("Ruben counts in", "Ida counts in", "track", "annotation"),
        (">Josef Rheinberger<", ">Joseph Rheinberger<", "meta", "text"),
        ("takes/abendlied_take2", "takes/abendlied_take3", "element", "text"),
    ],
)
def test_a_false_fact_costs_one_element_and_is_named(before, after, kind, field):
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert 0.97 < comparison.score < 1
    assert [(finding.kind, finding.field) for finding in comparison.findings] == [(kind, field)]


def test_tracks_that_change_places_are_moved_and_a_lost_one_is_one():
    tracks = SEED.split("    <track>\n")
    swapped = "    <track>\n".join([*tracks[:8], tracks[9], tracks[8], *tracks[10:]])
    assert [(f.change.value, f.kind) for f in compared(SEED, swapped).findings if f.cost] == [("moved", "track")]
    lost = compared(SEED, "    <track>\n".join([*tracks[:8], *tracks[9:]]))
    assert {finding.change.value for finding in lost.findings if finding.cost} == {"deleted"}
    assert lost.score > 0.95


@pytest.mark.parametrize("text", [SEED, SAMPLE])
def test_lxml_finds_the_same_before_and_after_writing(text):
    def told(source):
        root = etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
        return sorted(str((e.tag, dict(sorted(e.attrib.items())), " ".join((e.text or "").split()))) for e in root.iter(etree.Element))

    assert told(text) == told(DOMAIN.write(DOMAIN.read(text, NAME)))


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "length is": ("<duration>291300<", "<duration>291301<"),
        "tracks is": ('terms/tracks">24<', 'terms/tracks">25<'),
        "stands at place 2": ("<trackNum>2<", "<trackNum>3<"),
        "is no place for": ("2026-02-15/06_hora", "2026-02-16/06_hora"),
        "2 tracks have": ("20251130:02", "20251130:01"),
    }
    for problem, (before, after) in mistakes.items():
        assert before in SEED, problem
        assert any(problem in line for line in check({NAME: SEED.replace(before, after, 1)})), problem
