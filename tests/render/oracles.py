"""Oracles: parsers that check that a rendered digest contains what it should and no more."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from email import message_from_string, policy
from email.message import EmailMessage
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from newsdigest.language import printable
from newsdigest.model import Article, Digest
from newsdigest.render.links import web_link

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_PHRASING = {"a", "bdi", "br", "code", "span", "strong", "time"}
_FLOW = {"article", "blockquote", "div", "li", "ol", "p", "pre", "section", "table", "tbody", "ul"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
FRAGMENT_TAGS = _PHRASING | _FLOW | _HEADINGS | {"tr", "td"}
PAGE_TAGS = FRAGMENT_TAGS | {
    *("html", "head", "meta", "title", "style", "body", "header", "nav", "main", "aside", "footer"),
    *("details", "summary", "figure", "figcaption", "caption", "th", "svg", "rect"),
}
_ATTRIBUTES = {
    *("class", "content", "charset", "datetime", "dir", "focusable", "height", "href", "id"),
    *("http-equiv", "lang", "name", "preserveaspectratio", "rel", "role", "scope", "tabindex"),
    *("viewbox", "width", "x", "y", "aria-hidden", "aria-label", "aria-labelledby"),
}


def links_of(digest: Digest) -> list[str]:
    """The links of a digest in order: publications without a name come last.

    The reports of a story come before its earlier headlines.
    """
    links = []
    for story in sorted(digest.stories, key=lambda each: not printable(each.lead.source or "")):
        copies = [copy.article for copy in story.copies]
        links += [web_link(article.url) for article in [*story.articles, *copies]]
        links += [web_link(earlier.url) for earlier in story.previous]
    return [link for link in links if link]


def articles_of(digest: Digest) -> list[Article]:
    return [story.lead for story in digest.stories]


def headline(article: Article) -> str:
    opening = printable(article.blocks[0].text) if article.blocks else ""
    first = re.match(r".*?[.!?](?=\s|$)", opening)
    return printable(article.title or "") or (first[0] if first else opening) or "Untitled"


def check_html(
    html: str, tags: set[str], links: Sequence[str], attributes: set[str] = _ATTRIBUTES
) -> LexborHTMLParser:
    """The page has only our elements and attributes, and only known or internal links."""
    tree = LexborHTMLParser(html)
    assert tree.root is not None
    found = list(tree.root.traverse(include_text=False))
    assert "<!--" not in html
    assert {node.tag for node in found} <= tags | {"html", "head", "body"}
    assert {name for node in found for name in node.attributes} <= attributes
    ids = [node.attributes["id"] for node in found if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    hrefs = [node.attributes["href"] or "" for node in found if "href" in node.attributes]
    assert {href for href in hrefs if not href.startswith("#")} <= set(links)
    assert {href[1:] for href in hrefs if href.startswith("#")} <= set(ids)
    return tree


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [node.text(deep=True) for node in tree.css(selector)]


def check_page(html: str, links: Sequence[str]) -> LexborHTMLParser:
    """A whole page is safe, and its policy forbids everything that it does not contain."""
    tree = check_html(html, PAGE_TAGS, links)
    (meta,) = tree.css("meta[http-equiv]")
    assert meta.attributes["http-equiv"] == "Content-Security-Policy"
    policy = meta.attributes["content"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; "
        r"base-uri 'none'; form-action 'none'",
        policy or "",
    )
    assert html.count("<style>") == html.count("</style>") == 1
    return tree


MAIL_HEADERS = [
    *("From", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "Content-Language"),
    *("MIME-Version", "Content-Type"),
]
_MAIL_TAGS = PAGE_TAGS - {"svg", "header", "nav", "main", "aside", "footer", "figure"}
_MAIL_ATTRIBUTES = _ATTRIBUTES | {
    *("align", "bgcolor", "border", "cellpadding", "cellspacing", "style"),
}


def check_mail(text: str, links: Sequence[str]) -> EmailMessage:
    """A message has our headers only, each once, in short ASCII lines, and two sound bodies."""
    assert text.isascii()
    assert max(map(len, text.split("\n"))) <= 78
    assert not re.search(r"^(?:\.$|From )", text, re.MULTILINE)
    message = message_from_string(text, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.keys() == MAIL_HEADERS
    subject = message["Subject"]
    assert len(subject) <= 200
    assert not FORBIDDEN.search(subject)
    assert "\n" not in subject
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [defect for part in message.walk() for defect in part.defects] == []
    assert [part.keys() for part in parts] == [["Content-Type", "Content-Transfer-Encoding"]] * 2
    plain, page = (part.get_content() for part in parts)
    assert not FORBIDDEN.search(plain + page)
    tree = check_html(page, _MAIL_TAGS, links, _MAIL_ATTRIBUTES)
    styles = [node.attributes["style"] for node in tree.css("[style]")]
    assert all(re.fullmatch(r"[a-z0-9 :;,.#%-]+", style or "", re.IGNORECASE) for style in styles)
    return message


def mail_digest(text: str, digest: Digest) -> None:
    page = check_mail(text, links_of(digest)).get_body(("html",))
    assert page is not None
    shown = texts(LexborHTMLParser(page.get_content()), ".story h2, .story h3, .story h4")
    assert sorted(shown) == sorted(headline(article) for article in articles_of(digest))


def html_digest(text: str, digest: Digest) -> None:
    links = links_of(digest)
    tree = check_page(text, links)
    assert set(links) <= {node.attributes["href"] for node in tree.css("a")}
    shown = texts(tree, ".story > h2, .story > h3, .story > h4")
    assert sorted(shown) == sorted(headline(article) for article in articles_of(digest))
    shown_failures = texts(tree, "footer li")
    assert len(shown_failures) == len(digest.failures)


def html_articles(text: str, articles: Sequence[Article]) -> None:
    links = [link for article in articles if (link := web_link(article.url))]
    tree = check_page(text, links)
    assert texts(tree, "article > h1") == [headline(article) for article in articles]


def check_fragment(html: str, links: Sequence[str]) -> None:
    """The content of an entry is the same for an HTML parser and an XML parser."""
    check_html(html, FRAGMENT_TAGS, links)
    read = "".join(ET.fromstring(f"<div>{html}</div>").itertext())
    shown = LexborHTMLParser(f"<div>{html}</div>").text()
    assert "".join(read.split()) == "".join(shown.split())


_ATOM = "{http://www.w3.org/2005/Atom}"


def is_entry_id(text: str) -> bool:
    return re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", text) is not None


def check_atom(text: str, articles: Sequence[Article], links: Sequence[str]) -> None:
    root = ET.fromstring(text)
    entries = root.findall(f"{_ATOM}entry")
    titles = [entry.findtext(f"{_ATOM}title") for entry in entries]
    assert sorted(map(str, titles)) == sorted(headline(article) for article in articles)
    ids = [entry.findtext(f"{_ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(map(is_entry_id, ids))
    for entry in entries:
        assert entry.find(f"{_ATOM}updated") is not None
        for link in entry.findall(f"{_ATOM}link"):
            href = link.get("href") or ""
            # Entries of earlier feeds are named by their ids.
            known = is_entry_id(href) if link.get("rel") == "via" else href in links
            assert known
        check_fragment(entry.findtext(f"{_ATOM}content") or "", links)


def check_json_feed(text: str, articles: Sequence[Article], links: Sequence[str]) -> None:
    feed = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert sorted(item["title"] for item in feed["items"]) == sorted(map(headline, articles))
    for item in feed["items"]:
        assert {item["url"]} - {None} <= set(links) if "url" in item else True
        # The only text that may be empty: an item must have content.
        check_fragment(item.pop("content_html"), links)
    check_strings(feed)


def check_csv(text: str, articles: Sequence[Article], links: Sequence[str]) -> None:
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert len(rows) == len(articles)
    for row in rows:
        assert len(row) == len(head)
        assert not [cell for cell in row if re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell)]
    titles = [row[head.index("title")].removeprefix("'") for row in rows]
    assert titles == [printable(article.title or "").removeprefix("'") for article in articles]
    assert {row[head.index("url")] for row in rows} - {""} <= set(links)


_BOOK_NAMES = re.compile(
    r"mimetype|META-INF/container\.xml|EPUB/(?:package\.opf|nav\.xhtml|book\.css)"
    r"|EPUB/(?:chapter|article)-\d+\.xhtml"
)
_OWN_PAGE = re.compile(r"EPUB/((?:chapter|article)-\d+\.xhtml)")


def check_epub(content: bytes, articles: Sequence[Article], links: Sequence[str]) -> None:
    with ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert names[0] == "mimetype"
        assert len(names) == len(set(names))
        assert all(_BOOK_NAMES.fullmatch(name) for name in names)
        files = {name: archive.read(name).decode() for name in names}
    shown: list[str] = []
    pages = [page[1] for page in map(_OWN_PAGE.fullmatch, files) if page]
    anchors = [f"{page}#story-{number}" for page in pages for number in range(1, 200)]
    for name, text in files.items():
        assert not FORBIDDEN.search(text), name
        if name.endswith((".xhtml", ".opf", ".xml")):
            ET.fromstring(text)
        if _OWN_PAGE.fullmatch(name):
            body = text[text.index("<body>") : text.index("</body>") + 7]
            tree = check_html(body, FRAGMENT_TAGS | {"nav"}, [*links, *pages, *anchors])
            shown += texts(tree, "article > h1, article > h2, article > h3, article > h4")
    assert set(map(headline, articles)) <= set(shown)


def check_strings(value: object) -> None:
    """No text of a JSON value is empty or unsafe to print."""
    for text in strings(value):
        assert text
        assert not FORBIDDEN.search(text)


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    return [text for inner in value for text in strings(inner)] if isinstance(value, list) else []


def check_lines(text: str, count: int) -> None:
    values: list[Any] = [json.loads(line) for line in text.splitlines()]
    assert len(values) == count
    check_strings(values)


def parse_markdown(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def flat(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in [token, *(token.children or [])]]


def markdown_form(link: str) -> str:
    """Parentheses would end a Markdown link, so they are percent-encoded."""
    return link.replace("(", "%28").replace(")", "%29")


def check_markdown(text: str, links: Sequence[str], extra: set[str]) -> list[Token]:
    """Only our kinds of blocks, and the links in the order of their first use (OUT04)."""
    tokens = parse_markdown(text)
    hrefs = [str(token.attrs["href"]) for token in flat(tokens) if token.type == "link_open"]
    assert list(dict.fromkeys(hrefs)) == list(dict.fromkeys(map(markdown_form, links)))
    kinds = {re.sub("_(open|close)$", "", token.type) for token in flat(tokens)}
    usual = {"heading", "paragraph", "bullet_list", "list_item", "inline", "text", "link"}
    assert kinds <= usual | extra
    assert not text.startswith("---")
    return tokens


def markdown_articles(text: str, articles: Sequence[Article]) -> None:
    links = [link for article in articles if (link := web_link(article.url))]
    tokens = check_markdown(text, links, {"blockquote", "fence", "hardbreak", "strong", "hr"})
    assert len([token for token in tokens if token.type == "hr"]) == len(articles) - 1


_PROPERTIES = re.compile(
    r'---\ntitle: (".*")\ndate: \d{4}-\d\d-\d\d\ntags:\n  - newsdigest\nlanguage: [a-z]{2}\n'
    r"stories: \d+\n(?:minutes: \d+\n)?---\n\n"
    r"%% newsdigest begin [0-9a-f]{16} [0-9a-f]{16} %%\n"
)
_NOTE_END = "\n\n%% newsdigest end %%\n"
# Signs that mean something to Obsidian alone, without the backslash that makes them text.
_OBSIDIAN = re.compile(r"(?<!\\)(?:%%|==|\[\[|\$|\^|#\w)")


def check_obsidian(text: str, links: Sequence[str], extra: set[str]) -> None:
    """CommonMark with our kinds of blocks alone, and no signs of Obsidian's own."""
    check_markdown(text, [link.replace("%%", "%25%25") for link in links], extra)
    if "```" not in text:
        assert not _OBSIDIAN.search(re.sub(r"\]\([^()\s]*\)", "", text))
    assert not re.search(r"^\s*[-*+] \[.\] ", text, re.MULTILINE)


def obsidian_digest(text: str, digest: Digest) -> None:
    properties = _PROPERTIES.match(text)
    assert properties
    assert not FORBIDDEN.search(json.loads(properties[1]))
    assert text.endswith(_NOTE_END)
    body = text[properties.end() : -len(_NOTE_END)]
    check_obsidian(body, links_of(digest), set())


_ORG_HEAD = re.compile(
    r"#\+title: .*\n#\+date: \[\d{4}-\d\d-\d\d\]\n#\+language: [a-z]{2}\n"
    r"#\+filetags: :newsdigest:\n\n# newsdigest begin [0-9a-f]{16} [0-9a-f]{16}\n"
)
_ORG_END = "\n\n# newsdigest end\n"
_ORG_LINK = re.compile(r"\[\[(https?://[^][\s\\]+)\]\[(.*?)\]\]")
_ORG_ENTITY = re.compile(r"\\([a-z]+)\{\}")
_ORG_SIGNS = {
    "ast": "*", "slash": "/", "under": "_", "equal": "=", "tilde": "~", "plus": "+",
    "asciicirc": "^", "dollar": "$", "colon": ":", "lt": "<", "vert": "|", "zwnj": "",
    "setminus": "\\",
}  # fmt: skip
# Constructs of Org: https://orgmode.org/worg/org-syntax.html.
_ORG_MARKUP = re.compile(
    r"\[\[|\]\]|\[(?:fn:|cite|\d|%)|<|\{\{\{|@@|\\|\S[_^$]|[^\W\d_]:\S"
    r"|(?:^|[\s({'\"\-–—])[*/_=~+](?=\S)|^\s*(?:#|:|\||%%\()|^-{5,}",
    re.MULTILINE,
)
_ORG_HEADING = re.compile(r"^\*{1,7} (.*)$", re.MULTILINE)
_ORG_TASK = re.compile(r"(?:TODO|DONE|COMMENT)\b|.*:$")


def org_text(text: str) -> str:
    """What Org shows: entities as their signs, links as their descriptions."""
    shown = _ORG_LINK.sub(r"\2", text)
    return _ORG_ENTITY.sub(lambda found: _ORG_SIGNS[found[1]], shown)


def check_org(text: str, links: Sequence[str]) -> None:
    """Only our headings, lists and links; nothing else that Org would read as markup."""
    found = [link[1] for link in _ORG_LINK.finditer(text)]
    assert list(dict.fromkeys(found)) == list(dict.fromkeys(map(org_form, links)))
    assert {entity[1] for entity in _ORG_ENTITY.finditer(text)} <= set(_ORG_SIGNS)
    blocks = re.sub(
        r"^#\+begin_example\n.*?^#\+end_example$", "", text, flags=re.MULTILINE | re.DOTALL
    )
    blocks = re.sub(r"^#\+(?:begin|end)_quote$", "", blocks, flags=re.MULTILINE)
    bare = _ORG_ENTITY.sub("\ufffc", _ORG_LINK.sub(r"\2", blocks))
    headings = _ORG_HEADING.findall(bare)
    assert not [each for each in headings if _ORG_TASK.match(each)]
    plain = _ORG_HEADING.sub("", bare)
    # Rows of tables, and marks of list items.
    plain = re.sub(r"^\|.*\|$|^ *(?:-|\d+\.) ", "", plain, flags=re.MULTILINE)
    assert _ORG_MARKUP.findall(plain) == []


def org_form(link: str) -> str:
    return link.replace("\\", "%5C").replace("[", "%5B").replace("]", "%5D")


def org_digest(text: str, digest: Digest) -> None:
    head = _ORG_HEAD.match(text)
    assert head
    assert text.endswith(_ORG_END)
    body = text[head.end() : -len(_ORG_END)]
    check_org(body, links_of(digest))
    shown = [org_text(each).removesuffix(" ↗") for each in _ORG_HEADING.findall(body)]
    assert set(map(headline, articles_of(digest))) <= set(shown)


def check_text(text: str) -> None:
    """Links are listed at the end, one per line, and only they have brackets."""
    assert "\x1b" not in text


DigestOracle = Callable[[Any, Digest], object]
ArticlesOracle = Callable[[Any, Sequence[Article]], object]

DIGEST_ORACLES: dict[str, DigestOracle] = {
    "terminal": lambda text, digest: check_text(text),
    "text": lambda text, digest: check_text(text),
    "markdown": lambda text, digest: check_markdown(text, links_of(digest), set()),
    "html": html_digest,
    "json": lambda text, digest: check_strings(json.loads(text)),
    "jsonl": lambda text, digest: check_lines(text, len(digest.stories)),
    "csv": lambda text, digest: check_csv(text, articles_of(digest), links_of(digest)),
    "atom": lambda text, digest: check_atom(text, articles_of(digest), links_of(digest)),
    "jsonfeed": lambda text, digest: check_json_feed(text, articles_of(digest), links_of(digest)),
    "epub": lambda content, digest: check_epub(content, articles_of(digest), links_of(digest)),
    "email": mail_digest,
    "obsidian": obsidian_digest,
    "org": org_digest,
}


def _own_links(articles: Sequence[Article]) -> list[str]:
    return [link for article in articles if (link := web_link(article.url))]


ARTICLES_ORACLES: dict[str, ArticlesOracle] = {
    "terminal": lambda text, articles: check_text(text),
    "text": lambda text, articles: check_text(text),
    "markdown": markdown_articles,
    "html": html_articles,
    "json": lambda text, articles: check_strings(json.loads(text)),
    "jsonl": lambda text, articles: check_lines(text, len(articles)),
    "csv": lambda text, articles: check_csv(text, articles, _own_links(articles)),
    "atom": lambda text, articles: check_atom(text, articles, _own_links(articles)),
    "jsonfeed": lambda text, articles: check_json_feed(text, articles, _own_links(articles)),
    "epub": lambda content, articles: check_epub(content, articles, _own_links(articles)),
    "email": lambda text, articles: check_mail(text, _own_links(articles)),
    "obsidian": lambda text, articles: check_obsidian(
        text, _own_links(articles), {"blockquote", "fence", "hardbreak", "strong", "hr"}
    ),
    "org": lambda text, articles: check_org(text, _own_links(articles)),
}
