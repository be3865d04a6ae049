"""Programs and functions as delegates: what they leave is the answer, what fails is told, faults of ours stay ours."""

from __future__ import annotations

import sys

import pytest

from delegate_audit.core.outcome import Outcome
from delegate_audit.errors import UsageError
from delegate_audit.models.protocol import EndpointError
from delegate_audit.models.retry import RetryPolicy
from delegate_audit.workflows.contract import HopOrder, WorkflowOptions
from delegate_audit.workflows.registry import build

FILES = {"a.txt": "one\n", "notes.md": "keep me\n", "old.txt": "old\n"}


async def carried_out(workflow: str, expected: tuple[str, ...] = ("a.txt",), **options):
    built = build(workflow, WorkflowOptions(**options))
    answers = []

    async def ask(request):
        answers.append(await built.own_model.answer(request))
        return answers[-1]

    return await built.carry_out(HopOrder(FILES, "Do it well.", expected, 7), ask), answers


def command(code: str) -> str:
    return f'command:{sys.executable} -c "{code}"'


async def test_what_a_program_leaves_is_the_answer_and_what_it_did_not_touch_is_not():
    code = "import os,sys; open('a.txt','w').write(sys.stdin.read() + os.environ['AUDIT_INSTRUCTION'])"
    code += "; os.remove('old.txt'); open('new.txt','w').write('n')"
    handed, _ = await carried_out(command(code))
    assert handed.files == {"a.txt": "Do it well.Do it well.", "new.txt": "n"}
    assert (handed.outcome, handed.notes, handed.gone) == (Outcome.OK, (), ("old.txt",))


@pytest.mark.parametrize(
    ("code", "outcome", "notes"),
    [
        ("raise SystemExit(3)", Outcome.OK, ["program failed"]),
        ("import os; os.remove('a.txt')", Outcome.MISSING_FILES, ["file missing"]),
        ("import time; open('a.txt','w').write('half'); time.sleep(30)", Outcome.TRUNCATED, ["time limit"]),
        ("import os; os.remove('a.txt'); os.symlink('/etc/passwd','a.txt')", Outcome.MISSING_FILES, ["file left out", "file missing"]),
    ],
)
async def test_ends(code, outcome, notes):
    handed, _ = await carried_out(command(code), limit_s=1.5)
    assert (handed.outcome, [note.note for note in handed.notes]) == (outcome, notes)
    assert "root:" not in str(handed.files)


async def test_a_program_that_is_not_there_is_no_fault_of_a_model():
    with pytest.raises(EndpointError, match="cannot be started"):
        await carried_out("command:./no-such-agent --fast")


async def test_a_program_may_ask_to_be_tried_later(monkeypatch):
    monkeypatch.setattr(RetryPolicy, "wait_s", lambda *_: 0.0)
    with pytest.raises(EndpointError, match=r"failed 6 times.*quota"):
        await carried_out(command("import sys; print('quota', file=sys.stderr); sys.exit(75)"))


async def test_what_a_program_reports_of_itself_is_checked():
    report = "{'model':'m-1','prompt_tokens':5,'completion_tokens':6,'simulated':True,'truth':{'profile':'x'}}"
    _, [answer] = await carried_out(command(f"import os,json; json.dump({report}, open(os.environ['AUDIT_REPORT'],'w'))"))
    assert (answer.model, answer.usage.prompt_tokens, answer.usage.estimated, answer.simulated) == ("m-1", 5, False, True)
    for junk in ("{'prompt_tokens':-5,'completion_tokens':True,'model':7}", "[]", "'x'"):
        _, [answer] = await carried_out(command(f"import os,json; json.dump({junk}, open(os.environ['AUDIT_REPORT'],'w'))"))
        assert (answer.usage.estimated, answer.simulated, answer.model.startswith(sys.executable)) == (True, False, True)


@pytest.fixture
def functions(tmp_path, monkeypatch):
    (tmp_path / "delegates_of_mine.py").write_text(
        "def plain(files, instruction, **info):\n    return {**files, 'a.txt': f'{instruction} {info[\"seed\"]}'}\n"
        "async def later(files, instruction, *, expected, **info):\n    return {expected[0]: 'x'}\n"
        "def outside(files, instruction, **info):\n    return {'../a': 'x'}\n"
        "def nothing(files, instruction, **info):\n    return None\n"
        "def failing(files, instruction, **info):\n    raise KeyError('oops')\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("functions")
async def test_functions_are_called_sync_or_async():
    handed, _ = await carried_out("python:delegates_of_mine:plain")
    assert handed.files == {"a.txt": "Do it well. 7"}
    handed, _ = await carried_out("python:delegates_of_mine:later")
    assert (handed.files, handed.gone) == ({"a.txt": "x"}, ("notes.md", "old.txt"))


@pytest.mark.usefixtures("functions")
@pytest.mark.parametrize(("name", "why"), [("outside", "leaves its folder"), ("nothing", "no mapping"), ("failing", "KeyError")])
async def test_faults_of_a_function_suspend_the_relay(name, why):
    with pytest.raises(EndpointError, match=why):
        await carried_out(f"python:delegates_of_mine:{name}")


@pytest.mark.parametrize(
    "workflow", ["command", "command: ", "python:", "python:os", "python:no.such:thing", "single-shot:x", "patch:y", "odd"]
)
def test_what_names_no_workflow_is_refused_before_anything_runs(workflow):
    with pytest.raises(UsageError):
        build(workflow, WorkflowOptions())
