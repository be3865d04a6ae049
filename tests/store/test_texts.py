from __future__ import annotations

import hashlib

import pytest

from delegate_audit.errors import StoreError
from delegate_audit.store.texts import digest, pack, unpack


@pytest.mark.parametrize("text", ["", "plain", "naïve – “quotes”", "nul \x00 and \r\n", "half a pair \ud83d", "long " * 5000])
def test_a_text_comes_back_exactly(text: str) -> None:
    packed = pack(text)
    assert packed.digest == digest(text)
    assert unpack(packed.digest, packed.body) == text


def test_the_address_is_the_sha256_of_the_bytes() -> None:
    assert digest("é") == hashlib.sha256("é".encode()).hexdigest()


def test_the_size_is_in_bytes_before_compression() -> None:
    assert pack("é" * 1000).size == 2000
    assert len(pack("é" * 1000).body) < 100


@pytest.mark.parametrize("body", [b"", b"rubbish", pack("something else").body, None])
def test_a_damaged_body_is_a_fault(body: object) -> None:
    with pytest.raises(StoreError, match="stored text"):
        unpack(digest("a text"), body)
