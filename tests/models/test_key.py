import pytest

from delegate_audit.errors import UsageError
from delegate_audit.models.key import Secret, excerpt, key_from


def test_the_key_of_this_program_wins() -> None:
    assert key_from({}) is None
    assert key_from({"OPENAI_API_KEY": " sk-a\n"}) == "sk-a"
    assert key_from({"OPENAI_API_KEY": "sk-a", "AUDIT_API_KEY": "sk-b"}) == "sk-b"
    assert key_from({"OPENAI_API_KEY": "sk-a", "AUDIT_API_KEY": ""}) == "sk-a"


@pytest.mark.parametrize("key", ["sk-a b", "sk-a\r\nX-Evil: 1", "sk-ä"])
def test_a_key_that_no_header_can_carry_is_wrong_use_and_stays_unsaid(key: str) -> None:
    with pytest.raises(UsageError, match="AUDIT_API_KEY") as caught:
        key_from({"AUDIT_API_KEY": key})
    assert "sk-a" not in str(caught.value)


def test_a_secret_does_not_show_itself() -> None:
    assert "hush" not in repr({"k": [Secret("hush")]})


def test_an_excerpt_is_one_printable_line() -> None:
    assert excerpt("a\x1b[31mb\r\n  c\x00\u202e", None) == "a [31mb c"
    assert len(excerpt("x" * 10_000, None)) == 200


@pytest.mark.parametrize(
    "said", ["bad key sk-secret-123456", "starts with SK-SECRET", "s k-s e c-r\x00et-1", "ends in 123456", "sk-sec\nret"]
)
def test_an_excerpt_that_holds_part_of_the_key_is_dropped(said: str) -> None:
    shown = excerpt(said, "sk-secret-123456")
    assert shown == "" or not any("sk-secret-123456"[i : i + 6] in shown.replace(" ", "").lower() for i in range(11))
    assert "123456" not in shown
