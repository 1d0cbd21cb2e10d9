"""Lines are learnt from one publication at a time, with the articles that may be of it."""

from __future__ import annotations

from dataclasses import replace

from newsdigest.model import Article
from newsdigest.pipeline import Run, learnt_lines, without_learnt
from newsdigest.workers.pool import LostResult, WorkerPool
from tests.clean.learning.publications import NOW, article, learnt

PLUG = "Our kitchen table letter goes out to friends of the house each morning."
OTHER = "Send us what you saw at sea and we will print the best of it."


def of(source: str | None, origin: str, *numbers: int, line: str) -> list[Article]:
    return [article(number, line, source=source, origin=origin) for number in numbers]


def test_an_article_without_a_name_loses_the_lines_of_its_document() -> None:
    """It is learnt together with the publications of its document, wherever else these are."""
    unnamed, elsewhere = of(None, "dump.txt", 1, line=PLUG), of(None, "b.txt", 2, line=PLUG)
    named = [*of("Post", "dump.txt", 3, line=PLUG), *of("Post", "a.xml", 4, 5, line=PLUG)]
    found = without_learnt([*unnamed, *elsewhere, *named], Run(NOW))
    assert [bool(each.removed) for each in found] == [True, False, True, True, True]
    assert [each.source for each in found[:2]] == ["Post", None]


def test_publications_beside_each_other_change_nothing() -> None:
    """All articles come back in their order, without what learning from all at once removes."""
    post, news = of("Post", "-", *range(5), line=PLUG), of("News", "-", *range(5), line=OTHER)
    both = [
        replace(each, id=f"{each.source} {each.id}")
        for pair in zip(post, news, strict=True)
        for each in pair
    ]
    found = without_learnt(both, Run(NOW))
    assert found == learnt(both)
    assert {each.removed[0].text for each in found} == {PLUG, OTHER}


def many() -> list[Article]:
    """Articles of thirty publications, of which every other one repeats a line."""
    found = [
        each
        for number in range(30)
        for each in of(
            f"Post {number}", f"{number}.xml", *range(8), line=PLUG if number % 2 else ""
        )
    ]
    return [replace(each, id=f"{each.source} {each.id}") for each in found]


def test_children_learn_the_same_of_each_publication() -> None:
    """With a pool the articles are the same, and of those that lose nothing the very same."""
    alone = of("Lone Gazette", "lone.xml", 1, line=PLUG)
    articles = [*many(), *alone]
    assert len(articles) >= learnt_lines.LEAST_POOLED
    with WorkerPool(2) as pool:
        found = without_learnt(articles, Run(NOW), pool=pool)
    assert found == without_learnt(articles, Run(NOW))
    unchanged = [new is old for new, old in zip(found, articles, strict=True)]
    assert unchanged == [not each.removed for each in found]
    assert sum(unchanged) == 8 * 15 + 1


def test_what_a_child_could_not_learn_is_learnt_without_it() -> None:
    """A child that is lost costs nothing but time."""

    class Lossy(WorkerPool):
        def map(self, function, items, *extra, at_once=1):  # type: ignore[no-untyped-def]
            return ((each, LostResult("crashed", "parser died")) for each in items)

    found = without_learnt(many(), Run(NOW), pool=Lossy(warm=False))
    assert found == without_learnt(many(), Run(NOW))
