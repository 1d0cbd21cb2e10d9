"""Who else tells a story: the line "also in"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsdigest.model import Article, Copy, Digest, Story
from newsdigest.render.catalogue import Catalogue
from newsdigest.render.view import LinkView, MentionsView
from newsdigest.render.wording import headline, publication


def mentions(story: Story, digest: Digest, words: Catalogue) -> tuple[MentionsView, ...]:
    """Who else tells the story: independent reports, then the copies of each report.

    What a digest of the state (it has an id) names counts as delivered, so there a report without
    a link is named by its headline too, and not by its publication alone.
    """
    shown = headline(story.lead, words) if digest.id is not None else None
    groups = [MentionsView(_named(story.articles[1:], story.lead, shown, words), None)]
    originals = {article.id: article for article in story.articles}
    for original in dict.fromkeys(copy.of for copy in story.copies):
        copies = [copy for copy in story.copies if copy.of == original]
        names = _named([copy.article for copy in copies], None, shown, words)
        groups.append(MentionsView(names, copies_note(copies, originals.get(original), words)))
    return tuple(group for group in groups if group.names)


def _named(
    articles: Iterable[Article], lead: Article | None, shown: str | None, words: Catalogue
) -> tuple[LinkView, ...]:
    """Each publication once, with its other reports by their headlines.

    A report that is only counted is not named, and what is not named was not delivered. `shown` is
    the headline that need not be repeated, None where reports without a link need none either.
    """
    by_name: dict[str, list[Article]] = {}
    for article in articles:
        by_name.setdefault(_teller(article, words), []).append(article)
    own = publication(lead, words) if lead and lead.source else None
    result: list[LinkView] = []
    for name, members in by_name.items():
        result += (
            _of_own(lead, members, words)
            if lead and name == own
            else _of(name, members, shown, words)
        )
    return tuple(result)


def _of_own(lead: Article, articles: Sequence[Article], words: Catalogue) -> list[LinkView]:
    """What else the lead's publication reports; how often, where it is under the same headline."""
    others = [each for each in articles if headline(each, words) != headline(lead, words)]
    same = [each for each in articles if each not in others]
    count = f"{publication(lead, words)} ({words.count('more_reports', len(same))})"
    mentions = [LinkView(count, same[0].url)] if same else []
    return mentions + _headlines(others, words)


def _of(
    name: str, articles: Sequence[Article], shown: str | None, words: Catalogue
) -> list[LinkView]:
    """The publication with its first report, and the others that have another headline."""
    first = headline(articles[0], words)
    same = [each for each in articles if headline(each, words) == first]
    others = [each for each in articles if each not in same]
    link = next((each.url for each in same if each.url), None)
    parts = [name, f"({words.count('reports', len(same))})" if len(same) > 1 else ""]
    by_headline = words.say("unnamed_report", headline=first)
    if link is None and shown is not None and first != shown and name != by_headline:
        parts.append(by_headline)
    return [LinkView(" ".join(filter(None, parts)), link), *_headlines(others, words)]


def _headlines(articles: Iterable[Article], words: Catalogue) -> list[LinkView]:
    """Each headline once."""
    first: dict[str, Article] = {}
    for article in articles:
        first.setdefault(headline(article, words), article)
    return [
        LinkView(words.say("unnamed_report", headline=text), article.url)
        for text, article in first.items()
    ]


def _teller(article: Article, words: Catalogue) -> str:
    """The publication, or the report's own headline where it is not known."""
    if article.source or article.url or not article.title:
        return publication(article, words)
    return words.say("unnamed_report", headline=headline(article, words))


def copies_note(copies: Sequence[Copy], original: Article | None, words: Catalogue) -> str:
    """`a copy`, `2 copies of the Reuters report`."""
    agencies = (copy.article.agency for copy in copies)
    agency = (original.agency if original else None) or next(filter(None, agencies), None)
    if agency:
        return words.count("copies_of", len(copies), agency=agency)
    return words.count("copies", len(copies))
