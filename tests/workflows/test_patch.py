"""Patch: blocks are applied, what does not fit is offered back once, and what no block touches cannot change."""

from __future__ import annotations

import pytest

from delegate_audit.core.outcome import Outcome
from delegate_audit.models.envelope import pack
from delegate_audit.models.protocol import Answer, Finish, Usage
from delegate_audit.workflows.contract import HopOrder, WorkflowOptions
from delegate_audit.workflows.patch import Patch

FILES = {"notes.md": "one\ntwo\n", "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n"}
RIGHT = "### FILE: a.srt\n<<<<<<< SEARCH\nHello\n=======\nGood day\n>>>>>>> REPLACE\n"
WRONG = RIGHT.replace("Hello", "Hallo")
AFTER = {"a.srt": FILES["a.srt"].replace("Hello", "Good day")}


async def carried_out(*answers: str | Answer, expected: tuple[str, ...] = ("a.srt",)):
    asked, waiting = [], list(answers)

    async def ask(request):
        asked.append(request)
        answer = waiting.pop(0)
        return answer if isinstance(answer, Answer) else Answer(answer, Finish.STOP, Usage(1, 1), "test")

    handed = await Patch(WorkflowOptions(0.5, 900)).carry_out(HopOrder(FILES, "Do it.", expected, 77), ask)
    assert [(r.seed, r.temperature, r.max_tokens) for r in asked] == [(77, 0.5, 900)] * len(answers)
    return handed, asked


async def test_only_what_is_asked_for_or_touched_comes_back():
    handed, _ = await carried_out(RIGHT)
    assert (handed.files, handed.outcome, handed.notes) == (AFTER, Outcome.OK, ())
    handed, _ = await carried_out(RIGHT + "### FILE: notes.md\n<<<<<<< SEARCH\none\n=======\n1\n>>>>>>> REPLACE\n")
    assert handed.files == {**AFTER, "notes.md": "1\ntwo\n"}


async def test_a_block_that_does_not_fit_is_a_finding_and_offered_back_once():
    handed, asked = await carried_out(WRONG, RIGHT)
    assert (handed.files, handed.outcome) == (AFTER, Outcome.OK)
    assert [note.note for note in handed.notes] == ["block not matched"]
    assert [message.role for message in asked[1].messages] == ["system", "user", "assistant", "user"]
    assert "'Hallo'" in asked[1].messages[-1].content
    handed, _ = await carried_out(WRONG, WRONG)
    assert handed.files == {"a.srt": FILES["a.srt"]}
    assert [note.note for note in handed.notes] == ["block not matched"] * 2


async def test_blocks_that_fit_stay_applied_while_another_is_offered_back():
    handed, _ = await carried_out(RIGHT + WRONG.replace("Good day", "x"), "I cannot find it.")
    assert handed.files == AFTER


async def test_new_files_are_given_whole():
    handed, _ = await carried_out(pack({"one.srt": "1\n", "two.srt": "2\n"}), expected=("*.srt",))
    assert handed.files == {"a.srt": FILES["a.srt"], "one.srt": "1\n", "two.srt": "2\n"}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("I'm sorry, I cannot do that.", Outcome.REFUSED),
        ("Nothing to change here, all is well.", Outcome.UNREADABLE),
        ("", Outcome.OK),
        (RIGHT[:-20], Outcome.TRUNCATED),
        (Answer(RIGHT, Finish.LENGTH, Usage(1, 1), "test"), Outcome.TRUNCATED),
        (Answer(RIGHT, Finish.FILTER, Usage(1, 1), "test"), Outcome.REFUSED),
    ],
)
async def test_outcomes(answer, outcome):
    handed, _ = await carried_out(answer)
    assert handed.outcome is outcome


async def test_a_file_that_is_asked_for_and_not_made_is_missing():
    handed, _ = await carried_out(RIGHT, expected=("a.srt", "b.csv"))
    assert (handed.outcome, [note.detail for note in handed.notes]) == (Outcome.MISSING_FILES, ["b.csv"])
