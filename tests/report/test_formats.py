"""What every format must hold: the figures, the mark on what is simulated, and no text of a model's that acts."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console

from delegate_audit.report import as_csv, as_html, as_json, as_markdown, terminal
from delegate_audit.report.figures import Report
from delegate_audit.report.published import published


def screen(report: Report, width: int, **options) -> str:
    console = Console(width=width, file=io.StringIO(), force_terminal=False, color_system=None)
    console.print(terminal.render(report, **options))
    return console.file.getvalue()


@pytest.fixture(scope="module")
def page(report: Report) -> str:
    return as_html.render(report, published())


RENDERERS = {
    "terminal": lambda report: screen(report, 80),
    "json": as_json.render,
    "csv": as_csv.render,
    "markdown": as_markdown.render,
    "html": as_html.render,
}


@pytest.mark.parametrize("name", RENDERERS)
def test_simulated_is_marked_and_only_then(name, report):
    real = replace(report, delegates=tuple(d for d in report.delegates if not d.simulated), versus=(), worst=report.worst[:1])
    assert "simulated" in RENDERERS[name](report)
    text = RENDERERS[name](real)
    assert "simulated" not in text.replace('"simulated": false', "")


@pytest.mark.parametrize("name", RENDERERS)
def test_the_same_report_is_the_same_text(name, report):
    assert RENDERERS[name](report) == RENDERERS[name](report)


@pytest.mark.parametrize("width", [80, 100, 140])
def test_the_terminal_report_fits_its_width(report, width):
    text = screen(report, width, published=published())
    assert max(map(len, text.splitlines())) <= width
    assert re.search(r"sim:a.*93\.3 +90\.0 ", text)
    assert "1 suspended: 503" in text
    assert "RS@2 3, RS@4 2" in " ".join(text.split())
    assert "arXiv:2604.15597" in text
    assert "\x1b" not in text


def test_the_terminal_shows_unknown_costs_as_such(report):
    assert "≥ $2.00" in screen(report, 140)
    assert "(6 calls of unknown price)" in screen(report, 140)


def test_json_has_the_figures(report):
    document = json.loads(as_json.render(report))
    sim = next(d for d in document["delegates"] if d["simulated"])
    assert sim["delegate"] == "sim:a"
    assert sim["rs_at_k"]["4"]["mean"] == pytest.approx(0.9)
    assert sim["rs_at_k"]["4"]["low"] < 0.9 < sim["rs_at_k"]["4"]["high"]
    assert (sim["rs_at_k"]["4"]["n"], sim["rs_at_k"]["4"]["note"]) == (3, None)
    real = next(d for d in document["delegates"] if not d["simulated"])
    assert (real["spend"]["cost_usd"], real["spend"]["known_usd"]) == (None, 2.0)
    assert document["worst_relays"][0]["findings"][0]["where"] == "record 1"


def test_csv_is_long_and_complete(report):
    rows = list(csv.DictReader(io.StringIO(as_csv.render(report))))
    assert len(rows) == 11
    assert [row for row in rows if row["environment"] == "dns/two" and row["delegate_is"] == "real"] == [
        {"delegate": rows[0]["delegate"], "environment": "dns/two", "repetition": "0", "k": "2", "score": "1.000000", "delegate_is": "real"}
    ]


def test_markdown_table_is_whole(report):
    text = as_markdown.render(report)
    table = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 4
    assert len({line.count("|") for line in table}) == 1
    assert "<script>" not in text
    assert "[bold]" not in text.replace("\\[bold\\]", "")


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_hazard_and_shares_stand_with_their_intervals(name, report):
    text = " ".join(html.unescape(RENDERERS[name](report)).replace("\\", "").split())
    assert re.search(r"2\.6 % \[\d+\.\d, \d+\.\d\] per element and hop", text)
    assert re.search(r"67 % \[<?\d+, >?\d+\] deleted", text)
    assert re.search(r"67 % \[<?\d+, >?\d+\] fact \(2 findings\)", text)
    assert re.search(r"67 % \[<?\d+, >?\d+\] forward hops", text)


def test_json_tells_hazard_and_shares_with_both_ends(report):
    sim = next(d for d in json.loads(as_json.render(report))["delegates"] if d["simulated"])
    hazard = sim["hazard"]["overall"]
    assert hazard["low"] < hazard["mean"] < hazard["high"]
    assert set(sim["hazard"]["at_k"]) == {"2", "4"}
    assert sim["critical"]["share_of_loss"] == pytest.approx(1.0)
    assert sim["critical"]["share_of_loss_interval"][0] < 1
    for parts in (sim["loss"]["by_change"], sim["loss"]["by_severity"], sim["loss"]["by_direction"]):
        assert sum(part["share"] for part in parts) == pytest.approx(1)
        assert all(part["interval"][0] <= part["share"] <= part["interval"][1] for part in parts)
    assert [(part["name"], part["count"]) for part in sim["loss"]["by_severity"]] == [("fact", 2), ("wording", 1)]


class Tags(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in {"src", "href", "srcset", "action"}]
        self.handlers += [name for name, _ in attributes if name.startswith("on")]


def test_html_runs_nothing_and_asks_for_nothing(page):
    tags = Tags(page)
    assert not {"script", "iframe", "object", "embed", "link", "form"} & set(tags.tags)
    assert tags.handlers == []
    assert len(tags.links) == 3
    assert all(link.startswith("data:image/svg+xml;base64,") for link in tags.links)
    assert "default-src 'none'" in page


def test_html_shows_hostile_text_as_text(page):
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7*7 }}" in page
    assert "\x1b" not in page


def test_html_has_figures_findings_and_sources(page):
    assert "93.3" in page
    assert "record 5" in page
    assert "arXiv:2604.15597" in page
    assert "Gemini 3.1 Pro" in page


@pytest.mark.parametrize("name", RENDERERS)
def test_a_run_that_has_just_begun_can_be_shown(name, report):
    """No round trip done: no figure, no chart, no fault."""
    empty = tuple(
        replace(
            d,
            trajectories=tuple(replace(t, scores=()) for t in d.trajectories),
            rs_at_k=(), completion=None, survival=(), elements=(), outcomes=(), facts_lost=0,
            critical=replace(d.critical, at=(), share_of_loss=None),
            loss=replace(d.loss, by_change=(), by_direction=(), by_domain=(), by_task=()),
        )
        for d in report.delegates
    )  # fmt: skip
    assert "sim:a" in RENDERERS[name](replace(report, delegates=empty, versus=(), worst=())) or name == "csv"


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_one_environment_is_said_to_have_no_interval(name, report):
    def alone(d):
        return replace(d, rs_at_k=tuple(replace(r, estimate=replace(r.estimate, low=None, high=None)) for r in d.rs_at_k))

    text = RENDERERS[name](replace(report, delegates=tuple(alone(d) for d in report.delegates), versus=()))
    assert "one environment: no interval" in text
