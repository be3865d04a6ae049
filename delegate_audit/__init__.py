"""delegate-audit measures what language models do to documents they are asked to edit, again and again.

`compare(reference, candidate, domain=None)` is the public API that everything else uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from delegate_audit.domains.reading import compare as compare

__version__ = "0.1.0"
__all__ = ["__version__", "compare"]


def __getattr__(name: str) -> object:
    if name == "compare":
        from delegate_audit.domains.reading import compare

        return compare
    raise AttributeError(name)
