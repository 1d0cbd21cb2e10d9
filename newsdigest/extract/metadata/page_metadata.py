"""Reads all metadata of a page, field by field."""

from __future__ import annotations

from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from newsdigest.extract.metadata.article_dates import find_dates
from newsdigest.extract.metadata.authors import find_authors, owner_of
from newsdigest.extract.metadata.date_sources import DateReader
from newsdigest.extract.metadata.descriptive_fields import (
    find_access,
    find_bodies,
    find_image,
    find_keywords,
    find_language,
    find_section,
    find_standfirst,
    find_types,
)
from newsdigest.extract.metadata.headline import (
    Headline,
    find_headline,
    lower_heading,
    stated_headline,
)
from newsdigest.extract.metadata.headline_context import HeadlineContext
from newsdigest.extract.metadata.metadata_values import Metadata
from newsdigest.extract.metadata.page_fields import collect
from newsdigest.extract.metadata.page_urls import find_url, host_of
from newsdigest.extract.metadata.printed_site_name import linked_names
from newsdigest.extract.metadata.publication import country_of, find_publication, find_site_names
from newsdigest.extract.metadata.site_names import site_names_of
from newsdigest.model import Hints
from newsdigest.valueclasses import replace

_NO_HINTS = Hints()


def read_metadata(
    tree: LexborHTMLParser,
    *,
    url: str | None,
    hints: Hints,
    as_of: datetime,
    is_entry: bool = False,
) -> Metadata:
    """The metadata of a page's article; `hints` fill the gaps. Never raises.

    `url` is where the page was found. Relative dates count back from `as_of`. What an entry of
    a feed states of headline, publication, moment and authors is kept: its text may name others.
    """
    page = collect(tree)
    address = find_url(page, url)
    host = host_of(address)
    names = find_site_names(page)
    # A link to the front page names the site if nothing else does.
    site = site_names_of(names or linked_names(page.tree, host), host)
    stated = hints if is_entry else _NO_HINTS
    if stated.title:
        headline: Headline | None = stated_headline(page, stated.title, stated.source)
    else:
        headline = find_headline(page, site)
    heading = headline.node if headline and headline.node else next(iter(page.headings), None)
    if headline and heading is None:
        heading = lower_heading(page, headline.text)
    lines = HeadlineContext(heading)
    language = find_language(page)
    country = country_of(page, host)
    reader = DateReader(as_of, language, country)
    dates = find_dates(page, lines, address, reader, hints.published, is_stated=is_entry)
    publication = stated.source or find_publication(
        page, names, headline.text if headline else None, host
    )
    found = Metadata(
        title=headline.text if headline else None,
        source=publication,
        authors=stated.authors or find_authors(page, lines, site) or owner_of(publication),
        published=dates.published,
        modified=dates.modified,
        language=language,
        country=country,
        url=address,
        section=find_section(page),
        keywords=find_keywords(page),
        image=find_image(page, address),
        standfirst=find_standfirst(page),
        next_part=page.parts.get("next"),
        previous_part=page.parts.get("prev"),
        article_bodies=find_bodies(page),
        is_free=find_access(page),
        page_types=find_types(page),
    )
    return _filled(found, hints)


def _filled(found: Metadata, hints: Hints) -> Metadata:
    """`found`, with gaps filled from a feed or an envelope."""
    if hints == _NO_HINTS:
        return found
    return replace(
        found,
        title=found.title or hints.title,
        source=found.source or hints.source,
        authors=found.authors or hints.authors,
        language=found.language or hints.language,
        # A feed's categories are sections, which a page's keywords do not name.
        keywords=tuple(dict.fromkeys((*hints.keywords, *found.keywords))),
        standfirst=found.standfirst or hints.summary,
        image=found.image or hints.image,
    )
