"""How the simulated endpoint misbehaves, on purpose and reproducibly.

There are two sorts, and they are charged to different parties:

- *Transport faults* (`rate_limit`, `server_error`, `slow_first_byte`, `drop`, `invalid_json`) are the endpoint's. A client has to
  survive them; they change no answer. Whether a call has one is drawn from the seed, the body's digest and how many
  times that body has been seen, so the same call meets another fate when it is repeated, and none for ever.
- *Answer faults* (`empty`, `length`) are the model's: the call is answered, with nothing or with a text cut off. They are drawn
  from the seed and the body's digest alone, so that a call has the same answer however often it had to be repeated.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from delegate_audit.errors import UsageError
from delegate_audit.models.protocol import Answer, Finish

Rate = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(ge=0, le=3600)]


class Fault(StrEnum):
    """What can go wrong with one call."""

    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    SLOW_FIRST_BYTE = "slow_first_byte"
    DROP = "drop"
    INVALID_JSON = "invalid_json"
    EMPTY = "empty"
    LENGTH = "length"


TRANSPORT = (Fault.RATE_LIMIT, Fault.SERVER_ERROR, Fault.SLOW_FIRST_BYTE, Fault.DROP, Fault.INVALID_JSON)
ANSWER = (Fault.EMPTY, Fault.LENGTH)


class Misbehaviour(BaseModel):
    """Shares of calls, 0 to 1, and what goes with them: the content of a faults file, one key a line."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    seed: int = 0
    max_consecutive: Annotated[int, Field(ge=0)] = 3
    """At most so many transport faults one after the other for one body."""
    rate_limit: Rate = 0.0
    retry_after_s: Seconds = 1.0
    """What a `rate_limit` asks for."""
    server_error: Rate = 0.0
    slow_first_byte: Rate = 0.0
    slow_s: Seconds = 5.0
    """How long `slow_first_byte` takes."""
    drop: Rate = 0.0
    invalid_json: Rate = 0.0
    empty: Rate = 0.0
    length: Rate = 0.0

    @model_validator(mode="after")
    def _shares(self) -> Misbehaviour:
        for faults in (TRANSPORT, ANSWER):
            if sum(self.rate(fault) for fault in faults) > 1:
                raise ValueError(f"the rates of {', '.join(faults)} add up to more than 1")
        return self

    def rate(self, fault: Fault) -> float:
        """The share of calls that have this fault."""
        return float(getattr(self, fault.value))


def read_misbehaviour(path: Path) -> Misbehaviour:
    """The faults file at `path` (TOML). Raises `UsageError` naming the file and each wrong field."""
    try:
        return Misbehaviour.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})", "give the path of a TOML file with --faults") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no TOML: {error}", "mend the file") from None
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'rates'}: {e['msg']}" for e in error.errors())
        raise UsageError(f"{path}: {wrong}", f"the fields are {', '.join(Misbehaviour.model_fields)}") from None


@dataclass(frozen=True)
class Draw:
    """What is to go wrong with one call: in the transport, in the answer, and where a text is cut off (share kept)."""

    transport: Fault | None
    answer: Fault | None
    kept: float


class Fates:
    """Draws the faults of calls. It remembers, for each body, how often it came and how many faults it had in a row."""

    def __init__(self, misbehaviour: Misbehaviour) -> None:
        self._rules = misbehaviour
        self._seen: Counter[str] = Counter()
        self._in_a_row: Counter[str] = Counter()

    def draw(self, digest: str) -> Draw:
        """The faults of the call with this body digest, which now comes once more."""
        self._seen[digest] += 1
        transport = self._pick(TRANSPORT, self._share("transport", digest, self._seen[digest]))
        if transport is not None and self._in_a_row[digest] >= self._rules.max_consecutive:
            transport = None
        self._in_a_row[digest] = self._in_a_row[digest] + 1 if transport else 0
        answer = self._pick(ANSWER, self._share("answer", digest, 0))
        return Draw(transport, answer, 0.2 + 0.7 * self._share("kept", digest, 0))

    def _pick(self, faults: tuple[Fault, ...], share: float) -> Fault | None:
        for fault in faults:
            share -= self._rules.rate(fault)
            if share < 0:
                return fault
        return None

    def _share(self, purpose: str, digest: str, n: int) -> float:
        """A number in 0..1, even over digests, the same each time."""
        hashed = hashlib.sha256(f"{self._rules.seed}/{purpose}/{digest}/{n}".encode()).digest()
        return int.from_bytes(hashed[:8], "big") / 2**64


def spoiled(answer: Answer, draw: Draw) -> Answer:
    """`answer` with the answer fault of `draw`; its `truth` then lists that fault too."""
    if draw.answer is None:
        return answer
    kept = 0 if draw.answer is Fault.EMPTY else int(len(answer.text) * draw.kept)
    completion_tokens = -(-answer.usage.completion_tokens * kept // max(1, len(answer.text)))
    truth = dict(answer.truth or {})
    truth["faults"] = [
        *truth.get("faults", ()),
        {"fault": draw.answer.value, "file": "", "before": f"{kept} of {len(answer.text)} characters"},
    ]
    return replace(
        answer,
        text=answer.text[:kept],
        finish=Finish.LENGTH if draw.answer is Fault.LENGTH else answer.finish,
        usage=replace(answer.usage, completion_tokens=completion_tokens),
        truth=truth,
    )
