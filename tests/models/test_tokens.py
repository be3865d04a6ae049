from delegate_audit.models.protocol import Message
from delegate_audit.models.tokens import estimate, estimate_prompt

PROSE = "The harbour was quiet and the boats lay still under a pale sky. " * 20
DENSE = "17,00:01:02,500;-3.25;0x1F\n" * 40


def test_prose_takes_about_four_characters_a_token_and_dense_text_three() -> None:
    assert estimate(PROSE) == len(PROSE) // 4
    assert estimate(DENSE) == len(DENSE) // 3


def test_nothing_is_no_token_and_anything_at_least_one() -> None:
    assert estimate("") == 0
    assert estimate("a") == 1
    assert estimate("\ud800") == 1


def test_scripts_that_take_a_token_a_character_are_not_underrated() -> None:
    assert estimate("港は静かだった") == 7


def test_a_prompt_is_the_sum_of_its_messages() -> None:
    assert estimate_prompt([Message("user", PROSE), Message("assistant", "")]) == estimate(PROSE) + 8
