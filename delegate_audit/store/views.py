"""The questions a person would ask of the store, as views in plain SQL: no function or collation of ours is needed.

A view that changes needs a new migration, be it an empty one: views are made anew whenever a migration was applied.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A view: its name, what it answers, and its SELECT."""

    name: str
    about: str
    sql: str


DRIFT = View(
    "drift",
    "Every hop with its scores: `score` against the ideal document (`drift` = 1 - `score`, accumulated since the seed), and the hop's own "
    "`fidelity`, `completion` and `preservation`. `k` counts interactions.",
    """
SELECT r.run, r.delegate, r.environment, h.relay, h.hop, h.hop AS k,
       s.value AS score, 1 - s.value AS drift,
       c.value AS completion, p.value AS preservation, f.value AS fidelity
FROM hops h
JOIN relays r ON r.id = h.relay
LEFT JOIN scores s ON s.relay = h.relay AND s.hop = h.hop AND s.scorer = 'structure' AND s.name = 'score'
LEFT JOIN scores c ON c.relay = h.relay AND c.hop = h.hop AND c.scorer = 'fidelity' AND c.name = 'completion'
LEFT JOIN scores p ON p.relay = h.relay AND p.hop = h.hop AND p.scorer = 'fidelity' AND p.name = 'preservation'
LEFT JOIN scores f ON f.relay = h.relay AND f.hop = h.hop AND f.scorer = 'fidelity' AND f.name = 'score'
""".strip(),
)

RS_AT_K = View(
    "rs_at_k",
    "The reconstruction score of every relay after k interactions, k even: the document that should be the seed again against the seed.",
    """
SELECT r.run, r.delegate, r.environment, s.relay, r.repetition, s.hop AS k, s.value AS score
FROM scores s
JOIN relays r ON r.id = s.relay
WHERE s.scorer = 'structure' AND s.name = 'score' AND s.hop % 2 = 0
""".strip(),
)

CRITICAL_FAILURES = View(
    "critical_failures",
    "Round trips that lowered the score by 10 points or more: from `score_before`, two hops earlier (1 at the start), to `score_after`.",
    """
SELECT r.run, r.delegate, r.environment, s.relay, h.task, s.hop,
       coalesce(b.value, 1.0) AS score_before, s.value AS score_after, coalesce(b.value, 1.0) - s.value AS fall
FROM scores s
JOIN relays r ON r.id = s.relay
JOIN hops h ON h.relay = s.relay AND h.hop = s.hop
LEFT JOIN scores b ON b.relay = s.relay AND b.hop = s.hop - 2 AND b.scorer = s.scorer AND b.name = s.name
WHERE s.scorer = 'structure' AND s.name = 'score' AND s.hop % 2 = 0
  AND (s.hop = 2 OR b.value IS NOT NULL)
  AND coalesce(b.value, 1.0) - s.value >= 0.10 - 1e-9
""".strip(),
)

LOSSES = View(
    "losses",
    "Every round trip with what it lost and whose fault that is: `lost` is the fall of the score from its beginning to its end, `forward` "
    "and `backward` what each of its hops lost of it, `undecided` what cannot be told apart; `before` was lost earlier. Negative is "
    "restored. `hop` is the backward hop.",
    """
SELECT r.run, r.delegate, r.environment, h.relay, h.task, h.hop,
       f.value + b.value + u.value AS lost, s.value AS before, f.value AS forward, b.value AS backward, u.value AS undecided
FROM hops h
JOIN relays r ON r.id = h.relay
JOIN scores s ON s.relay = h.relay AND s.hop = h.hop AND s.scorer = 'structure' AND s.name = 'lost_before'
JOIN scores f ON f.relay = h.relay AND f.hop = h.hop AND f.scorer = 'structure' AND f.name = 'lost_forward'
JOIN scores b ON b.relay = h.relay AND b.hop = h.hop AND b.scorer = 'structure' AND b.name = 'lost_backward'
JOIN scores u ON u.relay = h.relay AND u.hop = h.hop AND u.scorer = 'structure' AND u.name = 'lost_undecided'
WHERE h.direction = 'backward'
""".strip(),
)

FATES = View(
    "fates",
    "What became of every element of the seed in every relay, as of the last scored backward hop: `fate` is intact, altered, deleted or "
    "moved. `first_hop` and `last_hop` are the first and the last backward hop at which a weighed finding named the element, `last_change` "
    "says what that one found; `restored` is 1 where it was named before and is intact now. `cause` says which hop of its round trip did "
    "the first harm, `harmed_at` is the number of that hop (of the backward one where it is undecided). `field`, `before` and `after` "
    "show the last harm. Findings name an element by file, line and kind, and by its place where several share these.",
    """
WITH latest AS (
  SELECT relay, max(hop) AS hop
  FROM scores
  WHERE scorer = 'structure' AND name = 'score' AND value IS NOT NULL AND hop % 2 = 0
  GROUP BY relay
),
named AS (
  SELECT f.relay, e.n, f.hop, max(CASE f.change WHEN 'deleted' THEN 3 WHEN 'moved' THEN 1 ELSE 2 END) AS harm,
         f.cause, f.field, f.before, f.after
  FROM findings f
  JOIN relays r ON r.id = f.relay
  JOIN seed_elements e ON e.environment = r.environment AND e.file = f.file AND e.line = f.line AND e.kind = f.kind
  WHERE f.scorer = 'structure' AND f.cost > 0 AND f.hop % 2 = 0
    AND (e.place = f.place OR NOT EXISTS (
      SELECT 1 FROM seed_elements o
      WHERE o.environment = e.environment AND o.file = e.file AND o.line = e.line AND o.kind = e.kind AND o.place = f.place))
  GROUP BY f.relay, e.n, f.hop
),
history AS (
  SELECT relay, n, min(hop) AS first_hop, max(hop) AS last_hop FROM named GROUP BY relay, n
),
told AS (
  SELECT h.relay, h.n, h.first_hop, h.last_hop, CASE t.harm WHEN 3 THEN 'deleted' WHEN 2 THEN 'altered' ELSE 'moved' END AS last_change,
         t.field, t.before, t.after, f.cause
  FROM history h
  JOIN named t ON t.relay = h.relay AND t.n = h.n AND t.hop = h.last_hop
  JOIN named f ON f.relay = h.relay AND f.n = h.n AND f.hop = h.first_hop
)
SELECT r.run, r.delegate, r.environment, r.id AS relay, e.n, e.file, e.line, e.kind, e.place, e.weight,
       CASE WHEN t.last_hop = l.hop THEN t.last_change ELSE 'intact' END AS fate,
       t.first_hop, t.last_hop, t.last_change, coalesce(t.last_hop < l.hop, 0) AS restored,
       t.cause, t.first_hop - (t.cause = 'forward') AS harmed_at, t.field, t.before, t.after
FROM relays r
JOIN latest l ON l.relay = r.id
JOIN seed_elements e ON e.environment = r.environment
LEFT JOIN told t ON t.relay = r.id AND t.n = e.n
""".strip(),
)

VIEWS = (DRIFT, RS_AT_K, CRITICAL_FAILURES, LOSSES, FATES)
