"""The charts of the HTML report, drawn once by altair and vl-convert as pictures: no script, no network, no markup of a model's."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from delegate_audit.analysis.bootstrap import Estimate
from delegate_audit.analysis.reconstruction import RsAtK
from delegate_audit.report.figures import DelegateFigures, Report

COLOURS = ("#2563a8", "#c2410c", "#15803d", "#9333ea", "#b91c1c", "#0e7490", "#a16207", "#be185d")
FONT = "system-ui, sans-serif"
WIDTH, HEIGHT = 860, 320
MARGIN = 28
"""Room on all sides, in pixels: the browser's font may be wider than the one the labels were measured with."""

DOMAINS_SHOWN = 52

Rows = list[dict[str, Any]]

_START = RsAtK(0, Estimate(1.0, 1.0, 1.0, 0, 0))
"""Before the first hop every document is whole."""


def drift(report: Report) -> str:
    """RS@k with its 95% band, one line per delegate; an SVG as a data URL."""
    alt = _altair()

    x = _interactions(alt)
    y = alt.Y("mean:Q", title="RS@k, percent", scale=alt.Scale(zero=False, nice=True))
    rows = _estimates(report)
    data = alt.Chart(alt.Data(values=rows))
    line = data.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=35)).encode(x=x, y=y, color=_colour(alt, report))
    bands = [row for row in rows if row["low"] is not None]
    band = alt.Chart(alt.Data(values=bands)).mark_area(opacity=0.15).encode(x=x, y="low:Q", y2="high:Q", color=_colour(alt, report))
    return _picture(alt, band + line if bands else line)


def _estimates(report: Report) -> Rows:
    return [
        {
            "delegate": name,
            "k": row.k,
            "mean": 100 * row.estimate.mean,
            "low": None if row.estimate.low is None else 100 * row.estimate.low,
            "high": None if row.estimate.high is None else 100 * row.estimate.high,
        }
        for name, delegate in _named(report).items()
        for row in (_START, *delegate.rs_at_k)
    ]


def survival(report: Report) -> str:
    """The share of relays that are still whole, and of elements never touched, by k."""
    alt = _altair()

    rows: Rows = []
    for name, delegate in _named(report).items():
        whole = [(0, 1.0), *((p.k, p.share) for p in delegate.survival)]
        intact = [(0, 1.0), *((p.k, p.intact) for p in delegate.elements)] if delegate.elements else []
        rows += [{"delegate": name, "k": k, "share": 100 * share, "of": "relays still whole"} for k, share in whole]
        rows += [{"delegate": name, "k": k, "share": 100 * share, "of": "elements never touched"} for k, share in intact]
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(strokeWidth=2, interpolate="step-after")
        .encode(
            x=_interactions(alt),
            y=alt.Y("share:Q", title="percent", scale=alt.Scale(domain=[0, 100])),
            color=_colour(alt, report),
            strokeDash=alt.StrokeDash("of:N", legend=None, sort=["relays still whole", "elements never touched"]),
        )
    )
    return _picture(alt, chart)


def domains(report: Report) -> str:
    """RS at the last k, domain by domain, a dot per delegate; the domain that lost most comes first."""
    alt = _altair()

    rows: Rows = [
        {"delegate": name, "domain": row.domain, "score": 100 * row.score}
        for name, delegate in _named(report).items()
        for row in delegate.loss.by_domain
    ]
    means = _mean_by_domain(rows)
    order = sorted(means, key=lambda domain: means[domain])[:DOMAINS_SHOWN]
    chart = (
        alt.Chart(alt.Data(values=[row for row in rows if row["domain"] in order]))
        .mark_circle(size=70, opacity=0.85)
        .encode(
            x=alt.X("score:Q", title=f"RS@{report.last_k}, percent", scale=alt.Scale(zero=False, nice=True)),
            y=alt.Y("domain:N", title=None, sort=order, axis=alt.Axis(grid=True)),
            color=_colour(alt, report),
        )
    )
    return _picture(alt, chart, height=max(60, 18 * len(order)))


def _mean_by_domain(rows: Rows) -> Mapping[str, float]:
    found: dict[str, list[float]] = {}
    for row in rows:
        found.setdefault(row["domain"], []).append(row["score"])
    return {domain: sum(scores) / len(scores) for domain, scores in found.items()}


def _named(report: Report) -> dict[str, DelegateFigures]:
    """Delegates by a name that cannot be anything but a name: charts see no text of anyone's."""
    return {f"delegate {i}": delegate for i, delegate in enumerate(report.delegates)}


def colours(report: Report) -> list[str]:
    """The colour of each delegate, in their order; they come round again after eight."""
    return [COLOURS[i % len(COLOURS)] for i in range(len(report.delegates))]


def _altair() -> Any:
    """altair, which is heavy and only partly typed."""
    import altair

    return altair


def _interactions(alt: Any) -> Any:
    return alt.X("k:Q", title="k, interactions", axis=alt.Axis(tickMinStep=2, format="d"))


def _colour(alt: Any, report: Report) -> Any:
    return alt.Color("delegate:N", scale=alt.Scale(domain=list(_named(report)), range=colours(report)), legend=None)


def _picture(alt: Any, chart: Any, height: int = HEIGHT) -> str:
    import vl_convert

    axis = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    drawn = (
        chart.properties(width=WIDTH, height=height, background="white", padding={"left": MARGIN, "right": MARGIN, "top": 8, "bottom": 8})
        .configure_view(stroke=None)
        .configure_axis(gridColor="#e5e7eb", domainColor="#9ca3af", **axis)
    )
    svg = vl_convert.vegalite_to_svg(drawn.to_dict(), vl_version=".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2]))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
