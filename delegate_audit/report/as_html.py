"""The report as one HTML file that needs no network and runs no script.

Findings hold what a model wrote, so every text is escaped by Jinja2, and the page forbids itself scripts and requests.
"""

from __future__ import annotations

from delegate_audit.report import curves, phrases, wording
from delegate_audit.report.figures import SIMULATED, Report
from delegate_audit.report.published import Published
from delegate_audit.report.templates import root

TEXT_CHARS = 300


def render(report: Report, published: Published | None = None) -> str:
    """The text of the page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(root()), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        percent=wording.percent,
        points=wording.points,
        share=wording.whole_percent,
        interval=wording.interval,
        interval_of_change=wording.interval_of_change,
        share_interval=wording.share_interval,
        rate=wording.rate,
        shown=lambda text: wording.one_line(text, TEXT_CHARS),
    )
    return environment.get_template("report.html.j2").render(
        report=report,
        published=published,
        simulated=SIMULATED,
        all_simulated=report.run.simulated or all(delegate.simulated for delegate in report.delegates),
        headline=phrases.headline(report.run),
        pictures=_pictures(report),
        colours=curves.colours(report),
        words=phrases,
        cost=wording.cost,
        counted=wording.counted,
    )


def _pictures(report: Report) -> dict[str, str]:
    """Name to data URL; none where no relay finished a round trip."""
    if report.last_k is None:
        return {}
    return {"drift": curves.drift(report), "survival": curves.survival(report), "domains": curves.domains(report)}
