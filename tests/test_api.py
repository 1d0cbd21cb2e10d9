"""The four functions of the public API."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import newsdigest
from newsdigest import errors
from tests.pages import article_page

AS_OF = datetime(2026, 11, 22, 6, tzinfo=UTC)
TITLE = "Ferry landing to reopen in April"


@pytest.mark.parametrize("page", [article_page(), article_page().encode()])
def test_extract(page: str | bytes) -> None:
    """A page as text or bytes gives its article, clean and with an id."""
    (article,) = newsdigest.extract(page, url="https://quay.example/ferry", as_of=AS_OF)
    assert article.title == "Ferry landing to reopen in April"
    assert article.text.startswith("The town council of Marlow Quay voted on Tuesday")
    assert article.language == "en"
    assert len(article.id) == 16


def test_extract_says_what_it_cannot_do() -> None:
    """No article is an error, never an empty list."""
    with pytest.raises(newsdigest.ExtractionError):
        newsdigest.extract("<html></html>")


def test_digest_and_render(tmp_path: Path) -> None:
    """Sources become a digest, a digest becomes text; what failed is told in it."""
    (tmp_path / "ferry.html").write_text(article_page())
    made = newsdigest.digest([tmp_path / "ferry.html", tmp_path / "gone.html"], as_of=AS_OF)
    assert [story.title for story in made.stories] == ["Ferry landing to reopen in April"]
    assert [failure.code for failure in made.failures] == ["unreadable"]
    text = newsdigest.render(made, "markdown")
    assert "Ferry landing to reopen in April" in text
    assert "gone.html" in text


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    """A plain script may call `digest` at its top level, although it starts child processes."""
    (tmp_path / "ferry.html").write_text(article_page())
    script = tmp_path / "script.py"
    script.write_text(
        "import newsdigest\n"
        f"made = newsdigest.digest([{str(tmp_path / 'ferry.html')!r}])\n"
        "print(made.stories[0].title)\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "Ferry landing to reopen in April\n"


def test_summaries_stand_verbatim_in_their_articles(tmp_path: Path) -> None:
    """Promise 2: every sentence of a digest is in the article that it names."""
    for n, place in enumerate(["Marlow Quay", "Port Ellis"]):
        (tmp_path / f"{n}.html").write_text(article_page(place=place))
    made = newsdigest.digest([tmp_path], as_of=AS_OF)
    for story in made.stories:
        articles = {a.id: a for a in (*story.articles, *(c.article for c in story.copies))}
        assert story.summary
        for sentence in story.summary:
            assert sentence.text in articles[sentence.article].text


def test_filters_and_topics_are_those_of_the_command_line(tmp_path: Path) -> None:
    """`keep` and `drop` know the caller's own topics, and what they take out is counted."""
    (tmp_path / "ferry.html").write_text(article_page())
    water = newsdigest.CustomTopic("On the water", words=("ferry",))

    def titles(**asked: Any) -> list[str | None]:
        made = newsdigest.digest([tmp_path], as_of=AS_OF, topics=[water], **asked)
        assert made.counts.filtered == 1 - len(made.stories)
        return [story.title for story in made.stories]

    assert titles(keep=["topic:water"]) == titles(drop=["horoscope"]) == [TITLE]
    assert titles(keep=["horoscope"]) == titles(drop=['title:"ferry landing"']) == []
    (story,) = newsdigest.digest([tmp_path], as_of=AS_OF, topics=[water]).stories
    assert story.topic is not None
    assert story.topic.name == "On the water"


def test_interests_are_those_of_the_configuration(tmp_path: Path) -> None:
    """A story that meets them has a larger weight, and says why; mistakes are listed."""
    (tmp_path / "ferry.html").write_text(article_page())
    water = newsdigest.CustomTopic("On the water", words=("ferry",))
    interests = {"words": {"ferry": 2}, "topics": {"on the water": 1}}
    made = newsdigest.digest([tmp_path], topics=[water], interests=interests)
    weight = made.stories[0].weight
    assert weight is not None
    assert {(each.kind, each.name) for each in weight.reasons} == {
        ("word", "ferry"), ("topic", "on the water"),
    }  # fmt: skip
    with pytest.raises(newsdigest.ConfigError, match='words of "ferry" must be'):
        newsdigest.digest([tmp_path], interests={"words": {"ferry": 9}})


def test_topics_may_come_from_the_configuration_file(tmp_path: Path) -> None:
    """TOML gives lists of words, which count as tuples do."""
    (tmp_path / "ferry.html").write_text(article_page())
    table: dict[str, Any] = {"name": "On the water", "words": ["ferry"], "instead": True}
    made = newsdigest.digest([tmp_path], topics=[newsdigest.CustomTopic(**table)], as_of=AS_OF)
    assert made.failures == ()
    assert made.stories[0].topic is not None
    assert made.stories[0].topic.name == "On the water"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"sources": "feed.xml"}, r"sources takes several values, not one str: \['feed.xml'\]"),
        ({"sources": Path("feed.xml")}, "sources takes several values"),
        ({"sources": [b"feed.xml"]}, "sources takes values of type str or PathLike, not bytes"),
        ({"keep": "ferry"}, r"keep takes several values, not one str: \['ferry'\]"),
        ({"drop": [3]}, "drop takes values of type str, not int: 3"),
        ({"interests": ["ferry"]}, r"interests takes the settings of \[interests\] as a mapping"),
        ({"topics": ["ferry"]}, "topics takes values of type CustomTopic, not str"),
        ({"topics": [newsdigest.CustomTopic("x", "ferry")]}, "words takes several values"),  # type: ignore[arg-type]
    ],
)
def test_values_of_the_wrong_type(asked: dict[str, Any], message: str) -> None:
    """A str in place of a list would be read letter by letter: a TypeError says what to write."""
    with pytest.raises(TypeError, match=message):
        newsdigest.digest(**{"sources": [], **asked})


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"keep": ["titel:ferry"]}, 'did you mean "title"'),
        ({"drop": ["/(/"]}, "no regular expression"),
        ({"drop": ["topic:sports"]}, 'did you mean "sport"'),
        ({"topics": [newsdigest.CustomTopic("Water")]}, "needs a name, and words or phrases"),
        ({"interests": {"topics": {"Sports": 2}}}, 'did you mean "sport"'),
        ({"sentences": 0}, "sentences must be at least 1, not 0"),
        ({"limit": -1}, "limit must be at least 1"),
        ({"since": datetime.fromisoformat("0001-01-01")}, "0001-01-01"),
        ({"sources": ["-"]}, "standard input"),
    ],
)
def test_values_that_mean_nothing(asked: dict[str, Any], message: str) -> None:
    """What could only be a mistake is a UsageError before anything is read."""
    with pytest.raises(newsdigest.UsageError, match=message):
        newsdigest.digest(**{"sources": ["gone.html"], **asked})


def test_times_without_an_offset_are_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of the command line are; what the digest holds is in UTC."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        since, as_of = map(datetime.fromisoformat, ("2026-01-01", "2026-01-02"))
        made = newsdigest.digest([], since=since, as_of=as_of)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert made.since == datetime(2025, 12, 31, 18, 30, tzinfo=UTC)
    assert made.generated == datetime(2026, 1, 1, 18, 30, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> newsdigest.Digest:
    (tmp_path / "ferry.html").write_text(article_page())
    return newsdigest.digest([tmp_path / "ferry.html"], as_of=AS_OF)


def mailer(folder: Path, *refused: str) -> dict[str, object]:
    """Settings of a mail program that keeps what it gets, and takes no mail to `refused`."""
    program = folder / "mailer"
    tests = "".join(
        f'case "$*" in *{each}*) echo "no {each}" >&2; exit 1;; esac\n' for each in refused
    )
    program.write_text(f"#!/bin/sh\n{tests}exec cat >> {folder}/mails\n")
    program.chmod(0o755)
    return {"from": "digest@example.org", "to": ("me@example.org",), "sendmail": str(program)}


def test_a_digest_is_delivered_to_every_place(tmp_path: Path, made: newsdigest.Digest) -> None:
    """A file, an archive that is a site, and mail."""
    newsdigest.deliver(made, tmp_path / "news.md", format="markdown", mail=mailer(tmp_path))
    assert (tmp_path / "news.md").read_text() == newsdigest.render(made, "markdown")
    assert f"Subject: {TITLE}" in (tmp_path / "mails").read_text()
    newsdigest.deliver(made, tmp_path / "site" / "{date}.html", format="html")
    assert {path.name for path in (tmp_path / "site").iterdir()} == {
        "2026-11-22.html", "index.html", "feed.xml",
    }  # fmt: skip


def test_a_place_that_fails_holds_up_no_other(tmp_path: Path, made: newsdigest.Digest) -> None:
    """All are tried, then an error names those that did not take the digest."""
    output = tmp_path / "gone" / "news.txt"
    with pytest.raises(newsdigest.DeliveryError, match="there is no folder") as failed:
        newsdigest.deliver(made, output, mail=mailer(tmp_path))
    assert failed.value.channels == (f"file:{output}",)
    assert TITLE in (tmp_path / "mails").read_text()
    with pytest.raises(newsdigest.DeliveryError, match="no me@") as failed:
        newsdigest.deliver(made, tmp_path / "news.txt", mail=mailer(tmp_path, "me@example.org"))
    assert failed.value.channels == ("mail:me@example.org",)
    assert TITLE in (tmp_path / "news.txt").read_text()


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({}, newsdigest.UsageError, "needs a place to deliver to"),
        ({"output": "."}, newsdigest.UsageError, "is a directory"),
        ({"output": "{day}.html"}, newsdigest.UsageError, "{date}"),
        ({"output": "x", "format": "pdf"}, newsdigest.RenderError, "unknown format 'pdf'"),
        ({"mail": "me@example.org"}, TypeError, r"the settings of \[mail\] as a mapping, not str"),
        ({"mail": {}}, newsdigest.UsageError, "mail.from is not set"),
        ({"mail": {"form": "x", "to": ["?", 3]}}, newsdigest.ConfigError, 'did you mean "from"'),
        ({"notify": {"stories": 0}}, newsdigest.ConfigError, "notify.stories must be"),
    ],
)
def test_deliveries_that_cannot_be(
    made: newsdigest.Digest, asked: dict[str, Any], error: type[Exception], message: str
) -> None:
    """Places and settings that cannot be used are errors of their own kind."""
    with pytest.raises(error, match=message):
        newsdigest.deliver(made, **asked)


def test_the_functions_print_nothing_and_read_no_configuration(tmp_path: Path) -> None:
    """Whatever fails, and however broken the user's configuration and environment are."""
    config = tmp_path / "config" / "newsdigest" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text("[filters]\ndrop = ['ferry']\nno TOML")
    (tmp_path / "ferry.html").write_text(article_page())
    script = (
        "import newsdigest\n"
        "made = newsdigest.digest(['ferry.html', 'gone.html', 'ftp://x'])\n"
        "assert len(made.stories) == 1 and len(made.failures) == 2\n"
        "newsdigest.deliver(made, 'news.txt')\n"
    )
    environment = {
        **os.environ, "XDG_CONFIG_HOME": f"{tmp_path}/config", "NEWSDIGEST_MAIL_TIMEOUT": "soon",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, env=environment, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_whatever_the_public_names_hold_is_public() -> None:
    """Each type of the package that a public signature, field or property names is exported."""
    public = {name: getattr(newsdigest, name) for name in newsdigest.__all__}
    named = {each for value in public.values() for each in _types_named_by(value, public)}
    own = {each for each in named if each.__module__.startswith("newsdigest")}
    assert len(own) > 15
    assert {each.__qualname__ for each in own - set(public.values())} == set()


def test_all_errors_are_public() -> None:
    """A caller can catch each of them by its name."""
    raised = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
    }
    assert raised <= set(newsdigest.__all__)


def _types_named_by(value: object, public: dict[str, Any]) -> Iterator[type]:
    """The types in the annotations of a function or of a class and its public members."""
    if inspect.isfunction(value):
        yield from _types_in(*get_type_hints(value, localns=public).values())
    elif isinstance(value, type):
        yield from _types_in(*get_type_hints(value).values())
        for name, member in vars(value).items():
            function = member.fget if isinstance(member, property) else member
            function = getattr(function, "__func__", function)
            if inspect.isfunction(function) and (not name.startswith("_") or name == "__init__"):
                yield from _types_in(*get_type_hints(function, localns=public).values())


def _types_in(*hints: Any) -> Iterator[type]:
    for hint in hints:
        if isinstance(hint, type):
            yield hint
        yield from _types_in(*get_args(hint))
