"""What feeds call themselves and the names of their publications, to be read by a person.

    python -m tests.bench.publications FEED...

A line for each feed: its title, the host of its site, the name, "=" where the name is the title.
Of 200 feeds as they were served in February 2026, 198 can be read: 38 bore a title that nobody
calls the publication by, and none bears such a name now.
"""

from __future__ import annotations

import gzip
import sys
from datetime import UTC, datetime
from pathlib import Path

from newsdigest.errors import SourceError
from newsdigest.press import host_of
from newsdigest.sources.feeds import parse_feed

NOW = datetime(2026, 2, 18, tzinfo=UTC)


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        try:
            feed = parse_feed(content, url=None, as_of=NOW)
        except SourceError as error:
            print(f"{path.name}: {error}")
            continue
        mark = "=" if feed.name == feed.title else feed.name
        print(f"{feed.title}\t{host_of(feed.site)}\t{mark}")


if __name__ == "__main__":
    main(sys.argv[1:])
