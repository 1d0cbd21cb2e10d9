"""Articles of sources, kept in a state of their own for as long as they are searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from newsdigest.cli.progress import Progress
from newsdigest.cli.read_stream import reading_ended
from newsdigest.cli.report import Report
from newsdigest.cli.session import page_readers, reading_rules, remembering
from newsdigest.cli.status import Status
from newsdigest.pipeline import Run, read_in_portions
from newsdigest.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from newsdigest.config import Config
    from newsdigest.sources import Gathering


@contextmanager
def articles_of(
    sources: Sequence[str], gathering: Gathering, config: Config, moment: datetime
) -> Iterator[tuple[Store, Status]]:
    """The articles of the sources, and how reading them ended; what failed is reported.

    They are on disk, so that archives of any size take the same memory.
    """
    with (
        TemporaryDirectory(prefix="newsdigest-") as folder,
        Store(Path(folder) / "articles.db") as store,
    ):
        yield store, _keep(store, sources, gathering, config, moment)


def _keep(
    store: Store, sources: Sequence[str], gathering: Gathering, config: Config, moment: datetime
) -> Status:
    report = Report(quiet=False, verbose=False)
    found = False
    with page_readers() as pool, Progress(quiet=False) as progress:
        run = Run(moment, progress.update, reading_rules(config), remembering(config))
        for reading in read_in_portions(sources, gathering, run, pool):
            with store.transaction():
                for article in reading.articles:
                    store.articles.save(article, moment)
            found = found or bool(reading.articles)
    return reading_ended(reading, run, report, is_empty=not found)
