"""Plain prose: wrapping means nothing, sentences are the unit, nothing raises or hangs."""

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegate_audit.core.finding import Severity
from delegate_audit.domains.prose import PROSE, read, write
from delegate_audit.domains.readers.prose import sentences, unwrapped
from delegate_audit.domains.reading import compare

LETTER = """# The ferry contract

Dear Mr. Hauser, thank you for the drawings of 14 March. The ramp is 2.40 m wide, not 2.60 m. "Nobody," the harbour master said, "has
ever measured it." We did, twice!

We ask for three things:

- a new offer by Friday
- the price of the rubber fenders (12 of them),
  with their weight
- no work before 7 a.m.

Yours,
Anna Ruiz
"""

PIECES = st.sampled_from(
    [
        "# ",
        "## x",
        "- ",
        "1. ",
        "3) ",
        "\n",
        "\n\n",
        " ",
        "\t",
        "a",
        "A b. ",
        "Dr. ",
        "1887. ",
        "\ufeff",
        "\r",
        "x" * 55,
        ". ",
        "。",
        "Ж. ",
        "\x1c",
    ]
)


def _texts(text):
    return [str(e.fields["text"]) for top in read(text, "x.txt") for e in top.walk() if e.kind != "paragraph"]


def test_a_letter_is_read_as_what_it_says():
    assert _texts(LETTER) == [
        "The ferry contract",
        "Dear Mr. Hauser, thank you for the drawings of 14 March.",
        "The ramp is 2.40 m wide, not 2.60 m.",
        '"Nobody," the harbour master said, "has ever measured it."',
        "We did, twice!",
        "We ask for three things:",
        "a new offer by Friday",
        "the price of the rubber fenders (12 of them), with their weight",
        "no work before 7 a.m.",
        "Yours,",
        "Anna Ruiz",
    ]


def test_lines_are_those_of_the_text():
    lines = {str(e.fields["text"]): e.line for top in read(LETTER, "x.txt") for e in top.walk() if "text" in e.fields}
    assert lines["We did, twice!"] == 4
    assert lines["no work before 7 a.m."] == 11
    assert lines["Anna Ruiz"] == 14


@pytest.mark.parametrize("width", [36, 44, 60, 72, 88, 110, 1000])
def test_wrapping_a_paragraph_otherwise_costs_nothing(width):
    paragraph = LETTER.split("\n\n")[1]
    other = LETTER.replace(paragraph, textwrap.fill(" ".join(paragraph.split()), width))
    result = compare({"x.txt": LETTER}, {"x.txt": other}, PROSE)
    assert result.score == 1
    assert all(f.severity is Severity.LAYOUT for f in result.findings)


def test_a_list_of_names_is_one_element_a_line():
    names = "Christopher Columbus of Genoa\nAnna\nBob Li\n"
    assert _texts(names) == ["Christopher Columbus of Genoa", "Anna", "Bob Li"]
    long = "".join(f"Entry {n}, which goes on for quite a while, longer than a wrapped line would\n" for n in range(6))
    assert len(_texts(long)) == 6


def test_one_small_letter_does_not_make_a_list_a_paragraph():
    entries = [f"Mooring {k:<3} reserved for the ferry company, berths north of the crane" for k in range(12)]
    text = "\n".join(entries) + "\n"
    result = compare({"a.txt": text}, {"a.txt": text.replace("Mooring 7", "mooring 7")})
    assert len(read(text, "a.txt")) == 12
    assert result.score > 1 - 1.5 / 12


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He paid 3.50. Then he left.", 2),
        ("See Fig. 3 and No. 7. Fine.", 2),
        ("Ask J. R. Smith. He knows.", 2),
        ("Это город. Он стар. т. е. нет", 2),
        ("你好。再见！", 2),
        ("Really?” “Yes.” *Good.* Go", 4),
        ("wait... what", 1),
    ],
)
def test_sentences(text, count):
    assert len(sentences(text)) == count


def test_a_year_at_the_start_of_a_wrapped_line_is_no_list_item():
    text = "The old customs house was built by the town in the year\n1887. It burnt down later.\n"
    assert len(_texts(text)) == 2


@given(st.text() | st.lists(PIECES, max_size=25).map("".join))
def test_what_was_read_is_read_again_from_what_is_written(text):
    elements = read(text, "x.txt")
    assert read(write(elements), "x.txt") == elements


@given(st.lists(PIECES, max_size=25).map("".join))
def test_nothing_visible_is_lost(text):
    kept = "".join(str(v) for top in read(text, "x") for e in top.walk() for n, v in e.fields.items() if n != "level")
    assert sorted("".join(text.replace("#", "").replace("\ufeff", "").split())) == sorted("".join(kept.replace("#", "").split()))


@pytest.mark.parametrize(
    "text", ["A. " * 40_000, " " * 200_000, ".\"'" * 60_000, "-\n" * 60_000, "x\n" * 60_000, "# " * 60_000, ". " + " " * 100_000 + "x"]
)
def test_no_text_makes_it_hang(text):
    start = time.process_time()
    read(text, "x.txt")
    assert time.process_time() - start < 3


def test_deleting_sentences_costs_their_share():
    text = " ".join(f"Sentence number {n} speaks of topic {n * 7}." for n in range(10)) + "\n"
    shorter = text.replace("Sentence number 3 speaks of topic 21. ", "")
    assert compare({"x.txt": text}, {"x.txt": shorter}, PROSE).score == pytest.approx(9.1 / 10.1)


def test_unwrapped_keeps_offsets():
    assert unwrapped(["short", "other", "y" * 60, "z"]) == [("short", 0), ("other", 1), ("y" * 60 + "\nz", 2)]


LISTS = """# Works

 * the pump
    - its seal
 * the pier

1. Measure.
2. Order.
3. Wait.

Done in May.
"""


@pytest.mark.parametrize(
    "other",
    [
        LISTS.replace(" * ", "- "),
        LISTS.replace("    - its", "     + its"),
        LISTS.replace("1.", "1)").replace("2.", "2)").replace("3.", "3)"),
        LISTS.replace("# Works", "# Works #"),
        LISTS.replace("# Works", "Works\n====="),
        LISTS.replace("# Works\n\n", "Works\n===\n"),
    ],
)
def test_how_a_line_is_set_off_is_layout(other):
    result = compare({"x.txt": LISTS}, {"x.txt": other}, PROSE)
    assert result.score == 1
    assert result.findings
    assert result.clean
    assert read(write(read(other, "x.txt")), "x.txt") == read(other, "x.txt")


def test_an_item_out_of_its_list_is_another():
    assert compare({"x.txt": LISTS}, {"x.txt": LISTS.replace("    - its", " - its")}, PROSE).score < 1
    assert compare({"x.txt": LISTS}, {"x.txt": LISTS.replace("# Works", "## Works")}, PROSE).score < 1
    assert compare({"x.txt": LISTS}, {"x.txt": LISTS.replace("2. Order", "- Order")}, PROSE).score < 1


def test_renumbering_after_a_loss_costs_the_loss():
    shorter = LISTS.replace("1. Measure.\n", "").replace("2. Order", "1. Order").replace("3. Wait", "2. Wait")
    assert compare({"x.txt": LISTS}, {"x.txt": shorter}, PROSE).score == pytest.approx(1 - 1 / 8.1)
    assert compare({"x.txt": LISTS}, {"x.txt": LISTS.replace("3. Wait", "7. Wait")}, PROSE).score < 1


def test_an_underline_in_a_paragraph_is_no_heading():
    assert [e.kind for e in read("One line of words,\nanother one\n-----\n", "x.txt")].count("heading") == 0
