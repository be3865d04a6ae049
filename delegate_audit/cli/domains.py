"""`audit domains`: the kinds of documents, and what the elements of one are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from delegate_audit.core.kind import Kind

Format = Literal["terminal", "markdown"]


def domains(
    name: Annotated[str | None, typer.Argument(help="Show what this domain's elements are.")] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print it; markdown gives a page on all domains.")] = "terminal",
) -> None:
    """List the kinds of documents, or show one in detail.

    Example: audit domains subtitles
    """
    if format_ == "markdown":
        from delegate_audit.cli.domain_page import page

        typer.echo(page(), nl=False)
        return
    from delegate_audit.cli.screen import few, listing, screen
    from delegate_audit.domains import registry

    console = screen()
    if name is None:
        table = listing("domain", "category", "files", "title")
        for domain in registry.all_domains():
            table.add_row(domain.name, domain.category, " ".join(few(domain.files)), domain.title)
        console.print(table)
        return
    domain = registry.get(name)
    console.print(f"[bold]{domain.title}[/bold]  ({domain.category}/{domain.name}: {' '.join(domain.files)})")
    table = listing("kind", "key", "order", "weight", "fields")
    for kind in domain.kinds:
        order = "counts" if kind.ordered else "means nothing"
        table.add_row(kind.name, ", ".join(kind.key) or "–", order, f"{kind.weight:g}", _fields(kind))
    console.print(table)
    for insignificant in domain.insignificant:
        console.print(f"insignificant: {insignificant.pattern.pattern}  because {insignificant.reason}", markup=False)
    if not domain.insignificant:
        console.print("No pattern of text is declared insignificant.")


def _fields(kind: Kind) -> str:
    return ", ".join(f"{name} ({type(field).__name__.lower()})" for name, field in kind.fields.items()) or "–"
