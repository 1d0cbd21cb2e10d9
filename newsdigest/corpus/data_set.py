"""A data set: where its files are, with which options it is made, and what it holds of each input.

    corpus.json                       the version of the schema, and the options
    articles/day=2026-02-17/KEY.parquet   the articles of one day from one input
    failures/KEY.parquet              what of an input could not be read
    manifest/KEY.json                 the record of an input
    windows/2026-02-17.parquet        how the articles of the three days to this one were grouped
    windows/2026-02-17.json           the record of that
    stories/day=2026-02-17/stories.parquet   the stories of the articles of one day

KEY is `Input.key`. The record of an input is written before its parts are moved to their places,
with `complete` false, and again when they are there. So a run that was killed between is known, and
the next one replaces what it left. The record of a window is written when the window is in its
place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import Any, Final

from newsdigest.corpus.inputs import Input
from newsdigest.corpus.storage import Storage
from newsdigest.errors import DeliveryError, StateError, UsageError
from newsdigest.sources.tables import ARTICLES, DATA_SET, VERSION
from newsdigest.store import only_run
from newsdigest.valueclasses import valueclass
from newsdigest.version import __version__

FAILURES: Final = "failures"
STORIES: Final = "stories"
WINDOWS: Final = "windows"
# What the lock of a run is called after.
_LOCKED: Final = "corpus"
_DAY: Final = "day="
_MANIFEST: Final = "manifest"


@valueclass
class Part:
    """A Parquet file, and the number of its rows."""

    path: str
    rows: int


@valueclass
class Record:
    """What a data set holds of one input."""

    # The address, without secrets, and the version of the input that was read.
    input: str
    identity: str
    parts: tuple[Part, ...]
    articles: int
    failures: int
    # The number of articles that the filters left out.
    filtered: int
    notes: tuple[str, ...]
    # The version of newsdigest that read it.
    newsdigest: str
    # Whether all parts are in their places.
    complete: bool
    # Whether the input could be read. If not, the next run tries again.
    read: bool

    def covers(self, found: Input) -> bool:
        """Whether nothing is left to do for the input."""
        return self.complete and self.read and self.identity == found.version


@valueclass
class WindowRecord:
    """How the window of a day was grouped."""

    # Of the parts that it was read from: their days, names and versions.
    identity: str
    # Of the grouped articles.
    content: str
    # The version of newsdigest that grouped it.
    newsdigest: str
    # Whether all parts could be read. If not, the next run tries again.
    read: bool

    def covers(self, identity: str) -> bool:
        """Whether nothing is left to do for the window."""
        return self.read and self.identity == identity


class DataSet:
    """The data set in a folder or a store."""

    def __init__(self, out: str) -> None:
        self.storage = Storage(out)

    @contextmanager
    def only_run(self) -> Iterator[None]:
        """Keep other runs of this machine from a data set in a folder; in a store nothing can.

        LockedError if there is one, DeliveryError if the folder cannot be written to.
        """
        local = self.storage.local
        with ExitStack() as held:
            if local is not None:
                self.storage.make()
                try:
                    held.enter_context(only_run(local / _LOCKED))
                except StateError as error:
                    raise DeliveryError(f"{self.storage.shown} cannot be written to") from error
            yield

    def begin(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options that the data set is made with: these, or those of the run that began it.

        UsageError if they differ in what was asked for, `asked`. StateError for a folder that holds
        something else.
        """
        content = self.storage.read(DATA_SET)
        if content is None:
            if set(self.storage.names("")) - {f"{_LOCKED}.lock"}:
                raise UsageError(f"--out {self.storage.shown}: not empty, and no data set")
            made = {"schema": VERSION, "newsdigest": __version__, **options}
            self.storage.write(DATA_SET, _encoded(made))
            return made
        begun = self._parsed(content, DATA_SET)
        self._check_schema(begun)
        if begun.get("asked") != options["asked"]:
            raise UsageError(
                f"--out {self.storage.shown} was begun with {_typed(begun.get('asked'))}, and a "
                "data set is made with the same options from begin to end: name another directory"
            )
        return begun

    def check(self) -> None:
        """UsageError if there is no data set, StateError if it is of another schema."""
        content = self.storage.read(DATA_SET)
        if content is None:
            raise UsageError(f"{self.storage.shown}: no data set, which 'corpus extract' makes")
        self._check_schema(self._parsed(content, DATA_SET))

    def _check_schema(self, begun: Mapping[str, Any]) -> None:
        if begun.get("schema") != VERSION:
            raise StateError(f"{self.storage.shown}: not a data set of the schema {VERSION}")

    def days(self, table: str) -> list[str]:
        """The days that a table has, sorted; "unknown" is one of them."""
        names = self.storage.names(table)
        return [name.removeprefix(_DAY) for name in names if name.startswith(_DAY)]

    def parts(self, day: str) -> dict[str, str]:
        """The versions of the parts of the articles of a day, by their paths."""
        folder = f"{ARTICLES}/{_DAY}{day}"
        found = self.storage.versions(folder)
        return {f"{folder}/{name}": version for name, version in found.items() if _is_part(name)}

    def windows(self) -> set[str]:
        """The days whose windows have a record or a table."""
        return {name.rpartition(".")[0] for name in self.storage.names(WINDOWS)}

    def window(self, day: str) -> WindowRecord | None:
        """The record of the window of a day; None if there is none that can be understood."""
        content = self.storage.read(f"{WINDOWS}/{day}.json")
        try:
            return WindowRecord(**json.loads(content)) if content else None
        except (TypeError, ValueError):
            return None

    def keep_window(self, day: str, record: WindowRecord) -> None:
        self.storage.write(f"{WINDOWS}/{day}.json", _encoded(asdict(record)))

    def forget_window(self, day: str) -> None:
        """Delete what is known of the window of a day."""
        for name in (f"{WINDOWS}/{day}.json", window_of(day)):
            self.storage.delete(name)

    def records(self) -> set[str]:
        """The keys of all inputs that have a record."""
        return {name.removesuffix(".json") for name in self.storage.names(_MANIFEST)}

    def record(self, key: str) -> Record | None:
        """The record of an input, if there is one. StateError if it cannot be understood."""
        name = f"{_MANIFEST}/{key}.json"
        content = self.storage.read(name)
        if content is None:
            return None
        values = self._parsed(content, name)
        try:
            parts = tuple(Part(**part) for part in values.pop("parts"))
            return Record(**{**values, "parts": parts, "notes": tuple(values["notes"])})
        except (KeyError, TypeError) as error:
            raise self._unreadable(name) from error

    def keep(self, key: str, record: Record) -> None:
        self.storage.write(f"{_MANIFEST}/{key}.json", _encoded(asdict(record)))

    def _parsed(self, content: bytes, name: str) -> dict[str, Any]:
        try:
            values = json.loads(content)
        except ValueError as error:
            raise self._unreadable(name) from error
        if not isinstance(values, dict):
            raise self._unreadable(name)
        return values

    def _unreadable(self, name: str) -> StateError:
        return StateError(f"{self.storage.shown}/{name}: not what newsdigest wrote; remove it")


def stories_of(day: str) -> str:
    """The name of the stories of a day."""
    return f"{STORIES}/{_DAY}{day}/stories.parquet"


def window_of(day: str) -> str:
    """The name of the grouped window of a day."""
    return f"{WINDOWS}/{day}.parquet"


def _is_part(name: str) -> bool:
    """Whether a file is read: not those that other programs hide or mark as theirs."""
    return name.endswith(".parquet") and not name.startswith((".", "_"))


def _encoded(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _typed(asked: Any) -> str:
    """The options as they were typed.

    >>> _typed({"only": ["language=en"], "since": None})
    '--only language=en'
    """
    found: list[str] = []
    for name, value in asked.items() if isinstance(asked, dict) else ():
        values = value if isinstance(value, list) else [value] if value else []
        found += [f"--{name} {each}" for each in values]
    return " ".join(found) or "no options"
