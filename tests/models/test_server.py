import asyncio
import hashlib
import json
import signal
import sys
import time
from asyncio.subprocess import PIPE

import aiohttp
import pytest

from delegate_audit.errors import UsageError
from delegate_audit.models.misbehaviour import Misbehaviour
from delegate_audit.models.protocol import Answer, Finish, Message, Request, Usage
from delegate_audit.models.retry import RetryPolicy
from delegate_audit.models.server import running

PROFILES = ("careful", "hasty")
PATIENT = RetryPolicy(attempts=6, first_wait_s=0.001, longest_wait_s=0.5)


def echo(model: str, request: Request) -> Answer:
    """The last message back, as a delegate of the name `model`."""
    text = request.messages[-1].content
    if text == "unsuitable":
        raise UsageError("this is no task", "give one")
    if text == "slow":
        time.sleep(0.3)
    return Answer(text, Finish.STOP, Usage(10, len(text)), model, truth={"profile": model, "faults": []})


def shouted(model: str, request: Request) -> Answer:
    """The last message in capitals; found by its name in another process."""
    return Answer(request.messages[-1].content.upper(), Finish.STOP, Usage(1, 1), model)


def asking(text: str = "hello", **more: object) -> dict[str, object]:
    return {"model": "careful", "messages": [{"role": "user", "content": text}]} | more


async def post(base_url: str, body: object) -> tuple[int, dict[str, object]]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with aiohttp.ClientSession() as session, session.post(f"{base_url}/chat/completions", data=raw) as response:
        return response.status, await response.json()


async def get(url: str) -> dict[str, object]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
        return await response.json()


async def stats(base_url: str) -> dict[str, object]:
    return await get(base_url.removesuffix("/v1") + "/stats")


async def test_an_answer_has_the_form_of_openais() -> None:
    async with running(echo, PROFILES) as base_url:
        status, said = await post(base_url, asking())
    choice = {"index": 0, "message": {"role": "assistant", "content": "hello"}, "finish_reason": "stop"}
    assert status == 200
    assert said["choices"] == [choice]
    assert said["usage"] == {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    assert said["simulated"] == {"profile": "careful", "faults": []}
    assert (said["object"], said["model"]) == ("chat.completion", "careful")
    assert abs(said["created"] - time.time()) < 10
    assert said["id"].startswith("chatcmpl-")


async def test_the_client_and_the_server_understand_each_other(talk) -> None:
    async with running(echo, PROFILES) as base_url, talk.endpoint(base_url, model="sim:hasty") as model:
        answer = await model.answer(Request((Message("system", "s"), Message("user", "ü\n" * 3)), seed=1, temperature=0.5, max_tokens=9))
    assert (answer.text, answer.model, answer.usage.estimated) == ("ü\n" * 3, "hasty", False)
    assert (answer.simulated, answer.truth) == (True, {"profile": "hasty", "faults": []})


@pytest.mark.parametrize("include_usage", [True, False])
async def test_a_stream_gives_role_pieces_end_usage_and_done(include_usage: bool) -> None:
    text = "A line.\n" * 200
    body = asking(text, stream=True, stream_options={"include_usage": include_usage})
    async with (
        running(echo, PROFILES) as base_url,
        aiohttp.ClientSession() as session,
        session.post(f"{base_url}/chat/completions", json=body) as response,
    ):
        assert response.content_type == "text/event-stream"
        events = (await response.text()).removesuffix("\n\n").split("\n\n")
    assert all(event.startswith("data: ") for event in events)
    assert events[-1] == "data: [DONE]"
    chunks = [json.loads(event.removeprefix("data: ")) for event in events[:-1]]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    told = [chunk["choices"][0] for chunk in chunks if chunk["choices"]]
    assert told[0]["delta"]["role"] == "assistant"
    assert "".join(choice["delta"].get("content", "") for choice in told) == text
    assert [choice["finish_reason"] for choice in told[-2:]] == [None, "stop"]
    used = [chunk["usage"] for chunk in chunks if chunk.get("usage")]
    assert [usage["total_tokens"] for usage in used] == ([10 + len(text)] if include_usage else [])
    assert [chunk["simulated"]["profile"] for chunk in chunks if "simulated" in chunk] == ["careful"]


async def test_the_models_are_listed() -> None:
    async with running(echo, PROFILES) as base_url:
        said = await get(f"{base_url}/models")
    assert (said["object"], [model["id"] for model in said["data"]]) == ("list", ["careful", "hasty"])


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"{", 400, "no JSON"),
        (b"[" * 100_000, 400, "no JSON"),
        (b"\xff", 400, "no JSON"),
        ([], 400, "object"),
        ({"model": "careful"}, 400, "messages"),
        (asking() | {"messages": []}, 400, "messages"),
        (asking() | {"messages": [5]}, 400, "messages[0]"),
        (asking() | {"messages": [{"role": "critic", "content": ""}]}, 400, "messages[0].role"),
        (asking() | {"messages": [{"role": "tool", "content": ""}]}, 400, "messages[0].tool_call_id"),
        (asking() | {"messages": [{"role": "assistant", "content": "", "tool_calls": [5]}]}, 400, "messages[0].tool_calls"),
        (asking() | {"tools": "all"}, 400, "tools"),
        (asking() | {"messages": [{"role": "user", "content": None}]}, 400, "messages[0].content"),
        (asking() | {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, 400, "messages[0].content"),
        (asking() | {"model": None}, 400, "model"),
        (asking() | {"model": "gpt-4o"}, 404, "careful, hasty"),
        (asking(seed="7"), 400, "seed"),
        (asking(max_tokens=0), 400, "max_tokens"),
        (asking(temperature="hot"), 400, "temperature"),
        (asking(n=[2]), 400, "n other than 1"),
        (asking(stream="yes"), 400, "stream"),
        (asking("unsuitable"), 400, "this is no task"),
    ],
)
async def test_refusals_have_the_form_of_openais(body: object, status: int, says: str) -> None:
    async with running(echo, PROFILES) as base_url:
        found, said = await post(base_url, body)
        assert (await stats(base_url))["answered"] == {}
    assert found == status
    assert says in said["error"]["message"]
    assert said["error"]["type"] == "invalid_request_error"
    assert isinstance(said["error"]["code"], str)


async def test_contents_in_parts_are_joined() -> None:
    parts = [{"type": "text", "text": "hel"}, {"type": "text", "text": "lo"}]
    async with running(echo, PROFILES) as base_url:
        _, said = await post(base_url, asking() | {"messages": [{"role": "developer", "content": "d"}, {"role": "user", "content": parts}]})
    assert said["choices"][0]["message"]["content"] == "hello"


async def test_the_server_stays_responsive_while_the_delegate_works() -> None:
    async with running(echo, PROFILES) as base_url:
        slow = asyncio.create_task(post(base_url, asking("slow")))
        await asyncio.sleep(0.05)
        began = time.perf_counter()
        await get(f"{base_url}/models")
        assert time.perf_counter() - began < 0.2
        assert (await slow)[0] == 200


async def test_what_was_asked_and_answered_is_counted() -> None:
    async with running(echo, PROFILES) as base_url:
        for text in ("a", "b", "a"):
            await post(base_url, asking(text))
        counts = await stats(base_url)
    digest = {text: hashlib.sha256(json.dumps(asking(text)).encode()).hexdigest() for text in "ab"}
    assert counts == {"requests": 3, "answered": {digest["a"]: 2, digest["b"]: 1}, "faults": {}}


FAULTS = {
    "rate_limit": ("429", {"retry_after_s": 0.1}),
    "server_error": ("500", {}),
    "drop": ("connection", {}),
    "invalid_json": ("no JSON", {}),
    "slow_first_byte": ("in time", {"slow_s": 30}),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_transport_fault_is_survived_and_no_answer_is_asked_for_twice(talk, fault: str) -> None:
    reason, more = FAULTS[fault]
    rules = Misbehaviour.model_validate({fault: 1, "max_consecutive": 2} | more)
    async with running(echo, PROFILES, misbehaviour=rules) as base_url:
        async with talk.endpoint(base_url, model="careful", retry=PATIENT, timeout_s=0.3) as model:
            answer = await model.answer(talk.ask)
        counts = await stats(base_url)
    assert answer.text == talk.ask.messages[-1].content
    assert len(answer.retries) == 2
    assert all(reason in retry.reason for retry in answer.retries)
    assert counts["faults"] == {fault: 2}
    assert counts["requests"] == 3
    assert list(counts["answered"].values()) == [1]


async def test_a_delegate_cut_off_by_length_is_answered_and_told(talk) -> None:
    request = Request((Message("user", "x" * 100),))
    async with running(echo, PROFILES, misbehaviour=Misbehaviour(length=1)) as base_url, talk.endpoint(base_url, model="careful") as model:
        answer = await model.answer(request)
        counts = await stats(base_url)
    assert answer.finish is Finish.LENGTH
    assert 20 <= len(answer.text) < 100
    assert answer.text == "x" * len(answer.text)
    assert [fault["fault"] for fault in answer.truth["faults"]] == ["length"]
    assert (answer.retries, counts["faults"]) == ((), {"length": 1})


async def test_a_delegate_that_says_nothing_is_answered_and_told(talk) -> None:
    async with running(echo, PROFILES, misbehaviour=Misbehaviour(empty=1)) as base_url, talk.endpoint(base_url, model="careful") as model:
        answer = await model.answer(talk.ask)
    assert (answer.text, answer.finish, answer.retries) == ("", Finish.STOP, ())
    assert [fault["fault"] for fault in answer.truth["faults"]] == ["empty"]


async def test_a_wild_endpoint_changes_no_answer(talk) -> None:
    wild = {"rate_limit": 0.1, "retry_after_s": 0.01, "server_error": 0.1, "drop": 0.15, "invalid_json": 0.15, "length": 0.2, "empty": 0.1}
    asks = [Request((Message("user", f"text {n} " * 20),), seed=n) for n in range(60)]
    answers = []
    for rules in (wild, {name: rate for name, rate in wild.items() if name in {"length", "empty"}}):
        async with running(echo, PROFILES, misbehaviour=Misbehaviour(**rules)) as base_url:
            async with talk.endpoint(base_url, model="careful", retry=PATIENT) as model:
                answers.append(await asyncio.gather(*(model.answer(ask) for ask in asks)))
            counts = await stats(base_url)
        assert sorted(counts["answered"].values()) == [1] * 60
    assert [(a.text, a.finish, a.truth) for a in answers[0]] == [(a.text, a.finish, a.truth) for a in answers[1]]
    assert sum(len(a.retries) for a in answers[0]) > 20


async def test_a_client_that_left_costs_the_delegate_no_work() -> None:
    worked = []

    def noted(model: str, request: Request) -> Answer:
        worked.append(model)
        return echo(model, request)

    async with running(noted, PROFILES, misbehaviour=Misbehaviour(slow_first_byte=1, slow_s=0.2)) as base_url:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await post(base_url, asking())
        await asyncio.sleep(0.3)
        assert (await stats(base_url))["answered"] == {}
    assert worked == []


async def test_a_stream_can_break_off() -> None:
    body = asking("A line.\n" * 400, stream=True)
    async with running(echo, PROFILES, misbehaviour=Misbehaviour(drop=1)) as base_url, aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError):
            async with session.post(f"{base_url}/chat/completions", json=body) as response:
                await response.read()
        assert (await stats(base_url))["answered"] == {}


async def test_a_port_in_use_is_wrong_use_with_what_to_do() -> None:
    async with running(echo, PROFILES) as base_url:
        port = int(base_url.removesuffix("/v1").rsplit(":", 1)[1])
        with pytest.raises(UsageError, match=r"in use.*choose another port"):
            async with running(echo, PROFILES, port=port):
                pass
    for port, host in ((70_000, "127.0.0.1"), (0, "203.0.113.1")):
        with pytest.raises(UsageError, match="port"):
            async with running(echo, PROFILES, port=port, host=host):
                pass


async def test_a_server_that_ended_leaves_nothing_behind() -> None:
    async with running(echo, PROFILES, misbehaviour=Misbehaviour(slow_first_byte=1, slow_s=60)) as base_url:
        hanging = asyncio.create_task(post(base_url, asking()))
        await asyncio.sleep(0.05)
        began = time.perf_counter()
    assert time.perf_counter() - began < 3
    with pytest.raises(aiohttp.ClientError):
        await hanging
    with pytest.raises(aiohttp.ClientError):
        await get(f"{base_url}/models")


PROGRAM = """
from delegate_audit.models.protocol import Answer, Finish, Usage
from delegate_audit.models.server import serve

def simulate(model, request):
    return Answer("a", Finish.STOP, Usage(1, 1), model)

serve(simulate, ("careful",), port=0, on_ready=lambda url: print(url, flush=True))
print("ended")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, stdout=PIPE, stderr=PIPE)
    async with asyncio.timeout(20):
        base_url = (await program.stdout.readline()).decode().strip()
        assert (await post(base_url, asking()))[0] == 200
        program.send_signal(number)
        out, err = await program.communicate()
    assert (program.returncode, out, err) == (0, b"ended\n", b"")


async def test_a_delegate_may_work_in_processes_of_its_own() -> None:
    async with running(shouted, PROFILES, processes=1) as base_url:
        _, said = await post(base_url, asking("loud"))
    assert said["choices"][0]["message"]["content"] == "LOUD"
