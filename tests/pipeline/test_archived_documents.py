"""Archives are read in a child process, in portions, and every command can read them."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from newsdigest.model import Article, ArticleKind, Document, Failure, Partial
from newsdigest.pipeline import ReadingRules, ReadResult, Run, explain, read, read_in_portions
from newsdigest.pipeline.archived_documents import archived_documents
from newsdigest.pipeline.portions import EarlierArticles
from newsdigest.sources import Gathering
from newsdigest.sources.archives import Archive
from newsdigest.workers.pool import WorkerLimits
from tests.daily.feeds import item, rss
from tests.pages import article_page
from tests.sources.archives.warcs import http, members, page, record

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
RECORDED = datetime(2026, 2, 17, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _reader() -> None:
    pytest.importorskip("fastwarc", reason="the extra archives is not installed")


def archive(folder: Path, *records: bytes) -> Path:
    path = folder / "news.warc.gz"
    path.write_bytes(members(records))
    return path


def reading(*sources: Path) -> ReadResult:
    return read([str(each) for each in sources], Gathering(offline=True), Run(NOW))


def numbers(articles: tuple[Article, ...]) -> list[str]:
    return [(each.url or "").rpartition("/")[2] for each in articles]


def test_the_records_of_an_archive_are_read(tmp_path: Path) -> None:
    """In their order, beside other files; those without an article are counted in one line."""
    empty = record(http("<html><body><p>Nothing.</p></body></html>"))
    path = archive(tmp_path, page(1), empty, page(2))
    (tmp_path / "other.html").write_text(article_page("A page beside the archive"))
    found = reading(tmp_path)
    assert numbers(found.articles[:2]) == ["1", "2"]
    assert [each.title for each in found.articles[2:]] == ["A page beside the archive"]
    assert found.notes == (f"{path}: 1 of 3 pages hold no article",)
    assert found.failures == ()


def test_ages_count_back_from_the_date_of_the_record(tmp_path: Path) -> None:
    """A page of February that is "3 hours ago" is of February, whenever it is read."""
    body = article_page().replace("<article>", "<article><time>3 hours ago</time>")
    path = archive(tmp_path, record(http(body)))
    (article,) = reading(path).articles
    assert article.published == RECORDED - timedelta(hours=3)
    (explained,) = explain([str(path)], Gathering(), Run(NOW)).articles
    assert explained.article.published == article.published


def test_feeds_of_an_archive_are_read_and_not_followed(tmp_path: Path) -> None:
    """Their items are as the feed has them: the pages of today are not those of then."""
    feed = http(rss("The Post", [item(0), item(1)]), {"Content-Type": "application/rss+xml"})
    path = archive(tmp_path, record(feed, "https://post.example/rss"))
    found = read([str(path)], Gathering(), Run(NOW))
    assert [each.title for each in found.articles] == [item(0).title, item(1).title]
    assert found.failures == ()


def test_a_page_that_the_crawler_cut_off_is_partial(tmp_path: Path) -> None:
    """The header of the record says so."""
    cut = record(http(article_page()), WARC_Truncated="length")
    (article,) = reading(archive(tmp_path, cut)).articles
    assert article.partial is Partial.TRUNCATED


def test_two_records_of_one_address_are_one_article_only_if_they_are_one_report(
    tmp_path: Path,
) -> None:
    """A crawler that comes back finds the same page again, or another under the same address."""
    other = record(
        http(article_page("Mill burns down at night", "Sandholm").replace("ferry", "mill")),
        "https://quay.example/1",
    )
    same = reading(archive(tmp_path, page(1), page(1))).articles
    both = reading(archive(tmp_path, page(1), other)).articles
    assert (len(same), len(both), len({each.id for each in both})) == (1, 2, 2)


def test_damage_is_a_failure_with_its_offset(tmp_path: Path) -> None:
    """WARC01: after some of them, the others are only counted."""
    one, two = gzip.compress(page(1)), gzip.compress(page(2))
    path = tmp_path / "news.warc.gz"
    path.write_bytes(one + (two[:-30] + b"\0" * 30) * 25 + one)
    found = reading(path)
    assert numbers(found.articles) == ["1"]
    assert found.failures[0] == Failure(
        str(path), f"record at offset {len(one)}: damaged", "gather", "damaged"
    )
    assert len(found.failures) == 21
    assert found.failures[-1].error == "5 more records could not be read"


@pytest.mark.usefixtures("cold_children")
def test_a_record_that_ends_the_child_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WARC02: the records around it are read, in the same part of the archive and behind it."""
    limits = WorkerLimits(memory_bytes=60_000_000)
    monkeypatch.setattr("newsdigest.pipeline.archived_documents._LIMITS", limits)
    heavy = record(http(b"<p>" + b"x" * 9_900_000), "https://quay.example/heavy")
    records = [page(1), heavy, page(2), heavy, heavy, page(3)]
    for compress in (gzip.compress, bytes):
        path = tmp_path / "news.warc"
        path.write_bytes(b"".join(map(compress, records)))
        found = list(archived_documents(Archive(path, "news.warc")))
        documents = [each.url for each in found if isinstance(each, Document)]
        failures = [each for each in found if isinstance(each, Failure)]
        assert documents == [f"https://quay.example/{number}" for number in (1, 2, 3)]
        assert len(failures) == 3
        assert {each.code for each in failures} <= {"crashed", "too-complex"}
        offset = len(compress(page(1)))
        assert failures[0].error.startswith(f"record at offset {offset}: ")


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive fails in one line that says what to install."""

    def find_spec(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr("newsdigest.pipeline.archived_documents.find_spec", find_spec)
    found = reading(archive(tmp_path, page(1)))
    (failure,) = found.failures
    assert failure.error == (
        "reading WARC archives needs FastWARC: pip install 'newsdigest[archives]'"
    )


def test_an_archive_is_read_in_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first comes before the rest is read; together they are what is read at once."""
    monkeypatch.setattr("newsdigest.pipeline.portions._FIRST", 2)
    path = archive(tmp_path, *map(page, range(9)))
    portions = read_in_portions([str(path)], Gathering(), Run(NOW))
    first = next(portions)
    assert (numbers(first.articles), first.documents) == (["0", "1"], 2)
    rest = list(portions)
    articles = [*first.articles, *(each for portion in rest for each in portion.articles)]
    assert articles == list(reading(path).articles)
    assert rest[-1].articles == ()
    assert rest[-1].documents == 9


def test_later_portions_repeat_no_article() -> None:
    """The same again is left out, another text under the same id is given with an id of its own."""
    one = Article("1", "Ferry", (), "x", kind=ArticleKind.REPORT)
    other = Article("1", "Mill", (), "x")
    earlier = EarlierArticles()
    assert earlier.new([one, one]) == [one]
    (kept,) = earlier.new([one, other])
    assert kept.title == "Mill"
    assert kept.id != "1"
    assert earlier.new([other]) == []


def test_rules_apply_to_archived_pages(tmp_path: Path) -> None:
    """They are read by the same road, with the user's rules."""
    path = archive(tmp_path, page(1))
    run = Run(NOW, rules=ReadingRules())
    assert len(read([str(path)], Gathering(), run).articles) == 1
