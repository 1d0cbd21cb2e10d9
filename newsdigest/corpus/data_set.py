"""A data set: where its files are, with which options it is made, and what it holds of each input.

    corpus.json                       the version of the schema, and the options
    articles/day=2026-02-17/KEY.parquet   the articles of one day from one input
    failures/KEY.parquet              what of an input could not be read
    manifest/KEY.json                 the record of an input

KEY is `Input.key`. The record of an input is written before its parts are moved to their places,
with `complete` false, and again when they are there. So a run that was killed between is known, and
the next one replaces what it left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from newsdigest.corpus.inputs import Input
from newsdigest.corpus.rows import VERSION
from newsdigest.corpus.storage import Storage
from newsdigest.errors import StateError, UsageError
from newsdigest.valueclasses import valueclass
from newsdigest.version import __version__

ARTICLES: Final = "articles"
FAILURES: Final = "failures"
# What the lock of a run is called after.
LOCKED: Final = "corpus"
_MANIFEST: Final = "manifest"
_OPTIONS: Final = "corpus.json"


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


class DataSet:
    """The data set in a folder or a store."""

    def __init__(self, out: str) -> None:
        self.storage = Storage(out)

    def begin(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options that the data set is made with: these, or those of the run that began it.

        UsageError if they differ in what was asked for, `asked`. StateError for a folder that holds
        something else.
        """
        content = self.storage.read(_OPTIONS)
        if content is None:
            if set(self.storage.names("")) - {f"{LOCKED}.lock"}:
                raise UsageError(f"--out {self.storage.shown}: not empty, and no data set")
            made = {"schema": VERSION, "newsdigest": __version__, **options}
            self.storage.write(_OPTIONS, _encoded(made))
            return made
        begun = self._parsed(content, _OPTIONS)
        if begun.get("schema") != VERSION:
            raise StateError(f"{self.storage.shown}: not a data set of the schema {VERSION}")
        if begun.get("asked") != options["asked"]:
            raise UsageError(
                f"--out {self.storage.shown} was begun with {_typed(begun.get('asked'))}, and a "
                "data set is made with the same options from begin to end: name another directory"
            )
        return begun

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
