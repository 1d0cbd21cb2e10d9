"""Feeds → OPML 2.0, in the folders that their groups name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from xml.sax.saxutils import escape, quoteattr

from newsdigest.groups import folders_of
from newsdigest.sources.feeds import plain
from newsdigest.sources.opml.listed import ListedFeed
from newsdigest.valueclasses import recordclass


@recordclass
class _Folder:
    """Feeds and folders in order of appearance."""

    children: list[tuple[str, _Folder] | ListedFeed] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)

    def folder(self, name: str) -> _Folder:
        """The sub-folder of that name, created if it does not exist."""
        if name not in self.folders:
            self.folders[name] = _Folder()
            self.children.append((name, self.folders[name]))
        return self.folders[name]


def format_opml(feeds: Iterable[ListedFeed], *, title: str = "newsdigest") -> str:
    """The list as OPML 2.0; a feed in several groups appears in each of their folders."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(title)}</title></head>",
        "  <body>",
        *_outlines(_tree(feeds), "    "),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines)


def _tree(feeds: Iterable[ListedFeed]) -> _Folder:
    root = _Folder()
    for feed in feeds:
        for group in feed.groups or ("",):
            folder = root
            for name in filter(None, folders_of(group)):
                folder = folder.folder(name)
            folder.children.append(feed)
    return root


def _outlines(folder: _Folder, indent: str) -> Iterator[str]:
    for child in folder.children:
        if isinstance(child, ListedFeed):
            yield _feed(child, indent)
            continue
        name = quoteattr(child[0])
        yield f"{indent}<outline text={name} title={name}>"
        yield from _outlines(child[1], f"{indent}  ")
        yield f"{indent}</outline>"


def _feed(feed: ListedFeed, indent: str) -> str:
    name = quoteattr(plain(feed.title or feed.url, html=False))
    pairs = [("text", name), ("title", name), ("xmlUrl", quoteattr(feed.url))]
    if feed.site:
        pairs.append(("htmlUrl", quoteattr(feed.site)))
    return f'{indent}<outline type="rss" {" ".join(f"{key}={value}" for key, value in pairs)}/>'
