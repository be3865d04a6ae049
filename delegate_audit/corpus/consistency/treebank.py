"""What must be true in a treebank: tokens numbered through, heads that form one tree, a text that the forms spell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import Problems, in_documents
from delegate_audit.domains.records.treebank import DOMAIN

ROOT = "0"


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the sentences that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _bank)


def _bank(sentences: tuple[Element, ...]) -> Problems:
    counted = Counter(sentence.fields.get("sent_id") for sentence in sentences)
    yield from ((0, f"{name} is the identifier of {count} sentences") for name, count in counted.items() if count > 1 or not name)
    yield from ((sentence.line, problem) for sentence in sentences for problem in _problems(sentence))


def _problems(sentence: Element) -> Iterator[str]:
    tokens = [child for child in sentence.children if child.kind == "token"]
    if [token.fields["id"] for token in tokens] != list(range(1, len(tokens) + 1)):
        yield "its tokens are not numbered through from 1"
    heads = {str(token.fields["id"]): str(token.fields.get("head")) for token in tokens}
    if list(heads.values()).count(ROOT) != 1:
        yield "it has not one root"
    yield from (f"token {start} does not lead to the root" for start in heads if not _reaches_root(start, heads))
    known = {ROOT, *(str(child.fields.get("id")) for child in sentence.children)}
    for token in tokens:
        if (token.fields.get("head") == ROOT) != (token.fields.get("deprel") == "root"):
            yield f"token {token.fields['id']} is the root or called so, not both"
        deps, feats = token.fields.get("deps"), token.fields.get("feats")
        if not isinstance(deps, tuple) or not {str(part).partition(":")[0] for part in deps} <= known:
            yield f"token {token.fields['id']} depends on nothing that is there"
        if isinstance(feats, tuple) and list(feats) != sorted(feats, key=lambda part: str(part).lower()):
            yield f"the features of token {token.fields['id']} are not in order"
    if (spelt := _spelt(sentence)) != sentence.fields.get("text"):
        yield f"its forms spell {spelt!r}"


def _reaches_root(start: str, heads: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while start in heads and start not in seen:
        seen.add(start)
        start = heads[start]
    return start == ROOT


def _spelt(sentence: Element) -> str:
    """The text that the forms make, split words as a whole."""
    text, covered = "", 0
    for child in sentence.children:
        if child.kind == "multiword":
            covered = int(str(child.fields["id"]).split("-")[1])
        elif child.kind != "token" or int(str(child.fields["id"])) <= covered:
            continue
        misc = child.fields.get("misc")
        text += f"{child.fields['form']}{'' if isinstance(misc, tuple) and 'SpaceAfter=No' in misc else ' '}"
    return text.strip()
