"""Graphviz: nodes, edges and clusters with their attributes. Fragile: an edge changes its end, a label its number, a cluster loses a node.

A chain `a -> b -> c [color=red]` is read as its edges, each with the attributes of the chain; an end like `{b c}` stays one
end, as text. Statements are ordered: defaults hold for what follows, and the drawing follows the text. Attributes are the
fields of their statement and have no order. A comment belongs to the statement on its line, else it is a statement itself.
"""

from __future__ import annotations

import re

from delegate_audit.core.document import Insignificant
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.dot import load_dot
from delegate_audit.domains.readers.dottext import WORDING, dump_dot
from delegate_audit.domains.readers.values import MARK, by_value

_ATTRIBUTE = Exact(normal=by_value)
_ATTRIBUTES = {"order": MARK, **{name: Text() for name in WORDING}}
"""`order` names the attributes as they are listed; it means nothing."""


GRAPH = Kind("graph", {"strict": Exact(), "type": Exact(), "name": Exact()})
SUBGRAPH = Kind("subgraph", {"name": Exact()}, key=("name",))
NODE = Kind("node", {"name": Exact(), "port": Exact(), **_ATTRIBUTES}, key=("name",), other=_ATTRIBUTE)
EDGE = Kind(
    "edge",
    {"tail": Exact(), "tail_port": Exact(), "head": Exact(), "head_port": Exact(), **_ATTRIBUTES},
    key=("tail", "head"),
    other=_ATTRIBUTE,
)
DEFAULTS = Kind("defaults", {"of": Exact(), **_ATTRIBUTES}, key=("of",), other=_ATTRIBUTE)
SETTING = Kind("setting", {"name": Exact(), "value": _ATTRIBUTE}, key=("name",))
COMMENT = Kind("comment", {"text": Text()})


_PUNCTUATION = Insignificant(
    re.compile(r"""[;,"']"""), "separators and quotes only delimit; what they delimit is compared as statements and attributes"
)
DOMAIN = Domain(
    "graphviz",
    "Graphviz graphs",
    "code",
    ("*.dot", "*.gv"),
    (GRAPH, SUBGRAPH, NODE, EDGE, DEFAULTS, SETTING, COMMENT),
    load_dot,
    dump_dot,
    (_PUNCTUATION,),
)
