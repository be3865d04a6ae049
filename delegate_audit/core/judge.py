"""Judging an alignment: credits, costs, and a finding for everything that is not as it was.

Score = weight of intact elements / the larger total weight of both sides. An element is intact or it is not; see
`Judge._credit` for the two exceptions. Where the reference was rejected already, nothing is halved, and each mark of
rejection that only the candidate has counts as one element added. Whatever differs in the text and was not named by the
elements is named by the net.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum, prod

from rapidfuzz.fuzz import ratio

from delegate_audit.core.comparison import Comparison, Verdict
from delegate_audit.core.document import Document
from delegate_audit.core.element import REJECTED, UNREADABLE, Value
from delegate_audit.core.facts import same_facts
from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.core.kind import Ordinal, Text
from delegate_audit.core.net import Carried, line_findings
from delegate_audit.core.node import Node
from delegate_audit.core.ordinals import wrong_ordinals

WORDING_CREDIT = 0.5
MOVED_CREDIT = 0.5
REJECTED_CREDIT = 0.5

FilePair = tuple[Document | None, Document | None]


class Judge:
    """Turns an alignment into credits, costs and findings."""

    def __init__(self, left: list[Node], right: list[Node], roots: list[tuple[Node, Node]], placement: bool) -> None:
        self.left, self.right, self.roots, self.placement = left, right, roots, placement
        self.weight_left = fsum(root.document.weight for root in left)
        self.weight_right = fsum(root.document.weight for root in right)
        self.total = max(self.weight_left, self.weight_right)
        self.findings: list[Finding] = []
        self.credits: dict[int, float] = {}
        parents = (node for root in left for node in root.walk(into_exact=False) if node.match is not None and not node.exact)
        self.wrong = {id(node): name for parent in parents for node, name in wrong_ordinals(parent)}
        rejected_before = [b for a, b in roots if a.document.rejection and not b.exact]
        self.refused = {id(node) for root in rejected_before for node in root.children if _refuses_anew(node)}
        self.total += len(self.refused)
        self.halved_cost = {id(b): 0.0 for a, b in roots if b.document.rejection and not a.document.rejection}

    def judge(self, pairs: Sequence[FilePair]) -> Comparison:
        """Every element of both sides, once; subtrees that are the same to the letter as one."""
        lost = fsum(self._lost(node) for node in _elements(self.left))
        surplus = [node for node in _elements(self.right) if node.match is None]
        weight = sum(node.kind.weight for node in surplus)
        excess = max(0.0, self.weight_right - self.weight_left)
        for node in surplus:
            self._report_added(node, excess * node.kind.weight / weight if weight else 0.0)
        self._report_files(pairs)
        changed = any(f.severity is not Severity.LAYOUT for f in self.findings)
        score = (self.weight_left - lost) / self.total if self.total else float(not changed)
        ordered = sorted(self.findings, key=lambda f: (f.file, f.line or f.line_after, f.line_after, f.field))
        return Comparison(min(1.0, max(0.0, score)), tuple(ordered), weight, self._verdicts)

    def _lost(self, node: Node) -> float:
        """The weight that is not intact, of the element alone or, where it is exact, of all below it too."""
        credit = self._credit(node)
        self.credits[id(node)] = credit
        lost = node.kind.weight * (1 - credit)
        if node.exact and node.match is not None and self._is_halved(node.match):
            below = node.document.weight_of(node.element) - node.kind.weight
            self.halved_cost[id(_root(node.match))] += below * REJECTED_CREDIT
            lost += below * REJECTED_CREDIT
        return lost

    def _is_halved(self, match: Node) -> bool:
        return bool(self.halved_cost) and id(_root(match)) in self.halved_cost

    def _verdicts(self) -> Iterator[Verdict]:
        """What became of every element of the reference."""
        for root in self.left:
            stack: list[tuple[Node, Node | None]] = [(node, root if root.exact else None) for node in reversed(root.children)]
            while stack:
                node, above = stack.pop()
                exact = above or (node if node.exact else None)
                yield self._verdict(node, above)
                stack.extend((child, exact) for child in reversed(node.children))

    def _verdict(self, node: Node, above: Node | None) -> Verdict:
        """`above` is the exact node that this one lies in, whose match stands for its own."""
        element, match = node.element, (above or node).match
        credit = self.credits.get(id(node), REJECTED_CREDIT if match and self._is_halved(match) else 1.0)
        found_in = match.document.name if match else None
        moved = node.moved and above is None
        return Verdict(node.document.name, element.line, element.kind, node.where, node.kind.weight, credit, found_in, moved)

    def _credit(self, node: Node) -> float:
        """The share of the element that is intact.

        1 for an intact element; half its similarity for changed wording; half where it was moved and order counts; half
        at most in a file that its own format rejects; 0 for anything else.
        """
        match = node.match
        if match is None:
            self._add(Change.DELETED, Severity.FACT, node, before=_summary(node), lost=1.0)
            return 0.0
        changes = [] if node.exact else _field_changes(node, match)
        if self.placement and (name := self.wrong.get(id(node))):
            changes.append(_change(node, match, name, Severity.FACT))
        if self.placement and node.moved:
            counts = node.kind.ordered or not _same_parent(node, match)
            severity = Severity.ORDER if counts else Severity.LAYOUT
            changes.append(_FieldChange("", severity, _summary(node), match.where, MOVED_CREDIT if counts else 1.0))
        kept = prod(change.kept for change in changes)
        weighed = sum(change.kept < 1 for change in changes)
        for change in changes:
            self._add_change(node, change, (1 - kept) / weighed if change.kept < 1 else 0.0)
        if kept and self._is_halved(match):
            kept *= REJECTED_CREDIT
            self.halved_cost[id(_root(match))] += kept * node.kind.weight
        return kept

    def _add_change(self, node: Node, change: _FieldChange, lost: float) -> None:
        kind = Change.ALTERED if change.field else Change.MOVED
        self._add(kind, change.severity, node, field=change.field, before=change.before, after=change.after, lost=lost)

    def _add(
        self, change: Change, severity: Severity, node: Node, *, field: str = "", before: str = "", after: str = "", lost: float
    ) -> None:
        file, match = node.document.name, node.match
        file_after = match.document.name if match and match.document.name != file else ""
        weight = 1.0 if match and id(match) in self.refused else node.kind.weight
        cost = lost * weight / self.total if self.total else 0.0
        line_after = match.element.line if match else 0
        self.findings.append(
            Finding(
                change, severity, file, node.kind.name, node.where, node.element.line, line_after,
                field, before, after, cost, file_after,
            )
        )  # fmt: skip

    def _report_added(self, node: Node, cost: float) -> None:
        unreadable = node.element.kind in {UNREADABLE, REJECTED}
        cost += id(node) in self.refused
        if node.element is node.document.rejection:
            cost += self.halved_cost.get(id(_root(node)), 0.0)
        self.findings.append(
            Finding(
                Change.UNREADABLE if unreadable else Change.ADDED, Severity.FACT, node.document.name, node.kind.name,
                node.where, line_after=node.element.line, after=_summary(node), cost=cost / self.total if self.total else 0.0,
            )
        )  # fmt: skip

    def _report_files(self, pairs: Sequence[FilePair]) -> None:
        for a, b in pairs:
            if a is not None and b is not None:
                if a.name != b.name:
                    self._add_file(Change.ALTERED, a.name, before=a.name, after=b.name)
                if self.placement:
                    self.findings.extend(line_findings(a, b, self.findings, _carried(self.left, a, self.right, b)))
            elif a is not None:
                self._add_file(Change.DELETED, a.name, before=a.name)
            elif b is not None:
                self._add_file(Change.ADDED, b.name, after=b.name)

    def _add_file(self, change: Change, name: str, before: str = "", after: str = "") -> None:
        field = "name" if change is Change.ALTERED else ""
        self.findings.append(Finding(change, Severity.FACT, name, "file", f"file {name}", field=field, before=before, after=after))


@dataclass(frozen=True, slots=True)
class _FieldChange:
    """One difference between an element and its match; without a field it is one of place. `kept` is 0..1."""

    field: str
    severity: Severity
    before: str
    after: str
    kept: float


def _field_changes(node: Node, match: Node) -> list[_FieldChange]:
    ours, theirs = node.element.fields, match.element.fields
    changes = []
    for name in dict.fromkeys([*ours, *theirs]):
        before, after, field = ours.get(name), theirs.get(name), node.kind.type_of(name)
        counted = isinstance(field, Ordinal) and all(isinstance(value, int | Decimal) for value in (before, after))
        if before is after or counted or _written_alike(before, after):
            continue
        if field.same(before, after):
            changes.append(_change(node, match, name, Severity.LAYOUT, 1.0))
        elif isinstance(field, Text) and isinstance(before, str) and isinstance(after, str) and same_facts(before, after):
            changes.append(_change(node, match, name, Severity.WORDING, WORDING_CREDIT * ratio(before, after) / 100))
        else:
            changes.append(_change(node, match, name, Severity.FACT))
    return changes


def _written_alike(before: Value, after: Value) -> bool:
    return type(before) is type(after) and before == after and (not isinstance(before, Decimal) or str(before) == str(after))


def _change(node: Node, match: Node, name: str, severity: Severity, kept: float = 0.0) -> _FieldChange:
    show = node.kind.type_of(name).show
    return _FieldChange(name, severity, show(node.element.fields.get(name)), show(match.element.fields.get(name)), kept)


def _elements(roots: list[Node]) -> Iterator[Node]:
    for root in roots:
        for node in root.walk(into_exact=False):
            if node.parent is not None:
                yield node


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _refuses_anew(node: Node) -> bool:
    """Whether it is a mark of rejection that the reference does not have, or not for this reason; numbers make no other reason."""
    if node.element.kind != REJECTED:
        return False
    before, after = (re.sub(r"\d", "", str(n.element.fields.get("reason"))) if n else None for n in (node.match, node))
    return before != after


def _same_parent(node: Node, match: Node) -> bool:
    return node.parent is not None and node.parent.match is match.parent


def _carried(left: list[Node], before: Document, right: list[Node], after: Document) -> Carried:
    """The lines of elements in two files that were moved, lie under another parent than before, or changed places without order.

    Of siblings without order the lines of all are carried where one is: which of them stayed is a question of counting.
    """
    (ours, moved_ours), (theirs, moved_theirs) = _carried_lines(left, before), _carried_lines(right, after)
    return Carried(ours, theirs, moved_ours, moved_theirs)


def _carried_lines(roots: list[Node], document: Document) -> tuple[frozenset[int], frozenset[int]]:
    root = next(root for root in roots if root.document is document and root.match is not None)
    matched = [node for node in root.walk(into_exact=False) if node.match is not None and node.parent is not None]
    moved = [node for node in matched if _went(node)]
    reordered = {id(node.parent) for node in moved if not node.kind.ordered}
    beside = (node for node in matched if id(node.parent) in reordered and not node.kind.ordered)
    within = (node for node in moved if node.match is not None and _same_parent(node, node.match))
    return _lines_of(moved) | _lines_of(beside), _lines_of(within)


def _lines_of(nodes: Iterable[Node]) -> frozenset[int]:
    return frozenset(element.line for node in nodes for element in node.element.walk())


def _went(node: Node) -> bool:
    """Whether a matched node stands elsewhere among its siblings, or under another parent."""
    match = node.match
    return match is not None and (node.moved or match.moved or not _same_parent(node, match))


def _summary(node: Node) -> str:
    """What the element says, in one line."""
    shown = [node.kind.type_of(name).show(value) for name, value in node.element.fields.items() if value not in {None, ""}]
    text = " ".join(" · ".join(shown).split())
    return text if len(text) <= 300 else text[:299] + "…"
