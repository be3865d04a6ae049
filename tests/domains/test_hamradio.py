"""What a log of contacts means, whichever program wrote it, with adif-io as the oracle where lengths are right."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.hamradio import check, kilometres
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.hamradio import DOMAIN

SEEDS = sorted((Path(__file__).parents[2] / "corpora/records/hamradio").glob("*/seed/*.adi"))
HEAD = "Log of LI7SKV\n<ADIF_VER:5>3.1.4\n<PROGRAMID:7>Loggbok\n<EOH>\n\n"
FIRST = "<CALL:5>G9ZZA <QSO_DATE:8>20250816 <TIME_ON:4>0608 <BAND:3>40m <FREQ:5>7.110 <MODE:3>SSB <NAME:4>Anne <EOR>\n"
SECOND = "<CALL:5>F9ZZB <QSO_DATE:8>20250816 <TIME_ON:4>0611 <BAND:3>40m <FREQ:5>7.110 <MODE:3>SSB <NAME:5>Yvain <EOR>\n"
THIRD = "<CALL:5>I9ZZC <QSO_DATE:8>20250816 <TIME_ON:4>0614 <BAND:3>40m <FREQ:5>7.110 <MODE:3>SSB <NAME:5>Carla <EOR>\n"
LOG = HEAD + FIRST + SECOND + THIRD


def kinds(text):
    return [element.kind for element in DOMAIN.read(text, "x.adi")]


def fields(text):
    return dict(DOMAIN.read(text, "x.adi")[0].fields)


def compared(after, before=LOG):
    return compare({"x.adi": before}, {"x.adi": after}, DOMAIN)


def test_a_log_is_text_header_fields_and_contacts():
    assert kinds(LOG) == ["heading", "header", "header", "end_of_header", "qso", "qso", "qso"]
    assert DOMAIN.write(DOMAIN.read(LOG, "x.adi")) == LOG


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("<NAME:4>Anne <EOR>", {"name": "Anne"}),
        ("<name:4>Anne<eor>", {"name": "Anne"}),
        ("<NAME:4:S>Anne <EOR>", {"name": "Anne", "name:type": "S"}),
        ("<NAME:3>Anne <EOR>", {"name": "Anne", "name:length": 3}),
        ("<NAME:9>Anne <EOR>", {"name": "Anne", "name:length": 9}),
        ("<NAME:7>Jürgen <EOR>", {"name": "Jürgen", "name:length": 7}),
        ("<NAME:4>Anne at last <EOR>", {"name": "Anne", "name:behind": "at last"}),
        ("<NAME:7>Anne of <BAND:2>2m <EOR>", {"name": "Anne of", "band": "2m", "fields:order": ("name", "band")}),
        ("<NAME:12>Anne\nand Ben <EOR>", {"name": "Anne\nand Ben"}),
        ("<NAME:13>Anne\r\nand Ben <EOR>", {"name": "Anne\nand Ben", "name:length": 13}),
        ("<NAME:1>A <NAME:1>B <EOR>", {"name": "A", "name#2": "B"}),
        ("<NAME:0> <EOR>", {"name": ""}),
    ],
)
def test_a_value_ends_where_its_length_says_or_at_the_next_tag(text, stated):
    assert fields(text) == stated
    again = DOMAIN.read(DOMAIN.write(DOMAIN.read(text, "x.adi")), "x.adi")
    assert dict(again[0].fields) == stated


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<CALL:5>G9ZZA <QSO_DATE:8>20250816", "<QSO_DATE:8>20250816\n<CALL:5>G9ZZA"),
        ("<BAND:3>40m", "<band:3>40M"),
        ("<FREQ:5>7.110", "<FREQ:4>7.11"),
        ("<EOR>\n", "<eor>\n\n"),
        ("<EOR>\n", "<EOR> "),
        ("<MODE:3>SSB <NAME:4>Anne", "<MODE:3>SSB<NAME:4>Anne"),
    ],
)
def test_another_way_of_writing_costs_nothing(before, after):
    assert before in LOG
    assert compared(LOG.replace(before, after, 1)).score == 1


def test_what_changes_costs_its_contact():
    comparison = compared(
        LOG.replace("<NAME:4>Anne", "<NAME:4>Anna").replace("7.110 <MODE:3>SSB <NAME:5>Carla", "7.111 <MODE:3>SSB <NAME:5>Carla")
    )
    assert {(f.field, f.severity) for f in comparison.findings} == {("name", Severity.FACT), ("freq", Severity.FACT)}
    assert compared(LOG.replace(SECOND, "")).score == pytest.approx(6 / 7)
    assert compared(LOG.replace("<NAME:5>Yvain", "<NAME:4>Yvain")).score == pytest.approx(6 / 7)


@pytest.mark.parametrize(
    ("damage", "score"),
    [
        (LOG.replace("<EOH>\n", ""), 6 / 7),
        (LOG.replace("Yvain <EOR>", "Yvain"), 5 / 7),
        (LOG.replace("Carla <EOR>", "Carla"), 6 / 7),
        (LOG.replace("<CALL:5>F9ZZB", "<CALL 5>F9ZZB"), 6 / 8),
        (LOG.replace("<CALL:5>F9ZZB", "<CALL:50>F9ZZB"), 6 / 7),
        (LOG.replace("<NAME:5>Yvain", "<NAME:5 Yvain"), 6 / 7),
    ],
)
def test_damage_costs_what_it_damages(damage, score):
    assert compared(damage).score == pytest.approx(score, abs=0.001)


def test_a_log_that_breaks_off_and_a_damaged_tag_are_told():
    assert kinds(FIRST + "<CALL:5>F9ZZB <BAND:2>2m") == ["qso", "unfinished"]
    assert kinds("<CALL:x>F9ZZB <BAND:2>2m <EOR>")[0] == UNREADABLE


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_adif_io_reads_the_same(path):
    adif_io = pytest.importorskip("adif_io")
    text = path.read_text(encoding="utf-8")
    contacts, header = adif_io.read_from_string(text)
    ours = [element.fields for element in DOMAIN.read(text, path.name) if element.kind == "qso"]
    assert len(ours) == len(contacts)
    for mine, other in zip(ours, contacts, strict=True):
        assert {name.upper(): str(value) for name, value in mine.items()} == dict(other)
    named = {e.fields["name"].upper(): e.fields["value"] for e in DOMAIN.read(text, path.name) if e.kind == "header"}
    assert named == dict(header)


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.adi": text}) == []
    for before, after in (
        ("7.118", "7.318"),
        ("<TIME_ON:4>0616", "<TIME_ON:4>0600"),
        ("JO47vl", "JO47vk"),
        ("<NAME:5>Angus", "<NAME:4>Angus"),
        (">589", ">58"),
    ):
        assert check({"x.adi": text.replace(before, after, 1)}), before
    assert kilometres("JN58td", "JN58td") == 0
    assert kilometres("JN58td", "FN31pr") == 6336
