"""Single-shot: what is asked, and what an answer amounts to."""

from __future__ import annotations

import pytest

from delegate_audit.core.outcome import Outcome
from delegate_audit.models.envelope import pack
from delegate_audit.models.protocol import Answer, Finish, Usage
from delegate_audit.workflows.contract import HopOrder, WorkflowOptions
from delegate_audit.workflows.single_shot import SingleShot, prompt, read_back

FILES = {"notes.md": "Use ```` fences\n", "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n"}


def answer(text: str, finish: Finish = Finish.STOP) -> Answer:
    return Answer(text, finish, Usage(1, 1), "test")


def test_the_prompt_holds_every_file_in_a_fence_longer_than_its_backticks():
    text = prompt(HopOrder(FILES, "Do it.", ("a.srt", "stop_*.srt"), 1))
    assert "### FILE: notes.md\n`````\nUse ```` fences\n`````\n" in text
    assert text.index("notes.md") < text.index("### FILE: a.srt")
    assert "## Instruction\n\nDo it.\n" in text
    assert "- stop_*.srt" in text


@pytest.mark.parametrize(
    ("text", "finish", "expected", "outcome"),
    [
        (pack({"a.srt": "x\n"}), Finish.STOP, ("a.srt",), Outcome.OK),
        (pack({"stop_1.srt": "x\n"}), Finish.STOP, ("stop_*.srt",), Outcome.OK),
        (pack({"a.srt": "x\n"}), Finish.STOP, ("a.srt", "b.csv"), Outcome.MISSING_FILES),
        (pack({"a.srt": "x\n"})[:-5], Finish.STOP, ("a.srt",), Outcome.TRUNCATED),
        (pack({"a.srt": "x\n"}), Finish.LENGTH, ("a.srt",), Outcome.TRUNCATED),
        ("I'm sorry, I cannot do that.", Finish.STOP, ("a.srt",), Outcome.REFUSED),
        (pack({"a.srt": "x\n"}), Finish.FILTER, ("a.srt",), Outcome.REFUSED),
        ("Here you are: done.", Finish.STOP, ("a.srt",), Outcome.UNREADABLE),
        ("", Finish.STOP, ("a.srt",), Outcome.UNREADABLE),
    ],
)
def test_outcomes(text, finish, expected, outcome):
    assert read_back(answer(text, finish), expected).outcome is outcome


async def test_one_call_carries_seed_and_options():
    asked = []

    async def ask(request):
        asked.append(request)
        return answer(pack({"a.srt": "x\n"}))

    handed = await SingleShot(WorkflowOptions(0.5, 900)).carry_out(HopOrder(FILES, "Do it.", ("a.srt",), 77), ask)
    assert handed.files == {"a.srt": "x\n"}
    assert [(r.seed, r.temperature, r.max_tokens) for r in asked] == [(77, 0.5, 900)]
