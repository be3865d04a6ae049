"""Environments and their edit tasks: finding, reading and checking them."""

from delegate_audit.corpus.environment import Environment
from delegate_audit.corpus.loading import environments, load
from delegate_audit.corpus.locate import corpora_root, data_root
from delegate_audit.corpus.task import OPERATIONS, Direction, Task
from delegate_audit.corpus.tokens import estimate_tokens

__all__ = ["OPERATIONS", "Direction", "Environment", "Task", "corpora_root", "data_root", "environments", "estimate_tokens", "load"]
