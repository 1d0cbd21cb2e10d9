"""The publication's name and country."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from newsdigest.extract.metadata.json_ld import LinkedData, Node, resolve, text_of
from newsdigest.extract.metadata.metadata_values import MAX_NAME, line
from newsdigest.extract.metadata.page_fields import PageFields
from newsdigest.extract.metadata.post_heading import is_over_a_post
from newsdigest.extract.metadata.printed_site_name import copyright_name, linked_names
from newsdigest.extract.metadata.site_names import SiteNames, site_names_of
from newsdigest.language import ScriptPattern
from newsdigest.press.words import Words, words_of

_HOST = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}/?", re.IGNORECASE)
_SEPARATOR = ScriptPattern.of(
    r"\s{1,3}[|·•—–:»-]{1,2}\s{1,3}|\s?[|｜]\s?",
    r"(?<=[\u3040-\u9fff])[_-]|[_-](?=[\u3040-\u9fff])",
)
# What joins a name and a headline, in either order.
_JOINTS = " |｜·•—–:»-"
_JOINT = re.compile(r"[|｜·•—–:»-]")
# A shorter name may well be the h1 of a blog.
_HEADLINE_WORDS = 4
# A longer "name" is a slogan.
_MOST_WORDS = 8
# Two-letter top-level domains in worldwide use, regardless of their country.
_EVERYWHERE = frozenset(
    ["ai", "am", "app", "cc", "co", "eu", "fm", "gg", "io", "is", "la", "ly",
     "me", "sh", "so", "to", "tv", "ws"]
)  # fmt: skip
_REGION = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})(?![A-Za-z])")


def find_site_names(page: PageFields) -> list[str]:
    """All names that the page gives its site, the most certain first."""
    names = [name for declared in _declared_names(page) if (name := line(declared, MAX_NAME))]
    shown = line(page.meta("og:title"))
    taken = {words_of(node.text()) for node in page.headings}
    taken |= {words_of(shown)} if shown else set()
    headlines = [name for name in names if _is_headline(words_of(name), taken)]
    # The name of a blog above the heading of its post is no headline.
    blogs = {words_of(node.text()) for node in page.headings if headlines and is_over_a_post(node)}
    return [name for name in names if name not in headlines or words_of(name) in blogs]


def _is_headline(name: Words, taken: Collection[Words]) -> bool:
    """Whether a declared site name is the headline: some systems fill in the wrong field."""
    return len(name) >= _HEADLINE_WORDS and name in taken


def find_publication(
    page: PageFields, names: list[str], headline: str | None, host: str
) -> str | None:
    """The publication's name, or None if the page gives only its host.

    `names` are those of the site; the page's title often adds one to the `headline`.
    """
    site = site_names_of([], host)
    for name in names:
        found = _without_slogan(name, site)
        if found:
            return found
    return (
        _in_title(page.title, site)
        or _printed(page, site, headline, host)
        or (None if host else _added_by_title(page.title, headline))
    )


def country_of(page: PageFields, host: str) -> str | None:
    """The country (ISO 3166) whose clocks and customs the page follows, by domain or locale."""
    last = host.rsplit(".", 1)[-1]
    if len(last) == 2 and last.isalpha() and last not in _EVERYWHERE:
        return "GB" if last == "uk" else last.upper()
    for locale in (page.meta("og:locale"), page.lang):
        match = _REGION.match(locale or "")
        if match:
            return match[1].upper()
    return None


def _declared_names(page: PageFields) -> Iterator[str]:
    data = page.data
    for value in (
        page.meta("og:site_name"),
        _publisher(data.article, data),
        data.site_name,
        _publisher(data.page, data),
        page.meta("citation_journal_title", "parsely-site-name", "dc.publisher", "publisher"),
        page.meta("application-name", "apple-mobile-web-app-title"),
    ):
        if value:
            yield value


def _publisher(node: Node | None, data: LinkedData) -> str | None:
    return text_of(resolve(node.get("publisher"), data)) if node else None


def _without_slogan(name: str, site: SiteNames) -> str | None:
    """The part of a site's name before or after its slogan: "The Example | News you can use"."""
    if _HOST.fullmatch(name) or name.startswith(("@", "http")):
        return None
    parts = [part for part in _SEPARATOR.on(name).split(name) if part.strip()]
    named = next((part for part in parts if site.is_named(words_of(part))), None)
    best = (named or (parts[0] if parts else name)).strip()
    return best if 0 < len(words_of(best)) <= _MOST_WORDS and not _HOST.fullmatch(best) else None


def _printed(page: PageFields, site: SiteNames, headline: str | None, host: str) -> str | None:
    """The name in logo or copyright line, if the title, the host or the other one confirms it.

    Unconfirmed, a logo may say "Home", and a copyright line may name the owner of many papers.
    """
    linked, owner = linked_names(page.tree, host), copyright_name(page.tree)
    parts = [words_of(part) for part in _parts_of(page.title)]
    known = {part for part in parts if part != words_of(headline or "")} if len(parts) > 1 else ()
    for name in (*linked, *([owner] if owner else [])):
        words = words_of(name)
        fits = words in known or site.is_called(words) or (name in linked and name == owner)
        if words and fits and not _HOST.fullmatch(name):
            return name
    return None


def _in_title(title: str | None, site: SiteNames) -> str | None:
    """The part of the page's title that spells the host: "... | The Straits Times"."""
    parts = _parts_of(title)
    for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
        if site.is_called(words_of(part)) and not _HOST.fullmatch(part):
            return part.strip()
    return None


def _parts_of(title: str | None) -> list[str]:
    text = line(title, MAX_NAME * 4) or ""
    return _SEPARATOR.on(text).split(text)


def _added_by_title(title: str | None, headline: str | None) -> str | None:
    """What a title adds to the page's headline: "Snow on Monday - Harbour Post".

    Without a host to compare with, only a single part with a capital counts: two may be a section
    and a name.
    """
    whole, part = line(title, MAX_NAME * 4) or "", line(headline, MAX_NAME * 4) or ""
    if not part or part == whole:
        return None
    added = whole.removeprefix(part) if whole.startswith(part) else whole.removesuffix(part)
    if added == whole or not _JOINT.search(added):
        return None
    name = added.strip(_JOINTS)
    fits = 0 < len(words_of(name)) <= _MOST_WORDS and not _SEPARATOR.on(name).search(name)
    return name if fits and name[:1].isupper() and not _HOST.fullmatch(name) else None
