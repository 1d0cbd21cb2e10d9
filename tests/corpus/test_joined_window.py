"""A window is grouped by joins as one process groups it, whatever the blocks are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import dask
import pytest

from newsdigest.corpus.data_set import WINDOWS
from newsdigest.corpus.engine import Cluster
from newsdigest.corpus.grouping import Sizes, group_corpus
from newsdigest.corpus.joined_window import joined_window
from newsdigest.corpus.window_task import WindowTask, group_window
from newsdigest.model import Article, ArticleKind
from tests.corpus.data import table
from tests.corpus.news import FIRST_DAY, Event, copy_of, news, write_data_set

DAY = FIRST_DAY.date().isoformat()


def window(out: Path, articles: Sequence[Article], parts: int) -> WindowTask:
    """A window of one day that has all of the articles."""
    write_data_set(out, articles, parts)
    paths = sorted(str(each.relative_to(out)) for each in out.glob("articles/*/*"))
    return WindowTask(DAY, ((DAY, tuple(paths)),), "any", str(out))


def is_the_same(out: Path, articles: Sequence[Article], random: Random) -> bool:
    """Whether the joins give what one process gives, for random parts and numbers of blocks."""
    alone, joined = out / "alone", out / "joined"
    group_window(window(alone, articles, 1))
    shuffled = random.sample(articles, len(articles))
    graph = joined_window(window(joined, shuffled, random.randrange(1, 6)), random.randrange(1, 9))
    assert dask.compute(graph, scheduler="sync") == ((),)
    name = f"{WINDOWS}/{DAY}.parquet"
    return (alone / name).read_bytes() == (joined / name).read_bytes()


def varied(random: Random, undated: float) -> Iterator[Article]:
    """News in two languages and in none, with what has no text, is no news or comes again."""
    for article in news(events=50, days=1):
        language = random.choice(("en", "en", "en", "de", None))
        published = None if random.random() < undated else article.published
        kind = random.choice((*([ArticleKind.REPORT] * 6), *ArticleKind))
        each = replace(article, language=language, published=published, kind=kind)
        if random.random() < 0.05:
            each = replace(each, blocks=())
        yield each
        if random.random() < 0.05:
            yield replace(each, blocks=each.blocks[:1], origin="again.html")


@pytest.mark.parametrize("undated", [0.0, 0.4, 1.0])
def test_the_joins_are_those_of_one_process(tmp_path: Path, undated: float) -> None:
    """The same rows byte for byte, by the model of dated articles and by that of others."""
    random = Random(undated)
    assert is_the_same(tmp_path, list(varied(random, undated)), random)


@pytest.mark.parametrize("events", [0, 1, 12])
def test_small_piles(tmp_path: Path, events: int) -> None:
    """Fewer articles than blocks, and piles with the thresholds of few articles."""
    articles = [replace(each, published=None) for each in news(events, days=1)]
    assert is_the_same(tmp_path, articles, Random(events))


def test_more_copies_than_a_shingle_lists(tmp_path: Path) -> None:
    """Of many equal and nearly equal texts all are in one set, as in one process."""
    report = Event(4).report(1, FIRST_DAY)
    equal = [copy_of(report, number, FIRST_DAY) for number in range(40)]
    cut = [
        replace(each, blocks=(*each.blocks[:-1], replace(each.blocks[-1], text=f"Cut {n} lines.")))
        for n, each in enumerate(copy_of(report, 100 + n, FIRST_DAY) for n in range(40))
    ]
    assert is_the_same(tmp_path, [report, *equal, *cut, *news(30, 1)], Random(7))


def test_only_pages_of_sites(tmp_path: Path) -> None:
    """They are grouped if there is nothing else."""
    pages = [replace(each, kind=ArticleKind.PAGE) for each in news(8, 1)]
    assert is_the_same(tmp_path, pages, Random(8))


def test_large_windows_of_a_data_set(threads: Cluster, tmp_path: Path) -> None:
    """Those above a bound are joined, and damaged parts of them are failures all the same."""
    articles = list(news(events=15, days=2))
    for name, sizes in (("one", Sizes(10_000, 5_000)), ("other", Sizes(20, 10))):
        out = tmp_path / name
        write_data_set(out, articles, 3)
        (out / "articles" / f"day={DAY}" / "torn.parquet").write_bytes(b"PAR1")
        run = group_corpus(str(out), threads, lambda run: None, sizes)
        assert [failure.code for failure in run.named] == ["damaged"]
        assert run.articles == len(articles)
    assert table(tmp_path / "one", "stories") == table(tmp_path / "other", "stories")
