"""Texts in the store: named by their content, compressed, and checked against their name when they are read.

A text from a model may hold lone surrogates, which UTF-8 has no bytes for; they are kept exactly (`surrogatepass`).
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from delegate_audit.errors import StoreError

LEVEL = 6


def digest(text: str) -> str:
    """The content address of a text: sha256 of its UTF-8 bytes, 64 hexadecimal digits."""
    return hashlib.sha256(_bytes(text)).hexdigest()


@dataclass(frozen=True)
class Packed:
    """A text as the table `files` holds it; `size` is in bytes before compression."""

    digest: str
    size: int
    body: bytes


def pack(text: str) -> Packed:
    """The row of `files` for a text."""
    raw = _bytes(text)
    return Packed(hashlib.sha256(raw).hexdigest(), len(raw), zlib.compress(raw, LEVEL))


def unpack(address: str, body: object) -> str:
    """The text of a body. Raises StoreError where it is not what its address says."""
    try:
        raw = zlib.decompress(body if isinstance(body, bytes) else b"")
    except zlib.error as fault:
        raise StoreError(f"the stored text {address[:12]} is damaged: {fault}", "restore the store from a copy") from fault
    if hashlib.sha256(raw).hexdigest() != address:
        raise StoreError(f"the stored text {address[:12]} is not what was written", "restore the store from a copy")
    return raw.decode("utf-8", "surrogatepass")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
