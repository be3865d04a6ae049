"""SubRip as it is met in the world, and the laws for it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.core.finding import Severity
from delegate_audit.domains.creative.subtitles import DOMAIN, read, write
from delegate_audit.domains.reading import compare

PIECES = st.sampled_from(
    [
        *("1\n", "2\n", "3\n", "+4\n", "99999999999999999999\n", "Hello\n", "  {\\an8}<i>Hi</i> 1887\n", "NOTE x\n", "WEBVTT\n"),
        *("00:00:01,000 --> 00:00:02,500\n", "1:02.5 --> -00:00:09:1 X1:2\n", "00:01 --> \n", "-->\n", "A --> B\n", "00:00:05,000 -->\n"),
        *("\n", "\n\n", "\ufeff", "\r", " "),
    ]
)


def _cue(text):
    (cue,) = read(text, "x.srt")
    assert cue.kind == "cue"
    return dict(cue.fields)


def test_a_cue_is_read_with_its_values():
    cue = _cue("12\n00:06:12,480 --> 00:06:15,000 X1:40 X2:600\n{\\an8}<i>On the left</i>\nthe customs house.\n")
    assert cue == {
        "index": 12,
        "start_ms": 372480,
        "end_ms": 375000,
        "position": "X1:40 X2:600",
        "text": "{\\an8}<i>On the left</i>\nthe customs house.",
    }


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("00:00:01.500 --> 00:00:02.5", 1500, 2500),
        ("0:0:1,5 --> 0:0:2,50", 1500, 2500),
        ("01:02,500-->01:03,000", 62500, 63000),
        ("-00:00:01,500 --> 00:00:00,200", -1500, 200),
        ("00:00:01 --> 00:00:02", 1000, 2000),
        ("00:00:01:250 --> 00:00:02:000", 1250, 2000),
        ("100:00:00,000 --> 100:00:01,000", 360_000_000, 360_001_000),
    ],
)
def test_times_in_the_spellings_of_the_world(times, start, end):
    cue = _cue(f"1\n{times}\nHi\n")
    assert (cue["start_ms"], cue["end_ms"], cue["text"]) == (start, end, "Hi")


def test_blank_lines_inside_and_missing_between_cues():
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n\nOne\n\n\nmore in\n\n1887\n2\n00:00:03,000 --> 00:00:04,000\n\n\n\n"
        "3\n\n00:00:05,000 --> 00:00:06,000\nLast"
    )
    cues = read(text, "x.srt")
    assert [c.fields["index"] for c in cues] == [1, 2, 3]
    assert [c.fields["text"] for c in cues] == ["\nOne\n\nmore in\n\n1887", "", "Last"]
    assert [c.line for c in cues] == [1, 10, 15]


def test_a_blank_line_inside_a_cue_is_wording():
    before, after = "1\n00:00:01,000 --> 00:00:02,000\nOne\ntwo\n", "1\n00:00:01,000 --> 00:00:02,000\nOne\n\ntwo\n"
    result = compare({"x.srt": before}, {"x.srt": after}, DOMAIN)
    assert 0.4 < result.score < 0.5
    assert [f.severity for f in result.findings if f.cost] == [Severity.WORDING]


def test_headers_missing_numbers_and_broken_times():
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\nNOTE a remark\n\n5\n00:00:0x,000 --> 00:00:03,000\nlost\n\n"
        "6\n00:00:04,000 --> 00:00:05,000\nB\n\n7\nno times\n"
    )
    found = [(e.kind, e.line) for e in read(text, "x.srt")]
    assert found == [("note", 1), ("cue", 3), ("note", 6), ("unreadable", 8), ("cue", 12), ("unreadable", 16)]


def test_a_cue_that_lost_its_times_is_one_cue_lost_however_many_lines_it_has():
    cues = [f"{k}\n00:00:{k:02},000 --> 00:00:{k:02},900\nOne {k}\ntwo\nthree\n" for k in range(1, 11)]
    text = "\n".join(cues)
    result = compare({"x.srt": text}, {"x.srt": text.replace("00:00:05,000 --> 00:00:05,900\n", "")}, DOMAIN)
    assert result.score == pytest.approx(0.9)
    assert [(f.change, f.line, f.line_after) for f in result.findings] == [("deleted", 25, 0), ("unreadable", 0, 25)]


@given(st.text() | st.lists(PIECES, max_size=25).map("".join))
def test_what_was_read_is_read_again_from_what_is_written(text):
    elements = read(text, "x.srt")
    assert read(write(elements), "x.srt") == elements


@pytest.mark.parametrize(
    "text",
    [
        *("1\n" * 60_000, "-->\n" * 60_000, "\n" * 200_000, "1-" * 60_000 + "-->"),
        *("1\n00:00:01,000 --> 00:00:02,000" + " " * 100_000 + "x\n", "00:00:01,000 --> 00:00:02,000\n" * 20_000),
    ],
    ids=range(6),
)
def test_no_text_makes_it_hang(text):
    start = time.process_time()
    read(text, "x.srt")
    assert time.process_time() - start < 3


def test_a_dot_before_the_milliseconds_is_layout():
    text = "1\n00:00:01,000 --> 00:00:02,500\nTea, at 3.15\n"
    result = compare({"x.srt": text}, {"x.srt": text.replace(",000", ".000").replace(",500", ".500")}, DOMAIN)
    assert result.score == 1
    assert {f.severity for f in result.findings} == {Severity.LAYOUT}


def test_the_domain_claims_srt():
    assert DOMAIN.claims("a/Tour.SRT")


@pytest.mark.parametrize("start", ["00:00:4,500", "0:0:4.5", "00:04,500", "00:00:04.500", "00:00:04,50"])
def test_another_spelling_of_a_time_is_layout(start):
    text = "1\n00:00:04,500 --> 00:00:06,000\nFrom 07:30.\n"
    for left, right in ((text, text.replace("00:00:04,500", start)), (text.replace("00:00:04,500", start), text)):
        result = compare({"x.srt": left}, {"x.srt": right}, DOMAIN)
        assert (result.score, {f.severity for f in result.findings}) == (1, {Severity.LAYOUT})


def test_another_time_is_none():
    text = "1\n00:00:04,500 --> 00:00:06,000\nFrom 07:30.\n"
    for before, after in (("4,500", "4,050"), ("4,500", "4,5001"), ("00:06", "06:00"), ("07:30", "7:3")):
        assert compare({"x.srt": text}, {"x.srt": text.replace(before, after)}, DOMAIN).score < 1
