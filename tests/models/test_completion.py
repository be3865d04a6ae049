import copy
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.models.completion import decoded, encoded
from delegate_audit.models.protocol import Answer, EndpointError, Finish, Message, Request
from delegate_audit.models.tokens import estimate, estimate_prompt

ASK = Request((Message("user", "Sort the cues."),), seed=7)
GOOD = {
    "id": "c1",
    "model": "m-1",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Done."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 11, "completion_tokens": 3},
    "simulated": {"profile": "careful", "faults": []},
}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["stop", "text", "\ud800", 10**30]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "content", "message", "error", "a"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def good(**changes: object) -> dict[str, object]:
    """`GOOD` with fields of its choice's message (content, refusal), of its choice, or of itself replaced."""
    body = copy.deepcopy(GOOD)
    choice = body["choices"][0]
    for name, value in changes.items():
        target = choice["message"] if name in {"content", "refusal"} else choice if name == "finish_reason" else body
        target[name] = value
    return body


def read(body: object) -> Answer:
    return decoded(json.dumps(body).encode(), ASK, "asked")


def test_a_request_is_sent_with_what_it_sets_and_nothing_else() -> None:
    assert json.loads(encoded("m", ASK)) == {"model": "m", "messages": [{"role": "user", "content": "Sort the cues."}], "seed": 7}
    full = json.loads(encoded("m", Request(ASK.messages, 0, 0.0, 9)))
    assert (full["seed"], full["temperature"], full["max_tokens"]) == (0, 0.0, 9)


def test_a_good_body_is_an_answer() -> None:
    answer = read(GOOD)
    assert (answer.text, answer.finish, answer.model, answer.simulated, answer.truth) == (
        "Done.",
        Finish.STOP,
        "m-1",
        True,
        GOOD["simulated"],
    )
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.estimated) == (11, 3, False)


@pytest.mark.parametrize(
    ("reason", "finish"),
    [
        ("stop", "stop"),
        ("STOP", "stop"),
        ("length", "length"),
        ("max_tokens", "length"),
        ("content_filter", "content_filter"),
        ("tool_calls", "other"),
        (None, "other"),
    ],
)
def test_finish_reasons_are_mapped(reason: str | None, finish: str) -> None:
    assert read(good(finish_reason=reason)).finish == Finish(finish)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"content": ""}, ""),
        ({"content": [{"type": "text", "text": "a"}, {"type": "thinking", "thinking": []}, {"type": "text", "text": "b"}]}, "ab"),
        ({"content": []}, ""),
        ({"content": None}, ""),
        ({"content": None, "refusal": "I cannot."}, "I cannot."),
        ({"content": "a\ud800b\U0001f600"}, "a\ufffdb\U0001f600"),
    ],
)
def test_what_keeps_the_format_is_the_models_answer(changes: dict[str, object], text: str) -> None:
    assert read(good(**changes)).text == text


@pytest.mark.parametrize(
    ("usage", "counts"),
    [
        (None, (None, None)),
        ([], (None, None)),
        ({"prompt_tokens": "11", "completion_tokens": True}, (None, None)),
        ({"prompt_tokens": -1, "completion_tokens": 10**12}, (None, None)),
        ({"prompt_tokens": 0, "completion_tokens": 0}, (None, None)),
        ({"prompt_tokens": 1.5, "completion_tokens": float("nan")}, (None, None)),
        ({"prompt_tokens": 11.0}, (11, None)),
    ],
)
def test_usage_that_cannot_be_meant_is_estimated(usage: object, counts: tuple[int | None, int | None]) -> None:
    found = read(good(usage=usage)).usage
    assert found.estimated
    assert found.prompt_tokens == (counts[0] or estimate_prompt(ASK.messages))
    assert found.completion_tokens == (counts[1] or estimate("Done."))


def test_an_empty_text_of_no_tokens_is_no_estimate() -> None:
    usage = read(good(content="", usage={"prompt_tokens": 5, "completion_tokens": 0})).usage
    assert (usage.completion_tokens, usage.estimated) == (0, False)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n",
        b"<html>",
        b'{"choices": [',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"1" * 10_000,
        b"null",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [null]}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": {}}]}',
        b'{"choices": [{"message": {"content": 5}}]}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": ["a"]}}]}',
        b'{"choices": [{"message": {"content": [{"type": "text", "text": 1}]}}]}',
        b'{"choices": [{"message": {"content": "a"}, "finish_reason": []}]}',
        b'{"choices": [{"message": {"content": "a"}, "finish_reason": "error"}]}',
    ],
)
def test_what_breaks_the_format_is_the_endpoints_fault(body: bytes) -> None:
    with pytest.raises(EndpointError) as caught:
        decoded(body, ASK, "asked")
    assert caught.value.transient


def test_an_error_in_a_successful_body_is_told_without_the_key() -> None:
    with pytest.raises(EndpointError, match="overloaded"):
        decoded(b'{"error": {"message": "overloaded"}}', ASK, "m", "sk-secret-1")
    with pytest.raises(EndpointError) as caught:
        decoded(b'{"error": "no such key: sk-secret-1"}', ASK, "m", "sk-secret-1")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("truth", [None, 5, "x", [1], {"a": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}])
def test_a_truth_that_is_none_marks_nothing_as_simulated(truth: object) -> None:
    answer = read(good(simulated=truth))
    assert (answer.simulated, answer.truth) == (False, None)


def answered_or_charged(raw: bytes) -> None:
    """Anything but an answer or an error of the endpoint comes through and fails the test."""
    answer: Answer | None = None
    with suppress(EndpointError):
        answer = decoded(raw, ASK, "asked")
    if answer is None:
        return
    assert isinstance(answer.text, str)
    assert isinstance(answer.finish, Finish)
    assert isinstance(answer.model, str)
    assert answer.text.encode("utf-8") is not None
    assert 0 <= answer.usage.prompt_tokens <= 10**9
    assert type(answer.usage.prompt_tokens) is type(answer.usage.completion_tokens) is int
    assert answer.truth is None or isinstance(answer.truth, dict)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["model", "choices", "usage", "simulated", "error", "content", "refusal", "finish_reason"]), JUNK)
def test_junk_in_any_field_gives_an_answer_or_charges_the_endpoint(name: str, junk: object) -> None:
    answered_or_charged(json.dumps(good(**{name: junk})).encode())


@settings(max_examples=100, deadline=None)
@given(JUNK)
def test_any_json_gives_an_answer_or_charges_the_endpoint(junk: object) -> None:
    answered_or_charged(json.dumps(junk).encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 300))
def test_any_bytes_give_an_answer_or_charge_the_endpoint(noise: bytes, at: int) -> None:
    raw = json.dumps(GOOD).encode()
    answered_or_charged(raw[:at] + noise + raw[at + len(noise) :])
    answered_or_charged(noise)
