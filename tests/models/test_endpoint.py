import asyncio
import gzip
import json
import random
import time

import pytest

from delegate_audit.models.endpoint import ChatEndpoint, EndpointOptions
from delegate_audit.models.key import Secret
from delegate_audit.models.limit import Limiter
from delegate_audit.models.protocol import EndpointError, Finish, Message, Request
from delegate_audit.models.retry import RetryPolicy
from delegate_audit.models.spec import ModelSpec

ONCE = RetryPolicy(attempts=1)


async def test_a_call_goes_out_as_chat_completions_and_comes_back_as_an_answer(talk) -> None:
    async with talk.scripted(talk.http(talk.body("Done."))) as server, talk.endpoint(server.base_url) as model:
        answer = await model.answer(talk.ask)
    assert (answer.text, answer.finish, answer.model, answer.retries) == ("Done.", Finish.STOP, "m-1", ())
    assert (answer.usage.prompt_tokens, answer.usage.estimated, answer.simulated) == (11, False, False)
    assert 0 < answer.latency_s < 5
    assert server.heads[0].startswith("POST /v1/chat/completions HTTP/1.1\r\n")
    assert f"Authorization: Bearer {talk.key}\r\n" in server.heads[0]
    assert json.loads(server.bodies[0])["seed"] == 7


async def test_without_a_key_none_is_sent(talk) -> None:
    async with talk.scripted(talk.http(talk.body())) as server, talk.endpoint(server.base_url, key=None) as model:
        await model.answer(talk.ask)
    assert "authorization" not in server.heads[0].lower()


async def test_a_rate_limit_is_waited_out(talk) -> None:
    limited = talk.http({"error": {"message": "slow down"}}, 429, {"Retry-After": "0.15"})
    async with talk.scripted(limited, talk.http(talk.body())) as server, talk.endpoint(server.base_url) as model:
        answer = await model.answer(talk.ask)
    assert server.times[1] - server.times[0] >= 0.15
    assert "slow down" in answer.retries[0].reason
    assert answer.retries[0].waited_s >= 0.15


async def test_a_rate_limit_holds_back_the_other_calls_of_the_endpoint(talk) -> None:
    limited = talk.http(b"", 429, {"Retry-After": "0.2"})
    async with talk.scripted(limited, talk.http(talk.body())) as server, talk.endpoint(server.base_url, concurrency=1) as model:
        await asyncio.gather(*(model.answer(talk.ask) for _ in range(5)))
    assert len(server.times) == 6
    assert min(server.times[1:]) - server.times[0] >= 0.2


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 520, 529])
async def test_transient_statuses_are_repeated(talk, status: int) -> None:
    async with talk.scripted(talk.http(b"oh", status), talk.http(talk.body())) as server, talk.endpoint(server.base_url) as model:
        answer = await model.answer(talk.ask)
    assert [retry.reason.split()[1] for retry in answer.retries] == [str(status)]


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (400, "request"),
        (401, "AUDIT_API_KEY"),
        (403, "key"),
        (404, "model name"),
        (422, "model name"),
        (302, "base URL"),
        (501, "base URL"),
    ],
)
async def test_permanent_statuses_say_what_to_do(talk, status: int, remedy: str) -> None:
    said = talk.http({"error": {"message": f"no: {talk.key}"}}, status, {"Location": "http://127.0.0.1:9/"})
    async with talk.scripted(said) as server, talk.endpoint(server.base_url) as model:
        with pytest.raises(EndpointError, match=remedy) as caught:
            await model.answer(talk.ask)
    assert (len(server.heads), caught.value.transient, caught.value.status) == (1, False, status)
    assert talk.key[:12] not in str(caught.value)


@pytest.mark.parametrize("status", [401, 403])
async def test_what_is_said_about_a_wrong_key_is_not_repeated(talk, status: int) -> None:
    said = talk.http({"error": {"message": "wrong key: sk-te****mnop"}}, status)
    async with talk.scripted(said) as server, talk.endpoint(server.base_url) as model:
        with pytest.raises(EndpointError) as caught:
            await model.answer(talk.ask)
    assert "sk-te" not in str(caught.value)


async def test_a_quota_that_is_used_up_is_not_waited_for(talk) -> None:
    said = talk.http({"error": {"message": "quota", "code": "insufficient_quota"}}, 429)
    async with talk.scripted(said) as server, talk.endpoint(server.base_url) as model:
        with pytest.raises(EndpointError, match="credit"):
            await model.answer(talk.ask)
    assert len(server.heads) == 1


async def dropped_mid_body(writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"choices": [')
    await writer.drain()


async def dropped_at_once(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def no_http(writer: asyncio.StreamWriter) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.0\r\n\r\n\x00\x01")
    await writer.drain()


async def broken_gzip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\nno gzip here")
    await writer.drain()


async def broken_chunks(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")
    await writer.drain()


async def endless_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n")
    await writer.drain()


@pytest.mark.parametrize("fault", [dropped_mid_body, dropped_at_once, no_http, broken_gzip, broken_chunks, endless_headers])
async def test_broken_connections_are_repeated_and_never_the_models_fault(talk, fault) -> None:
    async with talk.scripted(fault, talk.http(talk.body())) as server, talk.endpoint(server.base_url) as model:
        answer = await model.answer(talk.ask)
        assert answer.text == "Done."
        assert len(answer.retries) == 1
    async with talk.scripted(fault) as server, talk.endpoint(server.base_url) as model:
        with pytest.raises(EndpointError) as caught:
            await model.answer(talk.ask)
    assert caught.value.transient
    assert len(server.heads) == talk.quick.attempts


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b'{"choices": [', b'{"choices": []}'])
async def test_bodies_that_are_no_completion_are_repeated(talk, body: bytes) -> None:
    async with talk.scripted(talk.http(body), talk.http(talk.body())) as server, talk.endpoint(server.base_url) as model:
        answer = await model.answer(talk.ask)
    assert len(answer.retries) == 1


async def test_an_empty_text_is_the_models_answer(talk) -> None:
    async with talk.scripted(talk.http(talk.body(""))) as server, talk.endpoint(server.base_url) as model:
        answer = await model.answer(talk.ask)
    assert (answer.text, answer.finish, len(server.heads)) == ("", Finish.STOP, 1)


async def test_a_body_over_the_limit_is_given_up_on_early(talk) -> None:
    sent = 0

    async def huge(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        for _ in range(10_000):
            writer.write(b" " * 100_000)
            await writer.drain()
            sent += 100_000

    async with talk.scripted(huge) as server, talk.endpoint(server.base_url, retry=ONCE, body_limit_bytes=1_000_000) as model:
        with pytest.raises(EndpointError, match="longer than 1000000 bytes") as caught:
            await model.answer(talk.ask)
    assert caught.value.transient
    assert sent < 50_000_000


async def test_a_compressed_body_is_measured_unpacked(talk) -> None:
    bomb = talk.http(gzip.compress(b" " * 50_000_000), 200, {"Content-Encoding": "gzip"})
    async with talk.scripted(bomb) as server, talk.endpoint(server.base_url, retry=ONCE, body_limit_bytes=1_000_000) as model:
        with pytest.raises(EndpointError, match="longer than"):
            await model.answer(talk.ask)


async def test_a_slow_answer_runs_into_the_time_limit(talk) -> None:
    async def slow(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
        for _ in range(100):
            writer.write(b" ")
            await asyncio.sleep(0.02)

    async with talk.scripted(slow, talk.http(talk.body())) as server, talk.endpoint(server.base_url, timeout_s=0.2) as model:
        answer = await model.answer(talk.ask)
    assert "in time" in answer.retries[0].reason


async def test_a_server_that_is_not_there_is_the_endpoints_fault(talk) -> None:
    async with talk.scripted(b"") as server:
        pass
    async with talk.endpoint(server.base_url) as model:
        with pytest.raises(EndpointError, match="check the base URL") as caught:
            await model.answer(talk.ask)
    assert caught.value.transient
    async with talk.endpoint("http://no-such-host.invalid/v1", retry=ONCE) as model:
        with pytest.raises(EndpointError):
            await model.answer(talk.ask)


async def test_a_redirect_is_not_followed(talk) -> None:
    async with talk.scripted(talk.http(talk.body())) as other:
        moved = talk.http(b"", 307, {"Location": f"{other.base_url}/chat/completions"})
        async with talk.scripted(moved) as server, talk.endpoint(server.base_url) as model:
            with pytest.raises(EndpointError, match="redirects"):
                await model.answer(talk.ask)
    assert other.heads == []


async def test_proxies_of_the_environment_are_used_only_when_asked(talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with talk.scripted(talk.http(talk.body("by proxy"))) as proxy, talk.scripted(talk.http(talk.body("direct"))) as server:
        monkeypatch.setenv("http_proxy", proxy.base_url.removesuffix("/v1"))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        async with talk.endpoint(server.base_url) as model:
            assert (await model.answer(talk.ask)).text == "direct"
        async with talk.endpoint(server.base_url, proxies_from_environment=True) as model:
            assert (await model.answer(talk.ask)).text == "by proxy"


async def test_no_error_shows_the_key(talk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    shown = f"you sent {talk.key}"
    answers = [talk.http({"error": {"message": shown}}, status) for status in (400, 401, 403, 404, 418, 429, 500)]
    answers += [talk.http(shown.encode(), 500), talk.http({"error": shown}), talk.http(shown.encode()), dropped_mid_body]
    for answer in answers:
        async with talk.scripted(answer) as server, talk.endpoint(server.base_url, retry=ONCE) as model:
            with pytest.raises(EndpointError) as caught:
                await model.answer(talk.ask)
        error = caught.value
        assert talk.key[8:] not in f"{error}{error!r}{vars(error)}{error.__cause__}{caplog.text}"


async def test_sixty_four_calls_at_once_share_one_session(talk) -> None:
    async with talk.scripted(talk.http(talk.body())) as server, talk.endpoint(server.base_url, concurrency=64) as model:
        first = await model.answer(talk.ask)
        session = model._session
        answers = await asyncio.gather(*(model.answer(talk.ask) for _ in range(200)))
        assert model._session is session
    assert {answer.text for answer in answers} == {first.text}
    assert server.connections <= 64
    assert session.closed


async def test_a_closed_client_can_be_closed_again_and_asked_again(talk) -> None:
    async with talk.scripted(talk.http(talk.body())) as server, talk.endpoint(server.base_url) as model:
        await model.close()
        await model.answer(talk.ask)
        await model.close()
        await model.close()
        assert (await model.answer(talk.ask)).text == "Done."


async def test_a_long_prompt_is_sent_whole(talk) -> None:
    request = Request((Message("user", "ä\u0000\ud800" * 700_000),))
    async with talk.scripted(talk.http(talk.body())) as server, talk.endpoint(server.base_url) as model:
        await model.answer(request)
    assert json.loads(server.bodies[0])["messages"][0]["content"] == request.messages[0].content


@pytest.mark.slow
async def test_a_call_costs_little_time_of_the_processor(talk) -> None:
    text = "A line of a document, as long as lines mostly are.\n" * 320
    async with talk.scripted(talk.http(talk.body(text))) as server:
        model = ChatEndpoint(
            ModelSpec("openai", "m", server.base_url), key=Secret("k"), options=EndpointOptions(), limiter=Limiter(16), rng=random.Random()
        )
        await model.answer(talk.ask)
        began = time.process_time()
        for _ in range(300):
            await model.answer(talk.ask)
        spent_ms = (time.process_time() - began) / 300 * 1000
        await model.close()
    assert spent_ms < 5, f"{spent_ms:.2f} ms a call, the server in this process included"
