"""The articles of one day of a data set, as files of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from newsdigest.corpus.data_set import DataSet
from newsdigest.corpus.rows import UNKNOWN_DAY
from newsdigest.corpus.storage import cannot_be, store_errors
from newsdigest.errors import SourceError
from newsdigest.sources.tables import ARTICLES, Table

__all__ = ["tables_of_day"]

_COPIED_AT_ONCE = 1 << 20


@contextmanager
def tables_of_day(address: str, day: date) -> Iterator[list[Table]]:
    """The tables of a day; those of a store are copied, and deleted at the end.

    SourceError, which names the nearest days, if the data set has none of that day. UsageError if
    there is no data set, and StateError if it is of another schema.
    """
    data_set = DataSet(address)
    data_set.check()
    names = list(data_set.parts(day.isoformat()))
    if not names:
        nearest = _nearest(data_set.days(ARTICLES), day)
        raise SourceError("not-found", f"{data_set.storage.shown}: no articles of {day}; {nearest}")
    with ExitStack() as stack:
        folder = data_set.storage.local
        if folder is None:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="newsdigest-")))
            for name in names:
                _copy(data_set, name, folder)
        shown = data_set.storage.shown.rstrip("/")
        yield [Table(folder / name, f"{shown}/{name}", shown) for name in names]


def _copy(data_set: DataSet, name: str, folder: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        store_errors(cannot_be("read", data_set.storage.shown)),
        data_set.storage.opened(name) as source,
        target.open("wb") as copy,
    ):
        shutil.copyfileobj(source, copy, _COPIED_AT_ONCE)


def _nearest(days: Sequence[str], day: date) -> str:
    """The days of a data set before and after one that it has not.

    >>> _nearest(["2026-02-11", "2026-02-15", "2026-02-20", "unknown"], date(2026, 2, 17))
    'the nearest days are 2026-02-15 and 2026-02-20'
    """
    wanted = day.isoformat()
    known = sorted(each for each in days if each not in (wanted, UNKNOWN_DAY))
    before = [each for each in known if each < wanted][-1:]
    after = [each for each in known if each > wanted][:1]
    match [*before, *after]:
        case [one, other]:
            return f"the nearest days are {one} and {other}"
        case [one]:
            return f"the nearest day is {one}"
        case _:
            return "it has none of any day"
