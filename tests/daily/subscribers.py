"""Ways to get the news whose runs may be killed, and what stands at the places they deliver to."""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, Protocol

from tests.daily.feeds import item
from tests.daily.reader import Reader
from tests.deliver.smtp_server import SmtpServer
from tests.program import COMMAND

# Items by number, each with how many digests of a place name it.
Named = Counter[int]

_NUMBER = re.compile(r"\((\d+)\)")
_LINK = re.compile(r"http://127\.0\.0\.1:\d+/page/(\d+)\b")
# The course of a running story: in a page, in a mail, and in Markdown, where each line begins with
# the day and the time.
_COURSE = re.compile(
    r'<ol class="course">.*?</ol>|<p [^<>]*class="[^"]*\bcourse"[^<>]*>.*?</p>'
    r"|^- \w+ \d\d:\d\d: .*?$",
    re.DOTALL | re.MULTILINE,
)
_TO_FILE = 0.5
_RECIPIENTS = ("me@example.org", "you@example.org")


class Subscriber(Protocol):
    """Reads the same feeds again and again."""

    def subscribe(self, urls: Sequence[str]) -> None:
        """Called once, before the first run."""

    def command(self, clock: str, draw: random.Random) -> list[str]:
        """One of the runs that deliver what is new, drawn where there are several."""

    def last(self, clock: str) -> list[list[str]]:
        """Runs by which everything has come to every place, if none is killed."""

    def take(self, output: str) -> None:
        """Note what a run printed before it ended or was killed."""

    def named(self) -> Mapping[str, Named]:
        """What is named at each place so far."""

    def problems(self) -> list[str]:
        """What is wrong with the state, or with the files."""


def numbers_in(text: str) -> set[int]:
    """The items whose headline or link stands in a text as news.

    Each item is news once. The course of a running story may name it again: that is history, as
    the archive is, and marks nothing as delivered.
    """
    flat = " ".join(unescape(_COURSE.sub("", text)).replace("\\", "").split())
    headed = {number for number in map(int, _NUMBER.findall(flat)) if item(number).title in flat}
    return headed | {int(number) for number in _LINK.findall(flat)}


class Printing:
    """`digest --new` as JSON, printed or written to a file that each digest replaces."""

    def __init__(self, home: Path) -> None:
        self._reader = Reader(home)
        self._output = home / "digest.json"
        self._named: Named = Counter()

    def subscribe(self, urls: Sequence[str]) -> None:
        self._reader.subscribe(urls)

    def command(self, clock: str, draw: random.Random) -> list[str]:
        self._output.unlink(missing_ok=True)
        to_file = ["--output", str(self._output)] if draw.random() < _TO_FILE else []
        return [*self._print(clock), *to_file]

    def _print(self, clock: str) -> list[str]:
        command = [str(COMMAND), "digest", "--new", "--format", "json"]
        return [*command, "--config", str(self._reader.config), "--as-of", clock]

    def last(self, clock: str) -> list[list[str]]:
        self._output.unlink(missing_ok=True)
        return [self._print(clock)]

    def take(self, output: str) -> None:
        """Count what whole digests name; one that was cut off named nothing."""
        written = self._output.read_text() if self._output.exists() else ""
        for digest in [*_whole_values(output), *_whole_values(written)]:
            self._named.update(_numbers_of(digest))

    def named(self) -> Mapping[str, Named]:
        return {"output": self._named}

    def problems(self) -> list[str]:
        with self._reader.store() as store:
            return store.check()


class Naive(Printing):
    """The control, which remembers what it saw before it prints it."""

    def subscribe(self, urls: Sequence[str]) -> None:
        self._urls = urls

    def command(self, clock: str, draw: random.Random) -> list[str]:
        return self._print(clock)

    def _print(self, clock: str) -> list[str]:
        home = str(self._reader.home)
        return [sys.executable, "-m", "tests.daily.naive", home, *self._urls]

    def problems(self) -> list[str]:
        return []


class Publishing:
    """Two profiles over one state: mail to two people with an HTML archive; a Markdown archive."""

    def __init__(self, home: Path, mails: SmtpServer) -> None:
        self._reader = Reader(home)
        self._mails = mails

    def subscribe(self, urls: Sequence[str]) -> None:
        home = self._reader.home
        self._reader.subscribe(
            urls,
            '[mail]\nfrom = "digest@example.org"\n'
            f'smtp = "{self._mails.url()}"\nstarttls = false\n'
            '[profile.mailed]\nnew = true\nformat = "html"\n'
            f'output = "{home}/site/{{date}}.html"\n'
            f"mail = {{ to = {json.dumps(_RECIPIENTS)} }}\n"
            '[profile.filed]\nnew = true\nformat = "markdown"\n'
            f'output = "{home}/notes/{{date}}.md"\n',
        )

    def command(self, clock: str, draw: random.Random) -> list[str]:
        return self._digest(draw.choice(("mailed", "filed")), clock)

    def _digest(self, profile: str, clock: str) -> list[str]:
        command = [str(COMMAND), "digest", "--profile", profile]
        return [*command, "--config", str(self._reader.config), "--as-of", clock]

    def last(self, clock: str) -> list[list[str]]:
        return [self._digest(profile, clock) for profile in ("mailed", "filed")]

    def take(self, output: str) -> None:
        """Nothing is printed."""

    def named(self) -> Mapping[str, Named]:
        archives = {
            "HTML archive": _of_all(path.read_text() for path in self._files("site")),
            "Markdown archive": _of_all(path.read_text() for path in self._files("notes")),
        }
        return {**archives, **{f"mail to {each}": self._mailed(each) for each in _RECIPIENTS}}

    def _files(self, folder: str) -> list[Path]:
        return sorted((self._reader.home / folder).glob("2*"))

    def _mailed(self, recipient: str) -> Named:
        """By Message-ID: a mail that comes again under the same one is no second mail."""
        texts = {}
        for mail in tuple(self._mails.received):
            body = mail.message.get_body(("html",))
            if recipient in mail.recipients and body is not None:
                texts[mail.message["Message-ID"]] = body.get_content()
        return _of_all(texts.values())

    def problems(self) -> list[str]:
        with self._reader.store() as store:
            found = store.check()
        pages = (path for path in self._files("site") if not path.read_text().endswith("</html>\n"))
        return [*found, *(f"{path.name} is cut off" for path in pages)]


def _of_all(texts: Iterable[str]) -> Named:
    return Counter(number for text in texts for number in numbers_in(text))


def _whole_values(text: str) -> Iterator[dict[str, Any]]:
    decoder, place = json.JSONDecoder(), 0
    while (place := len(text) - len(text[place:].lstrip())) < len(text):
        try:
            value, place = decoder.raw_decode(text, place)
        except ValueError:
            return
        yield value


def _numbers_of(digest: dict[str, Any]) -> Iterator[int]:
    for story in digest["stories"]:
        for article in story["articles"]:
            yield from numbers_in(article["title"])
