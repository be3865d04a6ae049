"""XSPF playlists: tracks with their places, names and lengths, in the order in which they are played.

Fragile: a duration changes its unit, an address is tidied up, a track changes places, a second address of one is dropped.
"""

from __future__ import annotations

from delegate_audit.core.kind import Exact, FieldType, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.values import NUMBER
from delegate_audit.domains.readers.xml import COMMON, EVERY, WORDS, Xml
from delegate_audit.domains.readers.xml_text import INSIGNIFICANT

NAMED: dict[str, FieldType] = {
    "location": Exact(), "identifier": Exact(), "title": WORDS, "creator": WORDS, "annotation": Text(), "info": Exact(), "image": Exact(),
    "album": WORDS, "trackNum": NUMBER, "duration": NUMBER, "date": Exact(), "license": Exact(),
}  # fmt: skip
KINDS = (
    Kind("playlist", {"@version": Exact(), **NAMED}, other=WORDS),
    Kind("list", weight=0.1, other=WORDS),
    Kind("track", NAMED, key=("title",), other=WORDS),
    Kind("meta", {"@rel": Exact(), "text": WORDS}, key=("tag", "@rel"), other=WORDS),
    Kind("extension", key=("@application",), other=WORDS),
    *COMMON,
)
FORMAT = Xml(
    KINDS,
    {"playlist": "playlist", "trackList": "list", "track": "track", "meta": "meta", "link": "meta", "extension": "extension"},
    {
        "playlist": ("title", "creator", "annotation", "info", "location", "identifier", "image", "date", "license"),
        "track": ("location", "identifier", "title", "creator", "annotation", "info", "image", "album", "trackNum", "duration"),
        "extension": (EVERY,),
        "element": (EVERY,),
    },
)
DOMAIN = Domain("playlist", "XSPF playlists", "everyday", ("*.xspf",), KINDS, FORMAT.read, FORMAT.write, INSIGNIFICANT)
