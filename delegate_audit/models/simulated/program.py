"""The simulated delegate as a program, for `--workflow "command:python -m delegate_audit.models.simulated.program hasty"`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from delegate_audit.models.envelope import asked, pack, unpack
from delegate_audit.models.protocol import Message, Request
from delegate_audit.models.simulated.delegate import simulate
from delegate_audit.programs.folder import taken


def main(profile: str) -> None:
    """Do what `AUDIT_INSTRUCTION` says in the working folder, make the faults of the profile, and report them to `AUDIT_REPORT`."""
    folder = Path.cwd()
    files = taken(folder, {}).files
    seed = int(os.environ["AUDIT_SEED"])
    prompt = f"{pack(files)}{asked(os.environ['AUDIT_INSTRUCTION'], os.environ['AUDIT_EXPECTED'].split(chr(10)))}"
    answer = simulate(profile, Request((Message("user", prompt),), seed=seed))
    for name, text in unpack(answer.text).files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    usage = {"prompt_tokens": answer.usage.prompt_tokens, "completion_tokens": answer.usage.completion_tokens}
    report = {"model": answer.model, "simulated": True, "truth": answer.truth, **usage}
    if path_of_report := os.environ.get("AUDIT_REPORT"):
        Path(path_of_report).write_text(json.dumps(report), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "careful")
