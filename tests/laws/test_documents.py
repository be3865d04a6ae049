"""No text hangs a reader, whatever it is made of."""

from __future__ import annotations

import time

import pytest

from delegate_audit.core.element import MAX_DEPTH
from delegate_audit.domains.reading import depth

HOSTILE = {
    "deep brackets": "[" * 100_000,
    "deep parentheses": "x = " + "(" * 100_000,
    "deep braces": "{a: " * 30_000,
    "deep indentation": "\n".join(" " * k + "if x:" for k in range(300)),
    "one long line": "word " * 100_000,
    "many equal lines": "the same line, 12 times 3\n" * 4_000,
    "null bytes": "\x00" * 5_000,
    "quotes": '"' * 50_001,
    "backslashes": "\\" * 50_000,
    "alias bomb": "a: &a [x, x]\n" + "".join(f"{chr(98 + k)}: &{chr(98 + k)} [*{chr(97 + k)}, *{chr(97 + k)}]\n" for k in range(24)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_time(domain, text):
    name = domain.files[0].replace("*", "x")
    start = time.process_time()
    elements = domain.read(text, name)
    assert time.process_time() - start < 10
    assert all(depth(element) <= MAX_DEPTH for element in elements)
