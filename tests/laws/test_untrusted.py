"""What a model wrote is data: reading, comparing and writing it runs nothing, imports nothing, fetches nothing, opens nothing.

Every domain is given every attack in a process of its own, twice: once so that libraries are loaded, once with an audit
hook that notes each file, process, socket, import and piece of code that Python is asked for.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from delegate_audit.domains import registry

ATTACKS = {
    "include": 'include {bait}\n!include {bait}\n#include "{bait}"\n@import url({bait});\n\\input{{{bait}}}\n',
    "other includes": ".include {bait}\nsource {bait}\n$INCLUDE {bait}\n.lib {bait}\nFROM {bait}\nCOPY {bait} .\n",
    "python": "import os, socket\nos.system('touch {trap}')\nopen('{trap}', 'w').write('x')\nexec(open('{bait}').read())\n",
    "yaml": "a: !!python/object/apply:os.system ['touch {trap}']\nb: !include {bait}\nc: !!python/name:os.system\n",
    "json": '{{"$ref": "file://{bait}", "$schema": "http://127.0.0.1:9/schema.json", "__class__": "os.system"}}\n',
    "xml": '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd" [<!ENTITY x SYSTEM "file://{bait}">]>\n<a>&x;</a>\n',
    "graph": 'digraph g {{ a [image="{bait}", URL="http://127.0.0.1:9/"]; stylesheet="{bait}" }}\n',
    "make": "include {bait}\nX := $(shell touch {trap})\nall:\n\ttouch {trap}\n",
    "ledger": "include {bait}\npython\n    open('{trap}', 'w')\n2026-01-02 * Shop\n    a  $1.00\n    b\n",
    "table": '=cmd|"/c touch {trap}"!A1,@SUM(1),"=HYPERLINK(""http://127.0.0.1:9/"")"\n1,2,3\n',
    "game": '[Event "x"]\n[FEN "{bait}"]\n\n% {bait}\n1. e4 {{[%eval {bait}]}} e5 *\n',
    "format": "{bait!r} %s %n {{0.__class__.__mro__}} ${{HOME}} `touch {trap}` $(touch {trap})\n",
    "front matter": "---\nlayout: {bait}\n---\n![x](file://{bait}) <img src=http://127.0.0.1:9/>\n",
}

CHILD = """
import json, sys
from delegate_audit.domains import registry
from delegate_audit.domains.reading import compare

name, attacks = sys.argv[1], json.loads(sys.argv[2])
domain = registry.get(name)
file = domain.files[0].replace("*", "x")

def everything():
    for text in attacks:
        domain.write(domain.read(text, file))
        compare({file: text}, {file: text + "changed 1\\n"}, domain)

everything()
watched = ("open", "exec", "import", "os.", "socket.", "subprocess.", "shutil.", "urllib.", "http.", "ctypes.", "pty.", "winreg.")
seen = []
sys.addaudithook(lambda event, args: seen.append([event, repr(args)[:200]]) if event.startswith(watched) else None)
everything()
print(json.dumps(seen))
"""


@pytest.mark.parametrize("name", registry.names())
def test_nothing_that_a_document_says_is_done(name, tmp_path):
    bait, trap = tmp_path / "bait.txt", tmp_path / "trap"
    bait.write_text("raise SystemExit('the bait was read')\n")
    texts = [attack.format(bait=bait, trap=trap) for attack in ATTACKS.values()]
    ran = subprocess.run([sys.executable, "-c", CHILD, name, json.dumps(texts)], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == []
    assert not trap.exists()


def test_the_watch_sees_what_it_should(tmp_path):
    watching = CHILD.replace("domain.write(domain.read(text, file))", "open(text).read()")
    ran = subprocess.run(
        [sys.executable, "-c", watching, "subtitles", json.dumps([__file__])], capture_output=True, text=True, timeout=120, check=False
    )
    assert [event for event, _ in json.loads(ran.stdout)] == ["open"]
