"""How many tokens a text is likely to be, where no provider has counted them: an estimate, and always marked as one.

Providers' vocabularies come from the network, so none is used. Bytes of UTF-8 are counted, not characters: for English
they are the same, and in scripts that cost a token a character (three bytes) the estimate stays near.
"""

from __future__ import annotations

import string
from collections.abc import Iterable
from math import ceil

from delegate_audit.models.protocol import Message

BYTES_PER_TOKEN_PROSE = 4
BYTES_PER_TOKEN_DENSE = 3
DENSE_FROM = 0.2
"""A text in which more than this share is neither ASCII letter nor space counts as dense: tables, code, coordinates."""
MESSAGE_OVERHEAD_TOKENS = 4

_LIGHT = string.ascii_letters.encode() + b" "


def estimate(text: str) -> int:
    """Estimated tokens of `text`; 0 only for the empty text."""
    raw = text.encode("utf-8", "replace")
    if not raw:
        return 0
    heavy = len(raw.translate(None, _LIGHT))
    per_token = BYTES_PER_TOKEN_DENSE if heavy > DENSE_FROM * len(raw) else BYTES_PER_TOKEN_PROSE
    return ceil(len(raw) / per_token)


def estimate_prompt(messages: Iterable[Message]) -> int:
    """Estimated tokens of a conversation, with a few for each message's frame."""
    return sum(MESSAGE_OVERHEAD_TOKENS + estimate(message.content) for message in messages)
