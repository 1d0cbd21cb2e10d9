"""The memory of a digest of many articles of feeds: of all its processes together, at most.

    python -m tests.bench.bench_memory [--articles 10000] [--format text json]

The feeds are the shared ones, by name, and then variations of them with other words, names and
addresses, until they have so many items; some are in two feeds. Memory is the sum of the
proportional shares of the command and its children, looked at 20 times a second. It was 323 MB
for text and 397 MB for JSON of 10,000 articles, most of it while the entries were read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.bench.bench_rates import AS_OF, FEEDS
from tests.program import COMMAND

SECONDS_BETWEEN_LOOKS = 0.05
_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
# Addresses of items and feeds, up to their hosts.
_ADDRESS = re.compile(rb"(<(?:link|guid|id)\b[^<>]*?(?:>\s*(?:<!\[CDATA\[)?|href=[\"'])https?://)")
_MARKUP = re.compile(rb"(<[^>]*>|&lt;.*?&gt;|&#?\w+;|https?://[^\s<\"']+)", re.DOTALL)
_WORD = re.compile(rb"\b[A-Za-z]{5,}\b")
# Of so many words one is exchanged.
_EXCHANGED = 2


def feeds() -> Iterator[bytes]:
    """The shared feeds, then variations of them, without end."""
    found = [gzip.decompress(path.read_bytes()) for path in sorted(FEEDS.glob("*.gz"))]
    yield from found
    # Text and markup by turns.
    pieces = [_MARKUP.split(feed) for feed in found]
    words = sorted({word for each in pieces for text in each[::2] for word in _WORD.findall(text)})
    variation = 0
    while True:
        variation += 1
        for parts in pieces:
            yield _varied(parts, words, variation)


def _varied(parts: list[bytes], words: list[bytes], variation: int) -> bytes:
    def other(match: re.Match[bytes]) -> bytes:
        number = zlib.crc32(match[0], variation)
        return match[0] if number % _EXCHANGED else words[number // _EXCHANGED % len(words)]

    text = b"".join(part if at % 2 else _WORD.sub(other, part) for at, part in enumerate(parts))
    return _ADDRESS.sub(rb"\1v%d." % variation, text)


def write_feeds(folder: Path, articles: int) -> None:
    for number, feed in enumerate(feeds()):
        (folder / f"{number:04}.xml").write_bytes(feed)
        articles -= len(_ITEM.findall(feed))
        if articles <= 0:
            return


def most_memory(command: list[str | Path], output: Path) -> int:
    """Bytes that the processes of a command take together at most; its output goes to a file."""
    most = 0
    with output.open("wb") as out, psutil.Popen(command, stdout=out) as process:
        while process.poll() is None:
            most = max(most, _shares(process))
            time.sleep(SECONDS_BETWEEN_LOOKS)
    return most


def _shares(process: psutil.Process) -> int:
    try:
        every = [process, *process.children(recursive=True)]
        return sum(each.memory_full_info().pss for each in every)
    except psutil.Error:  # one of them has just ended
        return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--format", nargs="+", default=["text", "json"])
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        folder, output = Path(name, "feeds"), Path(name, "digest")
        folder.mkdir()
        write_feeds(folder, arguments.articles)
        options = ["--offline", "--quiet", "--as-of", AS_OF.isoformat()]
        for each in arguments.format:
            most = most_memory([COMMAND, "digest", folder, "--format", each, *options], output)
            print(f"{each}: {most / 1e6:.0f} MB at most")
            if each == "json":
                print(f"{json.loads(output.read_bytes())['counts']['articles']:,} articles")


if __name__ == "__main__":
    main()
