"""What iCalendar means, whoever wrote it, with icalendar as the oracle for what a value says."""

from pathlib import Path

import pytest

from delegate_audit.core.element import REJECTED, UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.calendar import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.calendar import DOMAIN

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/records/calendar").glob("*/seed/*.ics"))
DOCUMENTS = [*SEEDS, ROOT / "tests/laws/samples/every_syntax.ics"]

START = "DTSTART;TZID=Europe/Oslo:20260110T080000"
EVENT = """BEGIN:VEVENT
UID:a@x.example
DTSTART;TZID=Europe/Oslo:20260110T080000
DTEND;TZID=Europe/Oslo:20260110T143000
RRULE:FREQ=WEEKLY;COUNT=9;BYDAY=SA,SU
EXDATE;TZID=Europe/Oslo:20260117T080000,20260125T080000
SUMMARY:Firing\\, shelf 2\\; then the tall\\nones of \\\\Ola
CATEGORIES:Kiln,Night shift
ATTENDEE;CN="Moe, Sigrun";PARTSTAT=ACCEPTED:mailto:sigrun@x.example
ATTENDEE;CN=Ola:mailto:ola@x.example
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT20M
END:VALARM
END:VEVENT
"""
CALENDAR = f"BEGIN:VCALENDAR\nVERSION:2.0\n{EVENT}{EVENT.replace('a@', 'b@').replace('Firing', 'Glazing')}END:VCALENDAR\n"


def elements(text):
    return [element for top in DOMAIN.read(text, "x.ics") for element in top.walk()]


def compared(before, after):
    return compare({"x.ics": before}, {"x.ics": after}, DOMAIN)


def test_an_event_has_its_properties_as_fields():
    event = next(element for element in elements(EVENT) if element.kind == "event")
    assert event.fields["start"] == "20260110T080000"
    assert event.fields["start_params"] == "TZID=Europe/Oslo"
    assert event.fields["exdate"] == ("20260117T080000", "20260125T080000")
    assert event.fields["summary"] == "Firing, shelf 2; then the tall\nones of \\Ola"
    assert event.fields["categories"] == ("Kiln", "Night shift")
    assert event.fields["attendee"] == ('CN="Moe, Sigrun";PARTSTAT=ACCEPTED:mailto:sigrun@x.example', "CN=Ola:mailto:ola@x.example")
    assert "line_order" not in event.fields
    assert [(child.kind, child.fields["trigger"]) for child in event.children] == [("alarm", "-PT20M")]


SAME = {
    "folded elsewhere": ("SUMMARY:Firing\\, shelf 2", "SUM\n MARY:Fi\n ring\\, \n shelf 2"),
    "folded by a tab": ("shelf 2", "shelf\n\t 2"),
    "properties in another order": ("UID:a@x.example\nDTSTART;TZID=Europe/Oslo:20260110T080000", f"{START}\nUID:a@x.example"),
    "a rule's parts in another order": ("FREQ=WEEKLY;COUNT=9;BYDAY=SA,SU", "BYDAY=SU,SA;COUNT=9;FREQ=WEEKLY"),
    "exceptions in lines of their own": ("20260117T080000,2026", "20260117T080000\nEXDATE;TZID=Europe/Oslo:2026"),
    "categories in another order": ("Kiln,Night shift", "Night shift,Kiln"),
    "parameters in another order": ('CN="Moe, Sigrun";PARTSTAT=ACCEPTED', 'PARTSTAT=ACCEPTED;CN="Moe, Sigrun"'),
    "a quoted parameter": ("DTEND;TZID=Europe/Oslo", 'DTEND;TZID="Europe/Oslo"'),
}


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_what_means_the_same_is_layout(before, after):
    assert before in CALENDAR
    comparison = compared(CALENDAR, CALENDAR.replace(before, after, 1))
    assert comparison.score == 1
    assert comparison.findings
    assert {finding.severity for finding in comparison.findings} == {Severity.LAYOUT}


@pytest.mark.parametrize(("before", "after"), [("BEGIN:VALARM\nACTION", "begin:valarm\naction"), ("tall\\nones", "tall\\Nones")])
def test_another_spelling_is_seen_and_costs_nothing(before, after):
    comparison = compared(CALENDAR, CALENDAR.replace(before, after, 1))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("20260110T080000", "20260110T090000", "start"),
        ("DTSTART;TZID=Europe/Oslo", "DTSTART;TZID=Europe/Rome", "start_params"),
        ("COUNT=9", "COUNT=8", "rrule"),
        (",20260125T080000", "", "exdate"),
        ("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED", "attendee"),
        ("shelf 2", "shelf 3", "summary"),
    ],
)
def test_a_changed_fact_costs_its_event(before, after, field):
    comparison = compared(CALENDAR, CALENDAR.replace(before, after, 1))
    assert comparison.score == pytest.approx(1 - 1 / 5)
    assert [finding.field for finding in comparison.findings] == [field]


@pytest.mark.parametrize("k", range(len(CALENDAR.splitlines())))
def test_one_damaged_line_costs_what_it_damages(k):
    lines = CALENDAR.splitlines()
    rejected = any(element.kind == REJECTED for element in elements("\n".join([*lines[:k], "~~~~", *lines[k + 1 :]])))
    comparison = compared(CALENDAR, "\n".join([*lines[:k], "~~~~", *lines[k + 1 :]]) + "\n")
    assert rejected == lines[k].startswith(("BEGIN", "END"))
    assert comparison.score >= (0.2 if rejected else 0.6)


def test_what_a_component_has_twice_or_below_its_alarms_stays_a_property():
    text = EVENT.replace("SUMMARY", "SUMMARY:Twice\nSUMMARY").replace("END:VALARM\n", "END:VALARM\nSTATUS:CONFIRMED\n")
    assert [e.fields["name"] for e in elements(text) if e.kind == "property"] == ["SUMMARY", "STATUS"]
    assert [e.fields["text"] for e in elements("END:VEVENT\nno property\n") if e.kind == UNREADABLE] == ["END:VEVENT", "no property"]


def test_no_line_written_is_longer_than_75_bytes():
    text = EVENT.replace("Firing", "Ødegård über ñandú " * 30).replace("ola@x", "o" * 300)
    assert max(len(line.encode()) for line in DOMAIN.write(DOMAIN.read(text, "x.ics")).split("\n")) <= 75


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_icalendar_reads_the_same_before_and_after(path):
    icalendar = pytest.importorskip("icalendar")
    text = path.read_text(encoding="utf-8")
    before, after = (icalendar.Calendar.from_ical(part) for part in (text, DOMAIN.write(DOMAIN.read(text, path.name))))
    assert not any(part.errors for part in before.walk())
    assert [part.name for part in before.walk()] == [part.name for part in after.walk()]
    assert compared(text, before.to_ical().decode()).score == compared(text, after.to_ical().decode()).score == 1
    ours = [element for element in elements(text) if element.kind != "property"]
    assert len(ours) == len(list(before.walk()))
    for element, part in zip(ours, before.walk(), strict=True):
        assert element.fields.get("summary") == (str(part["SUMMARY"]) if "SUMMARY" in part else None)
        assert element.fields.get("description") == (str(part["DESCRIPTION"]) if "DESCRIPTION" in part else None)


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.ics": text}) == []
    for before, after in (
        ("EXDATE;TZID=Europe/London:20260217", "EXDATE;TZID=Europe/London:20260218"),
        ("TZID=Europe/London:20260112T193000", "TZID=Europe/Paris:20260112T193000"),
        ("20260109T140000", "20260109T110000"),
        ("20260403T120000", "20260404T120000"),
        ("UID:fete-2026", "UID:floor-2026"),
    ):
        assert check({"x.ics": text.replace(before, after, 1)}), before
