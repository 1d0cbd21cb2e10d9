"""Promise 7: a bug in one story costs one step of that story, at every stage."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from newsdigest.cli import app
from newsdigest.guard import collecting
from newsdigest.model import Article, Digest, Document, Failure, SummarySentence
from newsdigest.pipeline import (
    DigestOptions,
    EntryTask,
    ReadResult,
    Run,
    entry_article,
    make_digest,
    read_document,
    without_learnt,
)
from newsdigest.pipeline.document_opening import open_document
from newsdigest.render import (
    FORMATS,
    RenderOptions,
    render_articles_bytes,
    render_digest_bytes,
    render_notification,
    render_template,
)
from newsdigest.workers.pool import _reported
from newsdigest.workers.serving import _result
from tests.daily.feeds import item, rss
from tests.daily.reader import Reader, titles
from tests.daily.web import Web
from tests.pages import article_page
from tests.render.examples import CUP, DIGEST, FERRY, NOW

BAD, GOOD = "Ferry landing to reopen in April", "Swans breed on the mill pond of Norfield"
INTERNAL = re.compile(r"internal error: \w+ in newsdigest\.[\w.]+:\d+; \w")


OTHER = """
<p>Swans have bred on the mill pond of Norfield for the first time since the dam broke, the warden
of the park said on Friday.</p>
<p>Seven grey cygnets left the nest below the weir before breakfast and followed their mother along
the reeds, watched by a school class with binoculars.</p>
<p>Dogs must stay on the lead round the pond until the end of August, and rowers keep to the
northern bank.</p>
"""


def page(title: str, origin: str, body: str = "") -> Document:
    """A page with a headline and optionally a body of its own."""
    text = article_page(title)
    start, end = text.index("</h1>") + 5, text.index("</article>")
    return Document(f"{text[:start]}{body or text[start:end]}{text[end:]}".encode(), origin)


PAGES = (page(BAD, "ferry.html"), page(GOOD, "swans.html", OTHER))


def patch(monkeypatch: pytest.MonkeyPatch, name: str, function: Callable[..., Any]) -> None:
    """Replace a function of a module, found by module name since rooms share names."""
    module, _, attribute = name.rpartition(".")
    monkeypatch.setattr(import_module(module), attribute, function)


def fails(*arguments: Any, **named: Any) -> Any:
    raise ZeroDivisionError("a bug")


def holds_bad(value: object) -> bool:
    """Whether the arguments of a function belong to the story that is to fail."""
    if isinstance(value, Article):
        return value.title == BAD
    return isinstance(value, list | tuple) and any(map(holds_bad, value))


def break_for_one_story(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make a function of the program raise for the article called BAD."""
    module, _, attribute = name.rpartition(".")
    place = import_module(module)
    real: Callable[..., Any] = getattr(place, attribute)

    def broken(*arguments: Any, **named: Any) -> Any:
        if any(map(holds_bad, arguments)):
            raise ZeroDivisionError("a bug")
        return real(*arguments, **named)

    monkeypatch.setattr(place, attribute, broken)


def digest(run: Run, **options: Any) -> Digest:
    with run.guard():
        articles = [article for each in PAGES for article in read_document(each, NOW)]
    reading = ReadResult(tuple(without_learnt(articles, run)), (), 2, 2)
    return make_digest(reading, DigestOptions(**options), run)


@pytest.mark.parametrize(
    ("name", "stage", "failures"),
    [
        ("newsdigest.pipeline.document_articles.clean", "clean", 1),
        ("newsdigest.pipeline.document_articles.attribute", "clean", 1),
        ("newsdigest.pipeline.document_articles._well_named", "analyse", 1),
        ("newsdigest.pipeline.grouping.under_one_name", "analyse", 1),
        ("newsdigest.analyse.classify", "analyse", 1),
        ("newsdigest.analyse.article_kind", "analyse", 1),
        ("newsdigest.clean.learning.learner.article_lines", "clean", 1),
        ("newsdigest.clean.learning.learner.publication_key", "clean", 3),
        ("newsdigest.analyse.find_copies", "group", 1),
        ("newsdigest.analyse.group_stories", "group", 1),
        ("newsdigest.analyse.originals", "group", 2),
        ("newsdigest.analyse.lead_first", "group", 1),
        ("newsdigest.analyse.story_id", "group", 1),
        ("newsdigest.analyse.story_topics", "group", 1),
        ("newsdigest.analyse.summarise_story", "summarise", 1),
        ("newsdigest.analyse.find_contradictions", "summarise", 1),
    ],
)
def test_every_stage(monkeypatch: pytest.MonkeyPatch, name: str, stage: str, failures: int) -> None:
    """Both stories are shown, each with a sentence, and one line reports the failed step."""
    break_for_one_story(monkeypatch, name)
    made = digest(Run(NOW))
    assert {story.title for story in made.stories} == {BAD, GOOD}
    assert all(story.summary for story in made.stories)
    assert 1 <= len(made.failures) <= failures
    assert made.counts.failures == len(made.failures)
    for failure in made.failures:
        assert (failure.stage, failure.code) == (stage, "internal")
        assert INTERNAL.match(failure.error)
    good = next(story for story in made.stories if story.title == GOOD)
    monkeypatch.undo()
    assert good == next(story for story in digest(Run(NOW)).stories if story.title == GOOD)


@pytest.mark.parametrize("name", ["reading_order", "diversify"])
def test_the_order(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """If ordering fails, the stories keep their order, cut at the limit."""
    patch(monkeypatch, f"newsdigest.analyse.{name}", fails)
    made = digest(Run(NOW), limit=1)
    assert len(made.stories) == 1
    assert [failure.stage for failure in made.failures] == ["order"]


def test_if_summarising_fails_a_story_has_its_first_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first sentence replaces the summary; if splitting fails too, there is only a headline."""
    break_for_one_story(monkeypatch, "newsdigest.analyse.summarise_story")
    story = next(s for s in digest(Run(NOW)).stories if s.title == BAD)
    (sentence,) = story.summary
    assert story.lead.text.startswith(sentence.text)
    patch(monkeypatch, "newsdigest.pipeline.story_summaries.sentences", fails)
    made = digest(Run(NOW))
    assert [bool(s.summary) for s in made.stories if s.title == BAD] == [False]
    assert [failure.stage for failure in made.failures] == ["summarise"] * 2


def test_if_grouping_fails_every_article_is_a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies are stories too: half an analysis merges nothing."""
    same = (PAGES[0], replace(PAGES[0], origin="copy.html"))
    articles = [a for each in same for a in read_document(each, NOW)]
    twin = replace(articles[1], id="twin", source="Another")
    reading = ReadResult((articles[0], twin), (), 2, 2)
    assert len(make_digest(reading, DigestOptions(), Run(NOW)).stories) == 1
    break_for_one_story(monkeypatch, "newsdigest.analyse.group_stories")
    made = make_digest(reading, DigestOptions(), Run(NOW))
    assert [len(story.articles) for story in made.stories] == [1, 1]


@pytest.mark.parametrize(
    ("name", "title", "text"),
    [
        # If the page's article cannot be read, the feed's own text is used.
        ("newsdigest.pipeline.entry_articles.read_document", item(1).title, item(1).text[:40]),
        # If that cannot be read either, only the headline is.
        ("newsdigest.sources.feeds.extract_entry", item(1).title, ""),
    ],
)
def test_entries_of_a_feed(
    monkeypatch: pytest.MonkeyPatch, name: str, title: str, text: str
) -> None:
    """A failing entry is shown with what could be read, and the others completely."""
    document = Document(rss("The Post", [item(1), item(2)]).encode(), "feed.xml")
    works = [w for w in _works(document) if isinstance(w, EntryTask)]
    module, _, attribute = name.rpartition(".")
    real = getattr(import_module(module), attribute)

    def broken(*arguments: Any, **named: Any) -> Any:
        first = arguments[0]
        if isinstance(first, Document) or (first.title == title and first.content is not None):
            raise IndexError("a bug")
        return real(*arguments, **named)

    monkeypatch.setattr(import_module(module), attribute, broken)
    failures: dict[Failure, None] = {}
    with collecting(failures):
        bad = entry_article(replace(works[0], page=PAGES[0] if text else None), NOW)
        good = entry_article(works[1], NOW)
    assert bad.title == title
    assert bad.text.startswith(text)
    assert good.text.startswith(item(2).text[:40])
    assert failures
    assert all(INTERNAL.match(each.error) for each in failures)


def _works(document: Document) -> list[EntryTask]:
    from newsdigest.pipeline import entry_tasks
    from newsdigest.sources.feeds import parse_feed

    return entry_tasks(
        parse_feed(document.content, url=None, media_type=None, charset=None, as_of=NOW),
        document.origin,
    )


def test_messages_of_a_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failing message is reported, and the others are shown."""
    mails = b"".join(
        b"From a@b.example Sat Nov 21 08:00:00 2026\nSubject: %s\nContent-Type: text/html\n\n%s\n\n"
        % (title.encode(), article_page(title, place).encode())
        for title, place in ((BAD, "Marlow Quay"), (GOOD, "Sandholm"))
    )
    break_for_one_story(monkeypatch, "newsdigest.pipeline.document_articles.finish")
    failures: dict[Failure, None] = {}
    with collecting(failures):
        found = open_document(Document(mails, "box.mbox"), NOW)
    assert [each.title for each in found if isinstance(each, Article)] == [GOOD]
    (failure,) = failures
    assert failure.stage == "extract"


# An invalid date: every format shows dates, and fails in its own place.
UNPRINTABLE = replace(FERRY, id="bad", title=BAD, published="yesterday")  # type: ignore[arg-type]


def broken_digest() -> Digest:
    story = replace(
        DIGEST.stories[0],
        id="bad",
        articles=(UNPRINTABLE,),
        copies=(),
        summary=(SummarySentence(FERRY.blocks[0].text, "bad"),),
        contradictions=(),
    )
    good = next(s for s in DIGEST.stories if s.title == CUP.title)
    return replace(DIGEST, stories=(story, good))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format(format: str) -> None:
    """The story is named, the other one is complete, and the failure is reported once."""
    if format == "email":
        pytest.importorskip("email")
    failures: dict[Failure, None] = {}
    with collecting(failures):
        content = _text(render_digest_bytes(broken_digest(), format), format)
    (failure,) = failures
    assert (failure.stage, failure.source) == ("render", UNPRINTABLE.url)
    assert INTERNAL.match(failure.error)
    assert BAD in content
    good = broken_digest().stories[1]
    assert good.title is not None
    assert good.title[:20] in content
    if format not in ("jsonl", "csv", "atom", "jsonfeed"):  # which have no place for failures
        assert "internal error" in content


@pytest.mark.parametrize("format", FORMATS)
def test_articles_in_every_format(format: str) -> None:
    """The same holds for `read`."""
    failures: dict[Failure, None] = {}
    with collecting(failures):
        content = _text(render_articles_bytes([UNPRINTABLE, CUP], format), format)
    assert len(failures) == 1
    assert BAD in content
    assert CUP.blocks[0].text[:15] in content


def _text(content: bytes, format: str) -> str:
    """The visible text of a format on one line."""
    if format == "epub":
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist() if "html" in name)
    if format == "email":
        import email
        import email.policy

        message = email.message_from_bytes(content, policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        return " ".join(body.get_content().split())
    return " ".join(content.decode().split())


def test_a_notification_and_a_template() -> None:
    """The same holds for push notifications and custom templates."""
    source = "{% for story in digest.stories %}{{ story.headline }} {{ story.age }}\n{% endfor %}"
    with collecting({}):
        assert BAD in render_notification(broken_digest(), RenderOptions()).text
        assert BAD in render_template(broken_digest(), source, "text")


def test_an_error_of_the_whole_format_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that no single story causes is raised."""
    patch(monkeypatch, "newsdigest.render.plain_text.digest", fails)
    with collecting({}), pytest.raises(ZeroDivisionError):
        render_digest_bytes(DIGEST, "text")


class SamePool:
    """A pool that runs calls in this process, where functions are patched."""

    def __init__(self, *arguments: object, **named: object) -> None:
        pass

    def __enter__(self) -> SamePool:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def end_idle(self) -> None:
        pass

    def map(
        self, function: Callable[..., object], items: Any, *extra: object, at_once: int = 1
    ) -> Any:
        for each in items:
            yield each, _reported(_result(function, [each, *extra]))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture
def same_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("workers.pool", "daily.polling", "pipeline.source_reading"):
        monkeypatch.setattr(f"newsdigest.{module}.WorkerPool", SamePool, raising=False)


@pytest.mark.usefixtures("same_process")
@pytest.mark.parametrize(
    "name",
    [
        "newsdigest.pipeline.document_articles.clean",
        "newsdigest.analyse.classify",
        "newsdigest.analyse.group_stories",
        "newsdigest.analyse.summarise_story",
        "newsdigest.render.wording.circumstances",
    ],
)
def test_a_digest_of_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """The status is 3, standard error has one line, and both stories are in the digest."""
    for each in PAGES:
        (tmp_path / each.origin).write_bytes(each.content)
    if name.endswith("circumstances"):
        patch(monkeypatch, name, _fails_at_bad_story)
    else:
        break_for_one_story(monkeypatch, name)
    done = run("digest", tmp_path, "-f", "text", "--as-of", "2026-11-22T06:00Z")
    assert done.exit_code == 3, done.stderr
    assert BAD in done.stdout
    assert GOOD in done.stdout
    assert done.stderr.count("\n") == 1
    assert INTERNAL.search(done.stderr)
    assert "internal error" in done.stdout


def _fails_at_bad_story(story: Any, *arguments: Any) -> list[str]:
    if story.title == BAD and story.summary:
        raise ZeroDivisionError("a bug")
    return []


@pytest.mark.usefixtures("same_process")
def test_a_daily_run_delivers_and_marks(
    monkeypatch: pytest.MonkeyPatch, reader: Reader, web: Web
) -> None:
    """Everything is delivered once with status 3, although one step fails at every stage."""
    web.put("/feed", rss("The Post", [item(n) for n in range(3)]))
    patch(monkeypatch, "newsdigest.pipeline.document_articles.clean", _broken_for_first)
    patch(monkeypatch, "newsdigest.analyse.find_contradictions", fails)
    command = ("digest", "--new", "-f", "json", "-c", reader.config, "--as-of")
    done = run(*command, "2026-11-22T06:00Z")
    assert done.exit_code == 3, done.stderr
    assert sorted(titles(done.stdout)) == sorted(item(n).title for n in range(3))
    assert len(INTERNAL.findall(done.stderr)) == 2
    monkeypatch.undo()
    again = run(*command, "2026-11-22T07:00Z")
    assert (again.exit_code, again.stdout) == (0, "")


def _broken_for_first(article: Article, *arguments: Any) -> Article:
    if article.title == item(0).title:
        raise ZeroDivisionError("a bug")
    return article


@pytest.mark.usefixtures("same_process")
def test_a_format_that_fails_as_a_whole_marks_nothing(
    monkeypatch: pytest.MonkeyPatch, reader: Reader, web: Web
) -> None:
    """The status is 4 with one line on standard error, and the next run delivers."""
    web.put("/feed", rss("The Post", [item(n) for n in range(3)]))
    command = ("digest", "--new", "-f", "json", "-c", reader.config, "--as-of")
    patch(monkeypatch, "newsdigest.render.json_document.digest", fails)
    done = run(*command, "2026-11-22T06:00Z")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "internal error: ZeroDivisionError in newsdigest." in done.stderr
    monkeypatch.undo()
    assert len(titles(run(*command, "2026-11-22T07:00Z").stdout)) == 3


STRANGE = "¹ people were killed and ² hurt. ①② others, ½ of them ٣٤, said so. At least 10⁵ fled."


def test_a_real_text(tmp_path: Path) -> None:
    """Digits that are no numbers are not a bug and do not end the run."""
    for n, place in enumerate(("Marlow", "Sandholm")):
        text = article_page(f"Storm kills ¹ in {place}", place)
        (tmp_path / f"{n}.html").write_text(text.replace("<p>Engineers", f"<p>{STRANGE} Engineers"))
    done = run("digest", tmp_path, "-f", "json", "--as-of", "2026-11-22T06:00Z")
    assert (done.exit_code, done.stderr) == (0, "")
