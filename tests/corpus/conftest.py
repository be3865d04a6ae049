from collections.abc import Callable
from pathlib import Path

import pytest

from delegate_audit.corpus import Environment, load

TASKS = """
[[task]]
id = "pal_speed"
forward = "Move every start to 25 frames, rounded to the millisecond; keep the old times in times_24.csv (id, start_ms)."
backward = "Put the times of times_24.csv back and delete it."
operations = ["numerical reasoning", "referencing"]
transform = { use = "rescale", kind = "cue", fields = ["start_ms"], factor = "24/25", keep = "times_24.csv" }

[[task]]
id = "by_stop"
judgement = true
forward = "Split guide.srt into stop_<name of the stop>.srt, numbered from 1 in each, listed in stops.txt."
backward = "Join them again as stops.txt says."
operations = ["split and merge", "topic modeling"]
transform = { use = "split", kind = "cue", assign = "by_stop.toml", into = "stop_{group}.srt", order = "stops.txt", renumber = "index" }

[[task]]
id = "by_theme"
judgement = true
forward = "Bring the cues together by theme; old numbers in order.txt, themes in themes.csv."
backward = "Put them back."
operations = ["classification", "topic modeling"]
transform = { use = "regroup", kind = "cue", assign = "by_theme.toml", order = "order.txt", groups = "themes.csv", renumber = "index" }

[[task]]
id = "by_length"
forward = "Sort the cues by the length of their text; old numbers in order.txt."
backward = "Put them back."
operations = ["sorting"]
transform = { use = "sort", kind = "cue", by = ["len:text"], order = "order.txt", renumber = "index" }

[[task]]
id = "to_json"
forward = "Convert guide.srt to guide.json."
backward = "Convert it back."
operations = ["format knowledge"]
returns_forward = ["guide.json"]
transform = { use = "convert", to = "json", into = "guide.json" }

[[task]]
id = "nameless"
forward = "Replace names by Person 1 and so on; who is who in key.csv."
backward = "Give them their names."
operations = ["string manipulation"]
transform = { use = "rename", fields = ["text"], names = ["Anna", "Boris"], alias = "Person {n}", key = "key.csv" }
"""

HEAD = """title = "Harbour tour"
domain = "subtitles"
about = "Cues about houses."
origin = "written for this test"
licence = "CC0-1.0"
"""


def cue(number: int) -> str:
    times = f"00:{number // 60:02}:{number % 60:02},000 --> 00:{number // 60:02}:{number % 60:02},900"
    who = "Anna" if number % 2 else "Boris"
    return f"{number}\n{times}\n{who} says that house {number * 7} was built in {1700 + number}{'.' * (number % 4)}\n"


Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes an environment; keyword arguments replace its parts."""

    def write(
        *, head: str = HEAD, tasks: str = TASKS, seed: dict[str, str] | None = None, distractors: dict[str, str] | None = None
    ) -> Path:
        folder = tmp_path / "creative" / "subtitles" / "tour"
        prose = "The harbour was widened twice and the old crane still stands. " * 110
        more = "\n".join(map(cue, range(1, 80)))
        files = {
            "environment.toml": head + tasks,
            "by_stop.toml": '[groups]\n"Customs House" = ["1-40"]\nPier = ["41-90"]\n',
            "by_theme.toml": '[groups]\neven = [2, 4, 6]\nlater = ["7-90"]\nodd = [1, 3, 5]\n',
            **{f"seed/{n}": t for n, t in (seed or {"guide.srt": "\n".join(map(cue, range(1, 91)))}).items()},
            **{f"distractors/{n}": t for n, t in (distractors or {"tides.txt": prose, "extra.srt": more}).items()},
        }
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return folder

    return write


@pytest.fixture
def tour(make: Make) -> Environment:
    return load(make())
