"""Lines are learnt from one publication at a time, with the articles that may be of it."""

from __future__ import annotations

from dataclasses import replace

from newsdigest.model import Article
from newsdigest.pipeline import Run, without_learnt
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
