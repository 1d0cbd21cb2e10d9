"""A data set is grouped by the windows of its days, whatever its parts are."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from newsdigest import corpus
from newsdigest.corpus.data_set import DataSet
from newsdigest.corpus.engine import Cluster
from newsdigest.corpus.grouping import Grouping, group_corpus
from newsdigest.errors import LockedError, StateError, UsageError
from newsdigest.model import Article
from newsdigest.pipeline import grouping_of
from newsdigest.store import only_run
from tests.corpus.data import table
from tests.corpus.news import FIRST_DAY, Event, copy_of, news, write_data_set

NEWS = list(news(events=24, days=4))


def grouped(cluster: Cluster, out: Path) -> Grouping:
    return group_corpus(str(out), cluster, lambda run: None)


def stories(out: Path) -> dict[str, bytes]:
    """The files of the stories, with what they hold."""
    return {
        path.parent.name.removeprefix("day="): path.read_bytes()
        for path in sorted(out.glob("stories/*/*.parquet"))
    }


def days(articles: list[Article]) -> set[str]:
    return {(each.published or FIRST_DAY).date().isoformat() for each in articles}


def test_any_order_and_any_parts(threads: Cluster, tmp_path: Path) -> None:
    """The same articles in other files give the same stories, byte for byte."""
    shuffled = NEWS[:]
    Random(3).shuffle(shuffled)
    for name, articles, parts in (("one", NEWS, 1), ("other", shuffled, 5)):
        write_data_set(tmp_path / name, articles, parts)
        run = grouped(threads, tmp_path / name)
        assert (run.inputs, run.done, run.articles) == (len(days(NEWS)), len(days(NEWS)), len(NEWS))
    assert stories(tmp_path / "one") == stories(tmp_path / "other")
    assert set(stories(tmp_path / "one")) == days(NEWS)


def test_stories_are_those_of_one_machine(threads: Cluster, tmp_path: Path) -> None:
    """While there are no more days than a window has, they are what a digest would show."""
    reports = [
        each
        for each in NEWS
        if each.published is None or each.published < FIRST_DAY + timedelta(days=1)
    ]
    write_data_set(tmp_path, reports, 3)
    grouped(threads, tmp_path)
    found: dict[str, set[str]] = {}
    for row in table(tmp_path, "stories"):
        found.setdefault(row["story"], set()).add(row["id"])
    expected = grouping_of(reports).stories
    assert sorted(map(sorted, found.values())) == sorted(
        sorted(reports[index].id for index in group) for group in expected
    )
    assert any(len(group) > 1 for group in expected)


def test_a_story_goes_on_for_as_long_as_each_window_has_a_report(
    threads: Cluster, tmp_path: Path
) -> None:
    """Reports of the first and the last day are not compared, and yet in one story."""
    event = Event(5)
    reports = [event.report(n, FIRST_DAY + timedelta(days=2 * n, hours=9)) for n in range(4)]
    later = event.report(7, FIRST_DAY + timedelta(days=20))
    copy = copy_of(reports[1], 1, FIRST_DAY + timedelta(days=3))
    write_data_set(tmp_path, [*reports, later, copy], 1)
    grouped(threads, tmp_path)
    rows = {row["id"]: row for row in table(tmp_path, "stories")}
    (first, *others) = [rows[each.id]["story"] for each in (*reports, copy)]
    assert set(others) == {first}
    assert rows[later.id]["story"] != first
    assert rows[copy.id]["copy"] == rows[reports[1].id]["copy"] != copy.id


def test_a_second_run_groups_what_changed(threads: Cluster, tmp_path: Path) -> None:
    """A new report concerns its day and the two after it; the result is that of one run."""
    kept, new = NEWS[1:], NEWS[0]
    assert new.published is not None
    write_data_set(tmp_path / "out", kept, 2)
    first = grouped(threads, tmp_path / "out")
    again = grouped(threads, tmp_path / "out")
    part = tmp_path / "new"
    write_data_set(part, [new], 1)
    (found,) = part.glob("articles/*/*.parquet")
    shutil.copy(found, tmp_path / "out" / "articles" / found.parent.name / "new.parquet")
    third = grouped(threads, tmp_path / "out")
    day = new.published.date()
    changed = {(day + timedelta(days=n)).isoformat() for n in range(3)} & days(NEWS)
    assert [(run.earlier, run.done, run.written) for run in (first, again)] == [
        (0, len(days(NEWS)), len(days(NEWS))),
        (len(days(NEWS)), 0, 0),
    ]
    assert third.done == len(changed)
    write_data_set(tmp_path / "whole", NEWS, 1)
    grouped(threads, tmp_path / "whole")
    assert stories(tmp_path / "out") == stories(tmp_path / "whole")


@pytest.mark.parametrize("lost", ["stories/*/*", "windows/*.json", "windows/*02.*"])
def test_what_a_killed_run_left_is_completed(threads: Cluster, tmp_path: Path, lost: str) -> None:
    """Whichever files it did not come to."""
    write_data_set(tmp_path, NEWS, 2)
    grouped(threads, tmp_path)
    expected = stories(tmp_path)
    for path in tmp_path.glob(lost):
        path.unlink()
    grouped(threads, tmp_path)
    assert stories(tmp_path) == expected


def test_damaged_parts_are_failures(threads: Cluster, tmp_path: Path) -> None:
    """Each is named once, the others are grouped, and a whole one is read by the next run."""
    write_data_set(tmp_path, NEWS, 2)
    part = next(tmp_path.glob("articles/*/*0.parquet"))
    content = part.read_bytes()
    part.write_bytes(content[: len(content) // 2])
    run = grouped(threads, tmp_path)
    (failure,) = run.named
    assert (failure.source, failure.code) == (str(part), "damaged")
    assert "\n" not in failure.error
    assert 0 < run.articles < len(NEWS)
    assert grouped(threads, tmp_path).named == [failure]
    part.write_bytes(content)
    assert grouped(threads, tmp_path).failures == 0
    assert len(table(tmp_path, "stories")) == len(NEWS)


def test_damaged_results_are_made_again(threads: Cluster, tmp_path: Path) -> None:
    """Of a window or of a day: what cannot be read is not what a run is built on."""
    write_data_set(tmp_path, NEWS, 1)
    grouped(threads, tmp_path)
    expected = stories(tmp_path)
    for name in ("windows/*", "stories/*/*"):
        for path in tmp_path.glob(name):
            path.write_bytes(b"PAR1")
        grouped(threads, tmp_path)
        grouped(threads, tmp_path)
        assert stories(tmp_path) == expected


def test_days_that_are_gone(threads: Cluster, tmp_path: Path) -> None:
    """Their stories are deleted, and the days after them are grouped without them."""
    write_data_set(tmp_path / "out", NEWS, 1)
    grouped(threads, tmp_path / "out")
    first = FIRST_DAY.date().isoformat()
    shutil.rmtree(tmp_path / "out" / "articles" / f"day={first}")
    grouped(threads, tmp_path / "out")
    rest = [each for each in NEWS if days([each]) != {first}]
    write_data_set(tmp_path / "rest", rest, 1)
    grouped(threads, tmp_path / "rest")
    assert stories(tmp_path / "out") == stories(tmp_path / "rest")
    assert len(list(tmp_path.glob("out/windows/*"))) == len(list(tmp_path.glob("rest/windows/*")))


def test_articles_without_a_day(threads: Cluster, tmp_path: Path) -> None:
    """They are compared with each other alone."""
    event = Event(3)
    write_data_set(tmp_path, [event.report(n, None) for n in range(3)], 1)
    (path,) = tmp_path.glob("articles/*")
    shutil.copytree(path, path.with_name("day=unknown"))
    grouped(threads, tmp_path)
    found = stories(tmp_path)
    assert set(found) == {FIRST_DAY.date().isoformat(), "unknown"}


def test_no_data_set(threads: Cluster, tmp_path: Path) -> None:
    """Nothing is written where there is none, or one of another schema."""
    with pytest.raises(UsageError, match="no data set"):
        grouped(threads, tmp_path)
    assert not list(tmp_path.iterdir())
    (tmp_path / "corpus.json").write_text('{"schema": "other/1"}')
    with pytest.raises(StateError, match="not a data set of the schema"):
        grouped(threads, tmp_path)


def test_one_run_at_a_time(threads: Cluster, tmp_path: Path) -> None:
    """A run that extracts or groups into the data set keeps others out."""
    write_data_set(tmp_path, NEWS[:2], 1)
    with only_run(tmp_path / "corpus"), pytest.raises(LockedError):
        grouped(threads, tmp_path)


def test_a_data_set_in_a_store(threads: Cluster, tmp_path: Path) -> None:
    """It is read and written where it is, with the same result, and only what changed."""
    write_data_set(tmp_path, NEWS, 2)
    store = DataSet("memory://grouping/corpus").storage
    for path in (tmp_path / "corpus.json", *tmp_path.glob("articles/*/*")):
        store.write(str(path.relative_to(tmp_path)), path.read_bytes())
    grouped(threads, tmp_path)
    runs = [group_corpus("memory://grouping/corpus", threads, lambda run: None) for _ in range(2)]
    assert [run.done for run in runs] == [len(days(NEWS)), 0]
    assert stories(tmp_path) == {
        day: store.read(f"stories/day={day}/stories.parquet") for day in days(NEWS)
    }


def test_the_frame_has_the_stories(threads: Cluster, tmp_path: Path) -> None:
    """Each article with its story, null where its day is not grouped."""
    write_data_set(tmp_path, NEWS, 2)
    before = corpus.stories(tmp_path)
    assert before["story"].isna().compute(scheduler="sync").all()
    grouped(threads, tmp_path)
    frame = corpus.stories(tmp_path)
    computed = frame.compute(scheduler="sync")
    assert list(frame.columns[-3:]) == ["day", "story", "copy"]
    assert dict(frame.dtypes) == dict(computed.dtypes)
    expected = {row["id"]: (row["story"], row["copy"]) for row in table(tmp_path, "stories")}
    found = zip(computed["id"], computed["story"], computed["copy"], strict=True)
    assert {id: (story, copy) for id, story, copy in found} == expected
    with pytest.raises(UsageError, match="no data set"):
        corpus.stories(tmp_path / "none")
