import random
from datetime import UTC, datetime

import pytest

from delegate_audit.models.protocol import EndpointError
from delegate_audit.models.retry import AttemptError, RetryPolicy, retry_after_s, retrying

NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("-3", 0.0),
        ("2", 2.0),
        ("0.25", 0.25),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 12:00:30 -0000", 30.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("Mon, 99 Nov 99999 11:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date(header: str | None, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


def test_backoff_doubles_within_full_jitter_and_is_capped() -> None:
    policy, rng = RetryPolicy(first_wait_s=1, longest_wait_s=5), random.Random(0)
    for failed, most in ((1, 1), (2, 2), (3, 4), (4, 5), (2000, 5)):
        waits = [policy.wait_s(failed, None, rng) for _ in range(200)]
        assert 0 <= min(waits) < 0.1 * most
        assert 0.9 * most < max(waits) <= most


def test_what_the_endpoint_asked_for_is_waited_at_least_but_capped() -> None:
    policy, rng = RetryPolicy(first_wait_s=1, longest_wait_s=5), random.Random(0)
    assert all(3 <= policy.wait_s(1, 3.0, rng) <= 5 for _ in range(50))
    assert policy.wait_s(1, 900.0, rng) == 5


class Attempts:
    """Fails as told, then succeeds."""

    def __init__(self, *failures: AttemptError) -> None:
        self.failures, self.made = list(failures), 0

    async def __call__(self) -> str:
        self.made += 1
        if self.failures:
            raise self.failures.pop(0)
        return "done"


def failed(asked_s: float | None = None, *, transient: bool = True, status: int = 503) -> AttemptError:
    error = AttemptError("HTTP 503", "wait", transient=transient, status=status)
    error.asked_s = asked_s
    return error


async def test_transient_failures_are_waited_out_and_recorded(fake_time) -> None:
    attempts = Attempts(failed(), failed(2.0))
    tried = await retrying(attempts, RetryPolicy(first_wait_s=1), random.Random(0), fake_time.sleep)
    assert tried.result == "done"
    assert [retry.reason for retry in tried.retries] == ["HTTP 503"] * 2
    assert [retry.waited_s for retry in tried.retries] == fake_time.slept
    assert fake_time.slept[1] >= 2.0


async def test_a_permanent_failure_is_not_repeated(fake_time) -> None:
    attempts = Attempts(failed(transient=False, status=401))
    with pytest.raises(EndpointError) as caught:
        await retrying(attempts, RetryPolicy(), random.Random(0), fake_time.sleep)
    assert (attempts.made, fake_time.slept, caught.value.transient, caught.value.status) == (1, [], False, 401)


async def test_attempts_are_limited(fake_time) -> None:
    attempts = Attempts(*[failed() for _ in range(9)])
    with pytest.raises(EndpointError, match="failed 6 times, at last: HTTP 503") as caught:
        await retrying(attempts, RetryPolicy(), random.Random(0), fake_time.sleep)
    assert (attempts.made, caught.value.transient, caught.value.status) == (6, True, 503)


async def test_waiting_is_limited_in_all(fake_time) -> None:
    attempts = Attempts(*[failed(40.0) for _ in range(9)])
    with pytest.raises(EndpointError):
        await retrying(attempts, RetryPolicy(attempts=9, total_wait_s=100), random.Random(0), fake_time.sleep)
    assert fake_time.slept == [40.0, 40.0]
