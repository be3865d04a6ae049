"""From what was handed back to the workspace of the next hop."""

from __future__ import annotations

from delegate_audit.core.finding import Change
from delegate_audit.core.outcome import Note, Outcome
from delegate_audit.relay.settle import settle
from delegate_audit.workflows.contract import HandedBack

BEFORE = {"a.srt": "one\ntwo\n"}
DISTRACTORS = {"extra.md": "text\n"}


def test_documents_go_on_and_distractors_do_not():
    settled = settle(BEFORE, HandedBack({"b.srt": "x\n", "extra.md": "text\n"}, Outcome.OK), DISTRACTORS, forward=True)
    assert settled.files == {"b.srt": "x\n"}
    assert settled.outcome is Outcome.OK
    assert settled.findings == ()


def test_a_changed_distractor_is_a_finding():
    settled = settle(BEFORE, HandedBack({"b.srt": "x\n", "extra.md": "other\n"}, Outcome.OK), DISTRACTORS, forward=True)
    assert [(f.change, f.file) for f in settled.findings] == [(Change.ALTERED, "extra.md")]


def test_an_unchanged_forward_hop_is_idle_whatever_its_line_ends():
    handed = HandedBack({"a.srt": "one  \r\ntwo"}, Outcome.MISSING_FILES)
    assert settle(BEFORE, handed, {}, forward=True).outcome is Outcome.IDLE
    assert settle(BEFORE, handed, {}, forward=False).outcome is Outcome.MISSING_FILES


def test_nothing_handed_back_leaves_the_workspace_as_it_was():
    for outcome, then in ((Outcome.REFUSED, Outcome.REFUSED), (Outcome.OK, Outcome.UNREADABLE), (Outcome.TRUNCATED, Outcome.TRUNCATED)):
        settled = settle(BEFORE, HandedBack({}, outcome), {}, forward=True)
        assert settled.files == BEFORE
        assert settled.outcome is then


def test_notes_on_lost_or_refused_files_are_findings():
    lost = (Note("file missing", "b.csv"), Note("fence not closed", "a.srt"), Note("refused name", "../x"))
    notes = (*lost, Note("text outside the files", "hi"))
    settled = settle(BEFORE, HandedBack({"a.srt": "one\n"}, Outcome.TRUNCATED, notes), {}, forward=True)
    assert [f.change for f in settled.findings] == [Change.DELETED, Change.UNREADABLE, Change.REFUSED]
    assert len(settled.notes) == 4
