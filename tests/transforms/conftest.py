from collections.abc import Callable, Mapping

import pytest

from delegate_audit.core.workspace import Workspace
from delegate_audit.domains import registry as domains
from delegate_audit.domains.contract import Domain
from delegate_audit.transforms import registry
from delegate_audit.transforms.contract import Transform

GUIDE = """1
00:00:01,000 --> 00:00:03,500
Welcome, see https://harbour.example/map first.

2
00:00:04,000 --> 00:00:05,000 X1:40
Anna Ruiz says: "hi | hello", no?
Second line.

NOTE bell rings

3
00:00:06,000 --> 00:00:08,000
The pier, 12 m long

4
00:00:09,000 --> 00:00:10,000
Anna again; see https://harbour.example/map
"""

Build = Callable[..., Transform]


@pytest.fixture
def subtitles() -> Domain:
    return domains.get("subtitles")


@pytest.fixture
def guide() -> Workspace:
    return {"guide.srt": GUIDE, "about.txt": "Not concerned.\n"}


@pytest.fixture
def build() -> Build:
    def make(use: str, resources: Mapping[str, str] | None = None, **parameters: object) -> Transform:
        return registry.build({"use": use, "file": "guide.srt", **parameters}, resources or {})

    return make
