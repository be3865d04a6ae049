"""An OpenAI-compatible endpoint, asked over aiohttp. All that the server sends is untrusted; the key is shown nowhere."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING

from delegate_audit import __version__
from delegate_audit.models.completion import decoded, encoded
from delegate_audit.models.key import Secret
from delegate_audit.models.limit import Limiter
from delegate_audit.models.protocol import Answer, Request
from delegate_audit.models.retry import AttemptError, RetryPolicy, retrying
from delegate_audit.models.spec import DEFAULT_BASE_URL, ModelSpec
from delegate_audit.models.status import failure

if TYPE_CHECKING:
    import aiohttp

MEBIBYTE = 1024 * 1024
ERROR_BODY_BYTES = 64 * 1024
_UNREACHABLE = "check the base URL and that the server runs"


@dataclass(frozen=True)
class EndpointOptions:
    """How an endpoint is asked. `timeout_s` is for one attempt, from connecting to the last byte of the answer."""

    timeout_s: float = 600.0
    connect_timeout_s: float = 30.0
    body_limit_bytes: int = 64 * MEBIBYTE
    concurrency: int = 16
    proxies_from_environment: bool = False
    retry: RetryPolicy = field(default_factory=RetryPolicy)


class ChatEndpoint:
    """A `Model` behind POST {base_url}/chat/completions. One session serves all calls; it is opened with the first."""

    simulated = False

    def __init__(self, spec: ModelSpec, *, key: Secret | None, options: EndpointOptions, limiter: Limiter, rng: random.Random) -> None:
        self.name = str(spec)
        self._model = spec.name
        self._url = f"{spec.base_url or DEFAULT_BASE_URL}/chat/completions"
        self._key, self._options, self._limiter, self._rng = key, options, limiter, rng
        self._session: aiohttp.ClientSession | None = None

    async def answer(self, request: Request) -> Answer:
        """Answer one request; see `Model`. The latency is that of the attempt that succeeded, in seconds."""
        body = encoded(self._model, request)
        tried = await retrying(lambda: self._attempt(body, request), self._options.retry, self._rng)
        return replace(tried.result, retries=tried.retries) if tried.retries else tried.result

    async def close(self) -> None:
        """Give connections back; another call opens a new session."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def _attempt(self, body: bytes, request: Request) -> Answer:
        async with self._limiter.slot():
            began = time.perf_counter()
            try:
                raw = await self._post(body)
            except AttemptError as error:
                if error.asked_s is not None:
                    self._limiter.pause(min(error.asked_s, self._options.retry.longest_wait_s))
                raise
            latency_s = time.perf_counter() - began
        return replace(decoded(raw, request, self._model, self._key), latency_s=latency_s)

    async def _post(self, body: bytes) -> bytes:
        """The body of a 2xx answer; everything else is an `AttemptError`."""
        import aiohttp

        try:
            async with self._opened().post(self._url, data=BytesIO(body), allow_redirects=False) as response:
                return await self._read(response)
        except TimeoutError:
            raise AttemptError(
                f"no whole answer from {self._url} in time", "raise the time limit, or try again later", transient=True
            ) from None
        except (aiohttp.ClientConnectorCertificateError, aiohttp.InvalidURL) as error:
            raise AttemptError(f"no safe connection to {self._url} ({type(error).__name__})", _UNREACHABLE) from None
        except (aiohttp.ClientError, OSError) as error:
            raise AttemptError(f"the connection to {self._url} failed ({_cause(error)})", _UNREACHABLE, transient=True) from None

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        if not 200 <= response.status < 300:
            said = await _read_up_to(response, ERROR_BODY_BYTES)
            raise failure(response.status, response.headers, said[:ERROR_BODY_BYTES], self._url, self._key)
        limit = self._options.body_limit_bytes
        body = await _read_up_to(response, limit)
        if len(body) > limit:
            raise AttemptError(f"the answer from {self._url} is longer than {limit} bytes", transient=True, status=response.status)
        return body

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            import aiohttp

            self._session = aiohttp.ClientSession(
                headers=self._headers(),
                timeout=aiohttp.ClientTimeout(total=self._options.timeout_s, sock_connect=self._options.connect_timeout_s),
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=self._options.proxies_from_environment,
            )
        return self._session

    def _headers(self) -> Mapping[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": f"delegate-audit/{__version__}"}
        return headers | ({"Authorization": Secret(f"Bearer {self._key}")} if self._key else {})


async def _read_up_to(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """The body, or a part of it that is longer than `limit`; never much longer, whatever the server sends."""
    parts = bytearray()
    async for chunk in response.content.iter_any():
        parts += chunk
        if len(parts) > limit:
            break
    return bytes(parts)


def _cause(error: BaseException) -> str:
    """What went wrong, by the type of the error and the system's own words: no text of the server's."""
    reason = getattr(error, "os_error", error)
    strerror = getattr(reason, "strerror", None)
    return strerror if isinstance(strerror, str) and strerror else type(error).__name__
