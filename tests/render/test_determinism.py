"""The same digest has the same bytes in every process."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.paths import ROOT

SCRIPT = """
import hashlib
from newsdigest.render import FORMATS, render_articles_bytes, render_digest_bytes
from tests.render.examples import BARE, CUP, DIGEST, FERRY
for name in FORMATS:
    made = render_digest_bytes(DIGEST, name) + render_articles_bytes([FERRY, CUP, BARE], name)
    print(name, hashlib.sha256(made).hexdigest())
"""


def digests(seed: str, locale: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0"}
    return subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_neither_hashes_nor_the_locale_change_a_byte() -> None:
    """Processes with other hash seeds and locales give the same bytes (RUN06)."""
    first = digests("1", "C")
    assert first.count("\n") >= 10
    assert digests("2", "C.UTF-8") == first
