"""All domains as one Markdown page: what their elements are, what says nothing in them, what their environments ask for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING

from delegate_audit.cli.screen import few
from delegate_audit.corpus import environments
from delegate_audit.domains import registry

if TYPE_CHECKING:
    from delegate_audit.core.kind import Kind
    from delegate_audit.corpus import Environment
    from delegate_audit.domains.contract import Domain

HEAD = """# Domains

Made by `audit domains --format markdown`; do not edit. A kind's **bold** fields are its key; *ordered* kinds lose half of their weight
where an element stands in another place among its siblings. An element weighs 1 where nothing else is said.
"""


def page() -> str:
    """The whole page."""
    found = environments()
    domains = registry.all_domains()
    parts = [HEAD, *_index(domains)]
    for domain in domains:
        parts.extend(_domain(domain, [environment for environment in found if environment.domain == domain.name]))
    return "\n".join(parts) + "\n"


def _index(domains: tuple[Domain, ...]) -> Iterator[str]:
    yield "| domain | category | files | what it is |\n|---|---|---|---|"
    for domain in domains:
        files = " ".join(few([f"`{pattern}`" for pattern in domain.files]))
        yield f"| [{domain.name}](#{domain.name}) | {domain.category} | {files} | {domain.title} |"
    yield ""


def _domain(domain: Domain, own: list[Environment]) -> Iterator[str]:
    yield f"## {domain.name}\n"
    yield f"{_described(domain)}\n"
    yield from (_kind(kind) for kind in domain.kinds)
    yield ""
    for insignificant in domain.insignificant:
        yield f"- says nothing: `` {insignificant.pattern.pattern} ``, because {insignificant.reason}"
    if domain.insignificant:
        yield ""
    for environment in own:
        yield f"**{environment.title}** (`{environment.id}`, about {environment.tokens:,} tokens). {environment.about}\n"
        for task in environment.tasks:
            judged = ", several answers are right" if task.judgement else ""
            yield f"- `{task.id}`: {task.spec['use']}; {', '.join(task.operations)}{judged}"
        yield ""


def _described(domain: Domain) -> str:
    """What the domain's module says of itself."""
    module = import_module(f"{registry.__package__}.{domain.category}.{domain.name}")
    return cleandoc(module.__doc__ or f"{domain.title}.")


def _kind(kind: Kind) -> str:
    fields = ", ".join(f"**{name}**" if name in kind.key else name for name in kind.fields) or "no fields of its own"
    notes = ["ordered"] if kind.ordered else []
    notes += [f"weighs {kind.weight:g}"] if kind.weight != 1 else []
    return f"- *{kind.name}*: {fields}" + (f" ({', '.join(notes)})" if notes else "")
