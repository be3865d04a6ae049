"""Screenplays: who speaks is a fact of its own, a cue holds what is said, and plays begin a speech in the cue's line."""

import pytest

from delegate_audit.domains.creative.screenplay import DOMAIN
from delegate_audit.domains.reading import compare

NAME = "a.fountain"
SCRIPT = """Title: Rain
Author: A. N.

INT. HOUSE - DAY #1#

It rains.

ANNA (V.O.)
(softly)
It rains. It has rained for 3 days.

BEN ^
Yes.

CUT TO:

EXT. HOUSE - NIGHT #2#

It has stopped.
"""


def walked(text):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk()]


def kinds(text):
    return [element.kind for element in walked(text) if element.kind != "sentence"]


def changes(other):
    found = compare({NAME: SCRIPT}, {NAME: other}, DOMAIN).findings
    return [(finding.kind, finding.field, finding.before, finding.after) for finding in found if finding.cost]


def test_a_script():
    assert " ".join(kinds(SCRIPT)) == "field field scene action cue parenthetical dialogue cue dialogue transition scene action"
    cue = next(element for element in walked(SCRIPT) if element.kind == "cue")
    assert dict(cue.fields) == {"character": "ANNA", "extension": "V.O."}
    assert DOMAIN.write(DOMAIN.read(SCRIPT, NAME)) == SCRIPT


@pytest.mark.parametrize(
    "heading",
    ["INT. HOUSE", "int house - day", "EXT. ROAD - LATER #3A#", "INT./EXT. CAR - DUSK", "I/E CAR", ".A DREAM", "SCENE II. A wood."],
)
def test_scene_headings(heading):
    assert kinds(f"{heading}\n\nIt rains.\n") == ["scene", "action"]


def test_the_wrong_speaker_is_one_finding():
    assert changes(SCRIPT.replace("BEN ^", "ANNA ^")) == [("cue", "character", "BEN", "ANNA")]
    assert changes(SCRIPT.replace("(V.O.)", "(O.S.)")) == [("cue", "extension", "V.O.", "O.S.")]
    assert changes(SCRIPT.replace("#2#", "#3#")) == [("scene", "number", "2", "3")]


def test_a_lost_parenthetical_is_one_finding():
    assert changes(SCRIPT.replace("(softly)\n", "")) == [("parenthetical", "", "(softly)", "")]


@pytest.mark.parametrize(
    ("line", "speaker", "said"),
    [
        ("ANNA. Come in.", "ANNA", "Come in."),
        ("MRS. LOWE: No. 3, please.", "MRS. LOWE", "No. 3, please."),
        ("ANNA (aside). Oh!", "ANNA", "Oh!"),
    ],
)
def test_speeches_of_plays(line, speaker, said):
    (speech,) = DOMAIN.read(f"{line}\n", "a_play.txt")
    assert (speech.kind, speech.fields["character"]) == ("speech", speaker)
    assert " ".join(str(sentence.fields["text"]) for sentence in speech.children[0].children) == said


def test_a_name_alone_is_action():
    assert kinds("BANG\n\nHe falls.\n") == ["action", "action"]
    assert kinds("Bang\nHe falls.\n") == ["action", "action"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("[[a\n\nb]]", "note"), ("/* INT. X\n\nY */", "boneyard"), ("===", "page"), ("> END <", "centered"), ("= s", "synopsis")],
)
def test_other_marks(text, kind):
    assert kinds(f"{text}\n") == [kind]


def test_a_note_never_closed_ends_with_its_block():
    assert kinds("[[a\nb\n\nIt rains.\n") == ["note", "action"]


def test_values_of_several_lines_stay_lines():
    text = "Title:\n    ONE\n    TWO\nAuthor: X\n\nFADE IN:\n"
    assert kinds(text) == ["field", "field", "transition"]
    assert DOMAIN.write(DOMAIN.read(text, NAME)) == text
