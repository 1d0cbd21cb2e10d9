"""A subscriber: a home with a configuration and a state, and the commands run in it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsdigest.store import Store
from tests.program import COMMAND, Outcome, newsdigest
from tests.warm import WarmProgram

# No pauses: the servers of tests are our own.
CONFIGURATION = "[fetch]\nhost_delay = 0\nper_host = 8\n"


@dataclass(frozen=True)
class Reader:
    home: Path

    @property
    def config(self) -> Path:
        return self.home / "config.toml"

    @property
    def state(self) -> Path:
        return self.home / "state" / "news.db"

    def subscribe(self, urls: Iterable[str], extra: str = "") -> None:
        feeds = "".join(f"\n[[feed]]\nurl = {json.dumps(url)}\n" for url in urls)
        self.config.write_text(f'{CONFIGURATION}\n[state]\npath = "{self.state}"\n{extra}{feeds}')

    def run(self, *arguments: str | Path, as_of: str | None = None) -> Outcome:
        clock = ["--as-of", as_of] if as_of else []
        return newsdigest(*arguments, "--config", self.config, *clock)

    def fetch_killed(self, as_of: str, seconds: float) -> None:
        """A poll that is killed after so long, if it is not done before."""
        words: list[str | Path] = [
            COMMAND,
            "fetch",
            "--force",
            "--config",
            self.config,
            "--as-of",
            as_of,
        ]
        quiet = subprocess.DEVNULL
        running = WarmProgram(words, stdin=quiet, stdout=quiet, stderr=quiet)
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()

    def store(self) -> Store:
        return Store(self.state, read_only=True)


def titles(digest: str | bytes) -> list[str]:
    """The headlines of all articles that a JSON digest tells of, copies too, in its order."""
    return [
        article["title"]
        for story in json.loads(digest)["stories"]
        for article in story["articles"]
    ]  # fmt: skip
