"""What an interchange means, whichever separators it uses, with pydifact as the oracle for its segments."""

from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.corpus.consistency.edifact import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.records.edifact import DOMAIN

SEEDS = sorted((Path(__file__).parents[2] / "corpora/records/edifact").glob("*/seed/*.edi"))
ORDER = """UNA:+.? '
UNB+UNOC:3+A:14+B:14+260104:0915+77'
UNH+1+ORDERS:D:96A:UN'
BGM+220+PO12+9'
NAD+BY+541::9++Rope ?+ Sail?: all kinds'
LIN+1++400:SRV'
QTY+21:1.50:LTR'
FTX+AAI+++Leave it at the gate?'
UNT+7+1'
UNZ+1+77'
"""
TEXT = ORDER.replace("gate?'", "gate'")


def walked(text):
    return [element for top in DOMAIN.read(text, "x.edi") for element in top.walk()]


def compared(after, before=TEXT):
    return compare({"x.edi": before}, {"x.edi": after}, DOMAIN)


def test_an_interchange_holds_messages_and_these_their_segments():
    advice, interchange = DOMAIN.read(TEXT, "x.edi")
    assert (advice.kind, advice.fields["separators"]) == ("advice", ":+.? '")
    message, end = interchange.children
    assert (message.fields["1"], message.fields["2"], end.kind) == ("1", "ORDERS", "interchange_end")
    assert [child.kind for child in message.children] == ["segment"] * 3 + ["quantity", "text", "message_end"]
    assert message.children[1].fields["4"] == "Rope + Sail: all kinds"
    assert dict(message.children[2].fields) == {"tag": "LIN", "1": "1", "3": "400", "3.2": "SRV"}
    assert str(message.children[3].fields["1.2"]) == "1.50"
    assert DOMAIN.write((advice, interchange)) == TEXT


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("'\n", "'"),
        TEXT.replace("'\n", "'\r\n"),
        TEXT.replace("PO12+9'", "PO12+9++'"),
        TEXT.replace("1.50:LTR'", "1.5:LTR:::'"),
        TEXT.replace("all kinds", "all\n kinds"),
        TEXT.replace("UNA:+.? '\n", ""),
    ],
)
def test_another_way_of_writing_costs_nothing_but_the_advice(after):
    assert compared(after).score >= (1 if after.startswith("UNA") else 9 / 10)


def test_other_separators_say_the_same():
    other = TEXT.replace("?+", "!p").replace("?:", "!c").translate(str.maketrans(":+?'", "|*!~")).replace("!p", "+").replace("!c", ":")
    assert [element.fields for element in walked(other)][1:] == [element.fields for element in walked(TEXT)][1:]
    assert DOMAIN.write(DOMAIN.read(other, "x.edi")) == other


@pytest.mark.parametrize(
    ("before", "after"),
    [("PO12", "PO13"), ("1.50", "1.05"), ("Sail?:", "Sail:"), ("UNT+7", "UNT+8"), ("UNZ+1+77", "UNZ+1+78"), ("gate", "quay")],
)
def test_a_changed_segment_costs_itself(before, after):
    assert 8.9 / 10 <= compared(TEXT.replace(before, after, 1)).score < 1


def test_a_lost_end_costs_two_segments_and_what_is_none_is_told():
    assert compared(TEXT.replace("PO12+9'", "PO12+9")).score == pytest.approx(8 / 10)
    assert [e.fields["text"] for e in walked(TEXT.replace("BGM+", "bgm ")) if e.kind == UNREADABLE] == ["bgm 220+PO12+9"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_pydifact_reads_the_same(path):
    segments = pytest.importorskip("pydifact.segmentcollection")
    text = path.read_text(encoding="utf-8")
    theirs = [[segment.tag, *segment.elements] for segment in segments.RawSegmentCollection.from_str(text).segments]
    tags = {"interchange": "UNB", "message": "UNH", "message_end": "UNT", "interchange_end": "UNZ"}
    ours = [element for element in walked(text) if element.kind != "advice"]
    theirs = [row for row in theirs if row[0] != "UNA"]
    assert [tags.get(element.kind, element.fields.get("tag")) for element in ours] == [row[0] for row in theirs]
    for element, row in zip(ours, theirs, strict=True):
        flat = {}
        for n, held in enumerate(row[1:], 1):
            for m, value in enumerate(held if isinstance(held, list) else [held], 1):
                flat |= {f"{n}.{m}" if m > 1 else str(n): value} if value else {}
        assert {name: str(value) for name, value in element.fields.items() if name != "tag"} == flat


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not(path):
    text = path.read_text(encoding="utf-8")
    assert check({"x.edi": text}) == []
    for before, after in (
        ("UNT+18+", "UNT+17+"),
        ("UNZ+12", "UNZ+11"),
        ("5706001120116", "5706001120117"),
        ("MOA+203:552.00", "MOA+203:525.00"),
        ("MOA+77:2422.50", "MOA+77:2422.00"),
        ("RFF+DQ:DN7718", "RFF+DQ:DN7781"),
        ("CNT+2:8", "CNT+2:9"),
    ):
        assert before in text
        assert check({"x.edi": text.replace(before, after, 1)}), before


def test_a_backslash_may_release():
    other = TEXT.replace("?", "\\")
    assert walked(other)[4].fields["4"] == "Rope + Sail: all kinds"
    assert DOMAIN.write(DOMAIN.read(other, "x.edi")) == other


@pytest.mark.parametrize("tag", ["UNZ", "UNE", "UNB", "UNG"])
def test_a_tag_that_became_that_of_a_whole_part_costs_its_segment(tag):
    assert compared(TEXT.replace("BGM+", f"{tag}+")).score == pytest.approx(9 / 10)
