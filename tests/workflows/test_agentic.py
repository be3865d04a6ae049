"""Agentic: the tools do what they say on this workspace alone, and whatever is said to them is answered."""

from __future__ import annotations

import json
import os

import pytest

from delegate_audit.core.outcome import Outcome
from delegate_audit.models.protocol import Answer, EndpointError, Finish, ToolCall, Usage
from delegate_audit.programs import bubblewrap
from delegate_audit.workflows.agentic import MAX_TOKENS, MAX_TURNS, Agentic
from delegate_audit.workflows.contract import HopOrder, WorkflowOptions
from delegate_audit.workflows.tools import offered

FILES = {"a.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n", "notes.md": "one\ntwo\ntwo\n", "other.md": "x\n"}
locked_in = pytest.mark.skipif(bubblewrap.python() is None and not os.environ.get("CI"), reason=bubblewrap.missing())


def call(called: str, arguments: object = None, /, **given: object) -> ToolCall:
    return ToolCall(f"id-{called}", called, json.dumps(given) if arguments is None else str(arguments))


def turn(*calls: ToolCall, text: str = "", finish: Finish | None = None, tokens: int = 5) -> Answer:
    return Answer(text, finish or (Finish.TOOLS if calls else Finish.STOP), Usage(tokens, 5), "test", calls=calls)


async def carried_out(*answers: Answer, expected: tuple[str, ...] = ("a.srt",)):
    asked, waiting = [], list(answers)

    async def ask(request):
        if request.by is not None:
            return await request.by.answer(request)
        asked.append(request)
        return waiting.pop(0) if waiting else turn(call("list_files"))

    handed = await Agentic(WorkflowOptions(0.5, 900)).carry_out(HopOrder(FILES, "Do it.", expected, 77), ask)
    assert {(r.seed, r.temperature, r.max_tokens) for r in asked} == {(77, 0.5, 900)}
    return handed, asked


def heard(asked) -> list[str]:
    return [message.content for message in asked[-1].messages if message.role == "tool"]


async def test_no_file_is_shown_before_it_is_read():
    handed, asked = await carried_out(turn(call("list_files")), turn(call("read_file", name="a.srt")), turn(call("finish")))
    assert "Hello" not in "".join(message.content for message in asked[0].messages)
    assert "a.srt\t3 lines" in heard(asked)[0]
    assert heard(asked)[1] == FILES["a.srt"]
    assert (handed.files, handed.outcome) == ({"a.srt": FILES["a.srt"]}, Outcome.OK)
    assert [(note.note, note.detail) for note in handed.notes] == [("files read", "a.srt")]


async def test_writing_replacing_and_deleting():
    handed, asked = await carried_out(
        turn(
            call("replace_in_file", name="a.srt", search="Hello", replace="Good day"),
            call("write_file", name="new/b.md", content="b"),
            call("delete_file", name="other.md"),
        ),
        turn(call("read_file", name="notes.md", start_line="2")),
        turn(text="All done."),
    )
    assert handed.files == {"a.srt": FILES["a.srt"].replace("Hello", "Good day"), "new/b.md": "b"}
    assert (handed.outcome, handed.gone) == (Outcome.OK, ("other.md",))
    assert heard(asked) == ["replaced", "written", "deleted", "two\ntwo\n"]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (call("read_file", name="none.md"), "there is no file 'none.md'"),
        (call("read_file", name="a.srt", start_line="x"), "no number"),
        (call("replace_in_file", name="notes.md", search="two", replace="2"), "more than once"),
        (call("replace_in_file", name="notes.md", search="three", replace="3"), "is not in"),
        (call("replace_in_file", name="notes.md", search="", replace="3"), "is not in"),
        (call("write_file", name="../../etc/passwd", content="x"), "no name for a file"),
        (call("write_file", name="/etc/passwd", content="x"), "no name for a file"),
        (call("write_file", name="b.md"), "content is missing"),
        (call("write_file", name="b.md", content={"a": 1}), "content is no text"),
        (call("write_file", "[" * 100_000), "no JSON"),
        (call("write_file", "[1]"), "no JSON object"),
        (call("delete_file", "{"), "no JSON"),
        (call("sudo", command="rm -rf /"), "no tool 'sudo'"),
    ],
)
async def test_whatever_is_said_to_a_tool_is_answered_and_recorded(made, why):
    handed, asked = await carried_out(turn(made), turn(call("finish")))
    assert why in heard(asked)[0]
    assert handed.files == {"a.srt": FILES["a.srt"]}
    assert {note.note for note in handed.notes} <= {"tool refused", "unknown tool"}
    assert handed.notes


async def test_who_does_not_finish_is_stopped():
    handed, asked = await carried_out()
    assert len(asked) == MAX_TURNS
    assert (handed.outcome, [note.note for note in handed.notes]) == (Outcome.TRUNCATED, ["turn limit"])
    handed, asked = await carried_out(turn(call("list_files"), tokens=MAX_TOKENS))
    assert (len(asked), handed.outcome) == (1, Outcome.TRUNCATED)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (turn(text="I'm sorry, I cannot do that."), Outcome.REFUSED),
        (turn(text="Fine as it is."), Outcome.OK),
        (turn(text="I will", finish=Finish.LENGTH), Outcome.TRUNCATED),
        (turn(finish=Finish.FILTER), Outcome.REFUSED),
    ],
)
async def test_ends_without_a_call(answer, outcome):
    handed, _ = await carried_out(answer)
    assert handed.outcome is outcome


@locked_in
async def test_python_runs_in_the_sandbox_on_the_workspace():
    code = "import pathlib; p = pathlib.Path('a.srt'); p.write_text(p.read_text().replace('Hello', 'Hi')); print('did it')"
    handed, asked = await carried_out(turn(call("run_python", code=code)), turn(call("finish")))
    assert handed.files == {"a.srt": FILES["a.srt"].replace("Hello", "Hi")}
    assert heard(asked) == ["did it\n"]


@locked_in
@pytest.mark.parametrize("code", ["import os; os._exit(75)", "raise SystemExit(3)", "open('/etc/passwd').read()", "x" * 60_000])
async def test_a_program_that_fails_is_the_delegates_trouble(code):
    handed, asked = await carried_out(turn(call("run_python", code=code)), turn(call("finish")))
    assert handed.outcome is Outcome.OK
    assert handed.notes
    assert "root:" not in heard(asked)[0]


async def test_where_there_is_no_sandbox_python_is_not_offered(monkeypatch):
    monkeypatch.setattr(bubblewrap, "python", lambda: None)
    offered.cache_clear()
    try:
        handed, asked = await carried_out(turn(call("run_python", code="1")), turn(call("finish")))
    finally:
        offered.cache_clear()
    assert "run_python" not in {tool.name for tool in asked[0].tools}
    assert [note.note for note in handed.notes] == ["unknown tool"]


async def test_a_failing_endpoint_is_not_swallowed():
    async def ask(request):
        raise EndpointError("gone")

    with pytest.raises(EndpointError):
        await Agentic(WorkflowOptions()).carry_out(HopOrder(FILES, "Do it.", ("a.srt",), 1), ask)
