"""Loading environments from their folders. Quick: no domain is imported and no transform built before it is used."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus.definition import Definition, TaskTable, read_definition
from delegate_audit.corpus.environment import Environment
from delegate_audit.corpus.files import digest, read_folder, read_text
from delegate_audit.corpus.locate import corpora_root
from delegate_audit.corpus.task import Task
from delegate_audit.domains import registry
from delegate_audit.errors import UsageError

DEFINITION = "environment.toml"


def environments(domains: Iterable[str] | None = None, names: Iterable[str] | None = None) -> tuple[Environment, ...]:
    """The shipped environments, sorted by id: those of the given domains, and of the given names (ids, or their last part).

    Raises `UsageError` for an unknown domain or name, and for a domain that has no environment.
    """
    wanted, folders = list(domains) if domains is not None else None, _folders(corpora_root())
    for domain in wanted or ():
        if domain not in registry.names():
            registry.get(domain)
        if not any(_domain_in(env_id) == domain for env_id in folders):
            raise UsageError(f"there is no environment of the domain {domain}", f"there are some of: {', '.join(_domains(folders))}")
    chosen = {env_id: path for env_id, path in folders.items() if wanted is None or _domain_in(env_id) in wanted}
    if names is not None:
        chosen = {env_id: chosen[env_id] for name in names for env_id in _named(name, chosen)}
    return tuple(load(chosen[env_id]) for env_id in sorted(chosen))


def load(path: Path | str) -> Environment:
    """The environment in the folder `path`. Raises `UsageError` naming the file, the task and the field that is wrong."""
    folder = Path(path).resolve()
    if not (folder / DEFINITION).is_file():
        raise UsageError(f"{folder} holds no {DEFINITION}", "give the folder of an environment")
    found = read_definition(folder / DEFINITION)
    category = registry.names().get(found.domain)
    if category is None:
        raise UsageError(
            f"{folder / DEFINITION}: field domain: there is no domain {found.domain!r}", f"choose one of: {', '.join(registry.names())}"
        )
    env_id = f"{category}/{found.domain}/{folder.name}"
    seed, distractors = read_folder(folder / "seed"), read_folder(folder / "distractors")
    resources = {path.name: read_text(path) for path in sorted(folder.iterdir()) if path.is_file()}
    authored = {name: text for name, text in resources.items() if name != DEFINITION}
    tasks = tuple(_task(table, found, f"{env_id}/{DEFINITION}", authored, seed) for table in found.task)
    content = {**resources, **{f"seed/{n}": t for n, t in seed.items()}, **{f"distractors/{n}": t for n, t in distractors.items()}}
    return Environment(
        env_id, found.title, found.about, found.origin, found.licence, found.domain, seed, distractors, tasks, digest(content), folder
    )


def _task(table: TaskTable, definition: Definition, origin: str, resources: dict[str, str], seed: Workspace) -> Task:
    return Task(
        id=table.id,
        forward=definition.worded(table.forward),
        backward=definition.worded(table.backward),
        operations=table.operations,
        judgement=table.judgement,
        returns_forward=table.returns_forward,
        returns_backward=table.returns_backward or tuple(sorted(seed)),
        domain=definition.domain,
        origin=origin,
        spec=table.transform,
        resources=resources,
        seed=seed,
    )


def _folders(root: Path) -> dict[str, Path]:
    """Environment id to folder, in the order of the ids."""
    return {path.parent.relative_to(root).as_posix(): path.parent for path in sorted(root.glob(f"*/*/*/{DEFINITION}"))}


def _domain_in(env_id: str) -> str:
    return env_id.split("/")[1]


def _domains(folders: Iterable[str]) -> list[str]:
    return sorted({_domain_in(env_id) for env_id in folders})


def _named(name: str, known: dict[str, Path]) -> list[str]:
    found = [env_id for env_id in known if name in {env_id, env_id.rsplit("/", 1)[-1]}]
    if not found:
        raise UsageError(f"there is no environment {name!r}", f"choose one of: {', '.join(known)}")
    return found
