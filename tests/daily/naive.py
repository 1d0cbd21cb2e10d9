"""The control of the kill test: a reader that remembers what it saw before it has told it.

Its order is that of many programs: fetch, remember, work, print.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.request
from pathlib import Path
from xml.etree import ElementTree as ET

# About what newsdigest needs to group and summarise some articles.
_WORK_SECONDS = 0.2


def main(home: Path, urls: list[str]) -> None:
    memory = home / "seen.json"
    seen = json.loads(memory.read_text()) if memory.exists() else []
    titles = []
    for url in urls:
        with urllib.request.urlopen(url) as answer:
            titles += [node.text or "" for node in ET.parse(answer).iterfind(".//item/title")]
    new = [title for title in titles if title not in seen]
    temporary = home / "seen.new"
    temporary.write_text(json.dumps(seen + new))
    temporary.replace(memory)
    time.sleep(_WORK_SECONDS)
    print(json.dumps({"stories": [{"articles": [{"title": title} for title in new]}]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
