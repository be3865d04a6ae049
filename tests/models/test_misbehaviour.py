from pathlib import Path

import pytest

from delegate_audit.errors import UsageError
from delegate_audit.models.misbehaviour import ANSWER, TRANSPORT, Draw, Fates, Fault, Misbehaviour, read_misbehaviour, spoiled
from delegate_audit.models.protocol import Answer, Finish, Usage

WILD = Misbehaviour(seed=3, rate_limit=0.1, server_error=0.1, slow_first_byte=0.1, drop=0.1, invalid_json=0.1, empty=0.1, length=0.2)
BODIES = [f"{n:064x}" for n in range(2000)]


def test_a_faults_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_text("seed = 4\nrate_limit = 0.25\nretry_after_s = 2\nlength = 1\n")
    assert read_misbehaviour(path) == Misbehaviour(seed=4, rate_limit=0.25, retry_after_s=2, length=1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rate_limit = 1.5", "rate_limit"),
        ("rate_limit = '1'", "rate_limit"),
        ("drop = -0.1", "drop"),
        ("drop = nan", "drop"),
        ("droop = 0.1", "droop"),
        ("max_consecutive = -1", "max_consecutive"),
        ("seed = 0.5", "seed"),
        ("slow_s = inf", "slow_s"),
        ("drop = 0.6\nserver_error = 0.6", "more than 1"),
        ("drop = ", "no TOML"),
    ],
)
def test_a_wrong_faults_file_is_named_with_its_field(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "faults.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=says) as caught:
        read_misbehaviour(path)
    assert str(path) in str(caught.value)


def test_a_missing_faults_file_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_misbehaviour(tmp_path / "none.toml")


def test_the_same_calls_meet_the_same_faults() -> None:
    one, two = Fates(WILD), Fates(WILD)
    assert [one.draw(body) for body in BODIES] == [two.draw(body) for body in reversed(BODIES)][::-1]
    other = Fates(WILD.model_copy(update={"seed": 4}))
    assert [one.draw(body) for body in BODIES] != [other.draw(body) for body in BODIES]


def test_faults_come_at_their_rates() -> None:
    fates = Fates(WILD)
    draws = [fates.draw(body) for body in BODIES]
    for fault in (*TRANSPORT, *ANSWER):
        found = sum(fault in (draw.transport, draw.answer) for draw in draws) / len(draws)
        assert found == pytest.approx(WILD.rate(fault), abs=0.03)


def test_no_body_is_faulted_for_ever() -> None:
    fates = Fates(Misbehaviour(drop=1, max_consecutive=2))
    assert [fates.draw("a").transport for _ in range(6)] == [Fault.DROP, Fault.DROP, None] * 2
    assert Fates(Misbehaviour(drop=1, max_consecutive=0)).draw("a").transport is None


def test_a_repeated_call_meets_the_same_answer() -> None:
    fates = Fates(WILD)
    for body in BODIES[:50]:
        assert len({(draw.answer, draw.kept) for draw in (fates.draw(body) for _ in range(5))}) == 1


def test_a_spoiled_answer_says_so() -> None:
    answer = Answer("0123456789", Finish.STOP, Usage(9, 10), "m", truth={"profile": "p", "faults": ["f"]})
    assert spoiled(answer, Draw(Fault.DROP, None, 0.5)) is answer
    cut = spoiled(answer, Draw(None, Fault.LENGTH, 0.5))
    assert (cut.text, cut.finish, cut.usage.completion_tokens) == ("01234", Finish.LENGTH, 5)
    assert [fault if isinstance(fault, str) else fault["fault"] for fault in cut.truth["faults"]] == ["f", "length"]
    empty = spoiled(answer, Draw(None, Fault.EMPTY, 0.5))
    assert (empty.text, empty.finish, empty.usage.completion_tokens, empty.truth["profile"]) == ("", Finish.STOP, 0, "p")
    assert answer.truth == {"profile": "p", "faults": ["f"]}
