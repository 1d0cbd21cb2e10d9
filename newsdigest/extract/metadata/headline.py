"""The article's headline, from the headings and the page's other titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from selectolax.lexbor import LexborNode

from newsdigest.extract.metadata.json_ld import text_of
from newsdigest.extract.metadata.metadata_values import line
from newsdigest.extract.metadata.page_fields import PageFields
from newsdigest.extract.metadata.post_heading import find_post_heading
from newsdigest.extract.metadata.site_names import SiteNames, site_names_of
from newsdigest.language import ScriptPattern
from newsdigest.patterns import pattern
from newsdigest.press import is_placeholder, is_section
from newsdigest.press.words import Words, words_of
from newsdigest.valueclasses import valueclass

# Between a headline and the name of the site; a hyphen or colon needs its space. Chinese and
# Japanese pages use an underscore or a long dash.
_SEPARATOR = ScriptPattern.of(
    r"\s[|·•—–»«›‹\\/~ㅣ-]{1,2}\s|[|｜ㅣ·•»«]|:\s|—",
    r"(?<=[\u3040-\u9fff])[_-]|[_-](?=[\u3040-\u9fff])",
)
# A section between the headline and the removed site name: " : The Two-Way", "-정치".
_SECTION = pattern(r"\s:\s[^:|]{1,30}$|(?<=[\uac00-\ud7a3])-[\uac00-\ud7a3]{2,6}$")
# What follows this is never part of a headline.
_BAR = pattern(r"\s{1,5}[|｜]\s{1,5}")
# The most words of a label before or after a bar; a longer part belongs to the headline.
_LABEL_WORDS = 2
# The fewest words of a headline, as opposed to a kicker or the name of a blog.
_HEADLINE_WORDS = 3
_MOST_HEADINGS = 40
# A heading that shares less than this with the page's other titles is no headline, and a later
# heading must share more than the second value to be preferred to the first. Bins of .1 on the
# development pages (tests/bench/metadata.py): below .2 the other title is right twice as often,
# from .2 on the heading three times as often.
_AGREEMENT = 0.2
_LATER_AGREEMENT = 0.5


@valueclass
class Headline:
    """The headline and the heading that shows it; None if only the head has it."""

    text: str
    node: LexborNode | None


@valueclass
class _Candidate:
    text: str
    words: Words
    node: LexborNode | None = None


def find_headline(page: PageFields, site: SiteNames) -> Headline | None:
    """The headline without the site's name, or None if the page has none at all."""
    declared = _declared_titles(page)
    whole = _agreed_with_a_bar(page, site)
    if whole:
        return whole
    under = _under_the_name_of_a_blog(page, declared)
    if under:
        return _headline(under, site)
    headings = [c for c in _headings(page) if not site.is_named(c.words)]
    first = headings[0] if headings else None
    if first and any(words_of(text) == first.words for text in declared):
        # The best possible match, as on most pages.
        return _headline(first, site)
    declared = [text for text in declared if not is_placeholder(text)] or declared
    texts = dict.fromkeys(_without_site(text, site) for text in declared)
    own = _own_part_of(headings[:_MOST_HEADINGS], texts)
    if own:
        return _headline(own, site)
    named = [c for text in texts for c in _candidate(text) if not site.is_named(c.words)]
    real = [each for each in named if not is_placeholder(each.text)]
    if first is None:
        # Some titles are the first words of the blog's name.
        real = [each for each in real if not site.begins_with(each.words)]
    if first is None and not real:
        post = find_post_heading(page.tree, site)
        if post is not None:
            return Headline(line(post.text()) or "", post)
    named = real if first else named
    best = _agreeing(headings, named) if first else None
    if best is None:
        best = _shown_part(page, named[0]) if named else first
    return _headline(best, site) if best else None


def stated_headline(page: PageFields, title: str, publication: str | None) -> Headline:
    """The headline that an entry of a feed states, without its publication or section beside it.

    All else belongs to it, whatever it looks like on a page: "Harbour 2.0 — Our Biggest Brew Yet".
    """
    text = _without_site(title, site_names_of(filter(None, [publication]), ""))
    parts = _BAR.split(text)
    own = [part for part in parts if not is_section(part)]
    if 0 < len(own) < len(parts):
        text = " | ".join(own)
    return Headline(text, next(iter(page.headings), None))


def lower_heading(page: PageFields, title: str) -> LexborNode | None:
    """The first h2 or h3 that shows the title, for pages without an h1."""
    wanted = words_of(title)
    nodes = page.tree.css("h2,h3")[:_MOST_HEADINGS]
    return next((node for node in nodes if words_of(node.text()) == wanted), None)


def _agreed_with_a_bar(page: PageFields, site: SiteNames) -> Headline | None:
    """The headline with a bar in it, if several fields of the page agree on it.

    Two of heading, og:title and JSON-LD must agree and none differ; if no heading shows it, the
    page's title must prove by an addition that theirs lacks the site's name. A part that names a
    section is a label all the same.
    """
    article = page.data.article
    fields = [page.meta("og:title"), text_of(article.get("headline")) if article else None]
    shown = [_without_site(text, site) for field in fields if (text := line(field))]
    if not shown or len(set(map(words_of, shown))) > 1:
        return None
    parts = _BAR.split(shown[0])
    if len(parts) == 1 or any(map(is_section, parts)):
        return None
    words = words_of(shown[0])
    node = next((node for node in page.headings if words_of(node.text()) == words), None)
    if node is not None:
        return Headline(shown[0], node)
    whole = words_of(page.title or "")
    has_addition = len(whole) > len(words) and whole[: len(words)] == words
    return Headline(shown[0], None) if len(shown) > 1 and has_addition else None


def _headline(best: _Candidate, site: SiteNames) -> Headline:
    return Headline(_trimmed(best.text, site, is_heading=best.node is not None), best.node)


def _under_the_name_of_a_blog(page: PageFields, declared: Sequence[str]) -> _Candidate | None:
    """The h2 or h3 that is the longer part of the page's title, if the h1 is the other part.

    "The headline | My Blog" over an h1 "My Blog": the part behind the bar proves that it is none.
    """
    names = {words_of(node.text()) for node in page.headings[:2]}
    wanted: dict[Words, str] = {}
    title = page.title or ""
    for match in _SEPARATOR.on(title).finditer(title) if names else ():
        parts = title[: match.start()], title[match.end() :]
        for part, other in (parts, parts[::-1]):
            words = words_of(part)
            if words_of(other) in names and len(words) > max(2, len(words_of(other))):
                wanted[words] = line(part) or part
    if not wanted or _is_headed(page, wanted):
        return None
    for node in page.tree.css("h2,h3")[:_MOST_HEADINGS]:
        if (words := words_of(node.text())) in wanted:
            return _Candidate(line(node.text()) or wanted[words], words, node)
    shown = {words_of(text) for text in declared if text != page.title}
    return next((_Candidate(text, words) for words, text in wanted.items() if words in shown), None)


def _shown_part(page: PageFields, declared: _Candidate) -> _Candidate:
    """The part of a title without a heading before its last bar, if the page shows only that."""
    part = _before_last_separator(declared.text)
    body = page.tree.body
    if part == declared.text or len(words_of(part)) < _HEADLINE_WORDS or body is None:
        return declared
    text = " ".join(body.text(separator=" ").split())
    is_part = part in text and declared.text not in text
    return _Candidate(part, words_of(part)) if is_part else declared


def _is_headed(page: PageFields, wanted: Iterable[Words]) -> bool:
    """Whether an h1 has most of the words of one of the titles."""
    shown = [words_of(node.text()) for node in page.headings]
    return any(_overlap(words, other) >= _LATER_AGREEMENT for words in shown for other in wanted)


def _own_part_of(headings: Iterable[_Candidate], texts: Iterable[str]) -> _Candidate | None:
    """The first heading part that matches a title."""
    return next(filter(None, (_own_part(heading, texts) for heading in headings)), None)


def _own_part(heading: _Candidate, texts: Iterable[str]) -> _Candidate | None:
    """The page's own title, if an element of the heading adds a kicker or a counter to it."""
    if heading.node is None:
        return None
    shown = [part for text in texts for part in (text, _before_last_separator(text))]
    wanted = {words: text for text in shown if len(words := words_of(text)) > _LABEL_WORDS - 1}
    if heading.words in wanted:
        return None
    pieces = [words_of(node.text_content or "") for node in _text_nodes(heading.node)]
    for start in range(len(pieces)):
        run: Words = ()
        for end in range(start, len(pieces)):
            run += pieces[end]
            if run in wanted and end - start + 1 < len(pieces):
                return _Candidate(wanted[run], run, heading.node)
    return None


def _before_last_separator(text: str) -> str:
    regions = list(_SEPARATOR.on(text).finditer(text))
    return text[: regions[-1].start()].rstrip() if regions else text


def _text_nodes(node: LexborNode) -> list[LexborNode]:
    found = (each for each in node.traverse(include_text=True) if each.is_text_node)
    return list(islice(found, _MOST_HEADINGS))


def _headings(page: PageFields) -> Iterator[_Candidate]:
    """Each heading, also with its parts separated: some hold a kicker, some a single letter."""
    for node in page.headings:
        joined = node.text()
        child = node.first_child
        parted = (
            node.text(separator=" ") if child is not None and child.next is not None else joined
        )
        # A line break separates words, whatever is around it.
        first, other = (parted, joined) if node.css_first("br") is not None else (joined, parted)
        yield from _candidate(first, node)
        if other != first:
            yield from _candidate(other, node)


def _declared_titles(page: PageFields) -> list[str]:
    """The page's titles outside its headings, with or without the site's name."""
    article = page.data.article
    declared = (
        page.meta("og:title"),
        text_of(article.get("headline")) if article else None,
        page.meta("twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"),
        page.title,
    )
    return [shown for text in dict.fromkeys(declared) if (shown := line(text))]


def _candidate(text: str, node: LexborNode | None = None) -> Iterator[_Candidate]:
    shown = line(text)
    if shown and (words := words_of(shown)):
        yield _Candidate(shown, words, node)


def _agreeing(headings: Sequence[_Candidate], named: Sequence[_Candidate]) -> _Candidate | None:
    """The heading that matches the page's titles; a later one must match far better."""
    if not named:
        return None
    best, best_score = None, _AGREEMENT
    for number, heading in enumerate(headings):
        score = max(_overlap(heading.words, other.words) for other in named)
        if score > best_score and (number == 0 or best is None or score >= _LATER_AGREEMENT):
            best, best_score = heading, score
    return best


def _overlap(left: Sequence[str], right: Sequence[str]) -> float:
    """The overlap of two wordings: 1 for the same words."""
    a, b = set(left), set(right)
    return len(a & b) / max(1, len(a | b))


def _without_site(text: str, site: SiteNames) -> str:
    """`text` without the name of the site before or after it."""
    address, _, rest = text.partition(" ")
    if "." in address.strip(".") and rest and site.is_called(words_of(address.rpartition(".")[0])):
        text = rest.lstrip(" -–—|:·")
    for _ in range(3):
        regions = list(_SEPARATOR.on(text).finditer(text))
        if not regions:
            return text
        first, last = regions[0], regions[-1]
        if site.is_named(words_of(text[last.end() :])):
            text = _SECTION.sub("", text[: last.start()].rstrip())
        elif site.is_named(words_of(text[: first.start()])):
            text = text[first.end() :].lstrip()
        else:
            return text
    return text


def _trimmed(text: str, site: SiteNames, *, is_heading: bool) -> str:
    """`text` without the site's name and without labels separated by a bar.

    In a visible heading, the bar is part of the headline: only short labels are removed.
    """
    text = _without_site(text, site)
    parts = _BAR.split(text)
    if len(parts) == 1:
        return text
    lengths = [len(words_of(part)) for part in parts]
    # "Opinion | The headline": the longer part is the headline.
    longest = lengths.index(max(lengths))
    if is_heading and min(lengths) > _LABEL_WORDS:
        return text
    return parts[longest] if longest == 0 or lengths[0] <= _LABEL_WORDS else parts[0]
