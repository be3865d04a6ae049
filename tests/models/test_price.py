import socket

import pytest

from delegate_audit.models.price import cost_usd, flat, listed
from delegate_audit.models.protocol import Usage
from delegate_audit.models.spec import ModelSpec

OPENAI = "https://api.openai.com/v1"


def test_a_listed_model_costs_what_the_list_says_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was asked"))
    listed.cache_clear()
    for name in ("gpt-4o", "gpt-4o-mini", "gpt-5.4"):
        for prompt, completion in ((0, 0), (1000, 100), (400_000, 7)):
            expected = calc_price(Tokens(input_tokens=prompt, output_tokens=completion), name, provider_api_url=OPENAI).total_price
            assert cost_usd(ModelSpec("openai", name, OPENAI), Usage(prompt, completion)) == pytest.approx(float(expected))


@pytest.mark.parametrize(
    "spec",
    [ModelSpec("openai", "no-such-model", OPENAI), ModelSpec("openai", "gpt-4o", "http://localhost:8000/v1"), ModelSpec("sim", "careful")],
)
def test_an_unknown_price_is_unknown_not_nothing(spec: ModelSpec) -> None:
    assert cost_usd(spec, Usage(1000, 1000)) is None


def test_a_given_price_is_per_million_tokens() -> None:
    assert flat(2.0, 10.0)(Usage(500_000, 100_000)) == pytest.approx(2.0)
