"""What an HTTP status other than success means: worth another attempt or not, and what to do about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from delegate_audit.models.key import excerpt
from delegate_audit.models.retry import AttemptError, retry_after_s

TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_HOPELESS_SERVER_ERRORS = frozenset({501, 505})
_SILENT = frozenset({401, 403})
"""Answers to a wrong key: their text may repeat it."""

_REMEDIES = {
    400: "check that the model takes this request: its length, temperature and seed",
    401: "set AUDIT_API_KEY (or OPENAI_API_KEY) to a key of this endpoint",
    402: "the account of this key has no credit left",
    403: "use a key that may use this model",
    404: "check the model name, and that the base URL ends as the endpoint wants it (mostly /v1)",
    413: "the document is too long for this endpoint",
    422: "check the model name and that the endpoint takes OpenAI chat completions",
}
_OTHER_REMEDY = "check the base URL and the model name"


def failure(status: int, headers: Mapping[str, str], body: bytes, url: str, key: str | None) -> AttemptError:
    """The failed attempt that an HTTP answer other than 2xx stands for."""
    if 300 <= status < 400:
        return AttemptError(f"{url} redirects elsewhere (HTTP {status})", "give the base URL that it redirects to", status=status)
    said = _Said.of(body, key)
    reason = f"HTTP {status} from {url}" + (f": {said.message}" if said.message and status not in _SILENT else "")
    if said.code == "insufficient_quota":
        return AttemptError(reason, _REMEDIES[402], status=status)
    if status in TRANSIENT or (status >= 500 and status not in _HOPELESS_SERVER_ERRORS):
        error = AttemptError(reason, transient=True, status=status)
        error.asked_s = retry_after_s(headers.get("Retry-After"), datetime.now(UTC))
        return error
    return AttemptError(reason, _REMEDIES.get(status, _OTHER_REMEDY), status=status)


class _Said:
    """Message and code of an error body in OpenAI's form, or the body itself where it has another."""

    def __init__(self, message: str, code: str = "") -> None:
        self.message, self.code = message, code

    @classmethod
    def of(cls, body: bytes, key: str | None) -> _Said:
        try:
            parsed = json.loads(body)
        except (ValueError, RecursionError):
            return cls(excerpt(body.decode("utf-8", "replace"), key))
        error = parsed.get("error", parsed) if isinstance(parsed, dict) else parsed
        if not isinstance(error, dict):
            return cls(excerpt(error, key) if isinstance(error, str) else "")
        message, code = error.get("message"), error.get("code")
        return cls(excerpt(message, key) if isinstance(message, str) else "", code if isinstance(code, str) else "")
