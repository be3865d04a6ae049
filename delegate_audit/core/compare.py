"""The one comparison: how much of a document is still as it was, and a finding for everything that is not.

Two element trees are aligned (`align`), then judged (`judge`); raw lines that differ at a place that no finding names
are findings of their own (`net`).
"""

from __future__ import annotations

from collections.abc import Sequence

from delegate_audit.core.align import align
from delegate_audit.core.comparison import Comparison
from delegate_audit.core.judge import FilePair, Judge
from delegate_audit.core.node import tree


def compare_documents(pairs: Sequence[FilePair], *, placement: bool = True) -> Comparison:
    """Compare files that belong together; None stands for a file that the other side lacks.

    With `placement=False` elements may be anywhere and in any order: only their loss, alteration or addition counts.
    """
    trees = [(tree(a) if a else None, tree(b) if b else None) for a, b in pairs]
    left, right = [a for a, _ in trees if a], [b for _, b in trees if b]
    roots = [(a, b) for a, b in trees if a and b]
    align(left, right, roots)
    return Judge(left, right, roots, placement).judge(pairs)
