import pytest

from delegate_audit.errors import UsageError
from delegate_audit.models.endpoint import ChatEndpoint
from delegate_audit.models.spec import DEFAULT_BASE_URL, ModelSpec, open_model, parse_model


@pytest.mark.parametrize(
    ("text", "base_url", "environment", "spec"),
    [
        ("openai:gpt-4o", None, {}, ModelSpec("openai", "gpt-4o", DEFAULT_BASE_URL)),
        ("openai:gpt-4o", None, {"OPENAI_BASE_URL": "https://b.example/v1/"}, ModelSpec("openai", "gpt-4o", "https://b.example/v1")),
        (
            "openai:org/m:free",
            "http://localhost:8000/v1",
            {"OPENAI_BASE_URL": "x"},
            ModelSpec("openai", "org/m:free", "http://localhost:8000/v1"),
        ),
        ("openai:m", "http://[::1]:8000", {}, ModelSpec("openai", "m", "http://[::1]:8000")),
        ("sim:careful", None, {}, ModelSpec("sim", "careful")),
    ],
)
def test_models_are_read(text: str, base_url: str | None, environment: dict[str, str], spec: ModelSpec) -> None:
    assert parse_model(text, base_url, environment) == spec
    assert str(spec) == text


@pytest.mark.parametrize("text", ["", "gpt-4o", "openai:", "sim:", "openai: m", "anthropic:claude", "openai:m\n\x1b", ":m"])
def test_what_names_no_model_is_wrong_use(text: str) -> None:
    with pytest.raises(UsageError, match="openai:NAME"):
        parse_model(text, None, {})


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://host/v1", "begins with neither"),
        ("localhost:8000/v1", "begins with neither"),
        ("http://", "no host"),
        ("http:///v1", "no host"),
        ("https://ho st/v1", "no host"),
        ("http://host:port/v1", "cannot be read"),
        ("http://host:99999/v1", "cannot be read"),
        ("http://[::1/v1", "cannot be read"),
        ("https://host/v1?key=1", "query"),
        ("https://host/v1/chat/completions/", "too far"),
        ("https://user:hunter2@host/v1", "AUDIT_API_KEY"),
    ],
)
def test_a_base_url_that_cannot_be_one_is_wrong_use(url: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        parse_model("openai:m", url, {})
    assert "hunter2" not in str(caught.value)


async def test_an_endpoint_is_opened_with_the_key_of_the_environment() -> None:
    model = open_model(
        parse_model("openai:m", "http://localhost:1/v1", {}), environment={"OPENAI_API_KEY": "sk-one", "AUDIT_API_KEY": "sk-two"}
    )
    assert isinstance(model, ChatEndpoint)
    assert (model.name, model.simulated) == ("openai:m", False)
    assert model._headers()["Authorization"] == "Bearer sk-two"
    assert "sk-two" not in repr(vars(model)) + repr(model._headers())
    await model.close()


async def test_a_simulated_delegate_is_opened_by_its_profile() -> None:
    model = open_model(parse_model("sim:careful"))
    assert (model.name, model.simulated) == ("sim:careful", True)
    with pytest.raises(UsageError):
        open_model(parse_model("sim:no-such-profile"))
