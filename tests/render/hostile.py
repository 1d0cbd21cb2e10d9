"""Hostile payloads, and every field of a digest that takes text from a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest

from newsdigest.model import (
    Article,
    BlockKind,
    Contradiction,
    Copy,
    Digest,
    EarlierStory,
    Edition,
    Failure,
    Figure,
    FigureCourse,
    NumberOfTheDay,
    QuoteOfTheDay,
    Reason,
    Removal,
    SummarySentence,
    Topic,
    Weight,
)
from tests.render.examples import DIGEST, FERRY, FERRY_COPY, FERRY_TOO, NOW, STORIES, block

PAYLOADS = {
    "csi": "a\x1b[31mred\x1b[2J\x1b[6n",
    "osc-title": "a\x1b]0;owned\x07b",
    "osc-link": "\x1b]8;;http://evil.test/\x1b\\a\x1b]8;;\x1b\\",
    "osc-clipboard": "\x1b]52;c;ZXZpbA==\x07a",
    "osc-unended": "\x1b]0;a",
    "dcs": "\x1bPq\x1b\\\x1b_a\x1b\\\x1bc",
    "c1": "a\x9b31m\x9d0;b\x9c\x85c",
    "bidi": "a\u202egnp\u2066\u200f\u061c",
    "controls": "a\x00\x07\x08\r\x0b\x0c\t\nb\x7f",
    "hidden": "a\u200b\u2060\ufeff\U000e0041b",
    "surrogate": "a\ud800b\udfff",
    "zalgo": "z" + "\u0301" * 500,
    "rich-markup": "[bold]a[/z] [link=http://evil.test]x[/link] :smile: \\",
    "md-link": "[a](http://evil.test) ](javascript:alert(1)) [b]: http://evil.test",
    "md-image": "![x](http://evil.test/x.png)",
    "md-reference": "[a]\n\n[a]: http://evil.test",
    "md-autolink": "<http://evil.test> http://evil.test www.evil.test a@evil.test",
    "md-html": "<script>alert(1)</script><img src=x onerror=y><!-- c --> </title>",
    "md-heading": "a\n# b\n\nc\n===\n\n# d #",
    "md-front-matter": "---\ntitle: x\n---",
    "md-rule": "***\n\n---\n\n___",
    "md-table": "a | b\n--- | ---\nc | d",
    "md-code": "```\ncode\n``` `x` ~~~ ~~s~~",
    "md-list": "- a\n1. b\n+ c\n> d\n2026. e",
    "md-entities": "&lt;b&gt; &#27;[31m &copy; &amp;lt;",
    "md-emphasis": "**a** _b_ *c\\",
    "javascript": "javascript:alert(1)//http://x.test",
    "data": "data:text/html,<script>alert(1)</script>",
    "split-scheme": "java\nscript:alert(1)",
    "url-escape": "https://x.test/\x1b]52;c;eA==\x07?a=%1b&lt;=1)](http://evil.test)",
    "url-quotes": "https://x.test/a b\"'<>`|\\^{}()[]é",
    "url-user": "https://user:hunter2@x.test/?token=hunter2",
    "url-host": "https://good.test\\@evil.test/ ",
    "url-port": "https://x.test:99999999/",
    "attribute": "\" onmouseover=\"alert(1)\" x=' onfocus='alert(1)' autofocus `",
    "end-tags": "</title></style></script>]]>--><svg onload=alert(1)></svg></p></article>",
    "frames": "<iframe src=//evil.test></iframe><object data=x></object><embed src=x>",
    "forms": "<form action=//evil.test><input name=x><button formaction=javascript:x>",
    "head": "<base href=//evil.test><link rel=stylesheet href=//evil.test>"
    "<meta http-equiv=refresh content='0;url=//evil.test'>",
    "css": "}</style><style>*{background:url(http://evil.test)}@import 'http://evil.test';",
    "xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;<![CDATA[x]]><?php x ?>',
    "xml-names": "<x:y xmlns:x='http://evil.test'/> &#0; &#xFFFE; \ufffe\uffff",
    "jinja": "{{ 7 * 7 }}{% include 'x' %}{# x #}{{ ''.__class__ }}",
    "format": "{number} {0.__class__} {moment!r} %s %(x)s",
    "formula": '=HYPERLINK("http://evil.test","x")',
    "formula-at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula-plus": "+1+1",
    "formula-minus": "-2+3",
    "formula-tab": "\t=1+1",
    "formula-return": "\r\n=1+1",
    "formula-wide": "＝1+1",
    "csv-quotes": 'a","b";"c"\r\n"=1+1",d',
    "path": "../../etc/passwd",
    "long": "x" * 3000,
    "spaces": " \u3000 \u2028 \xa0 ",
    "empty": "",
}


def with_lead(digest: Digest, index: int, lead: Article) -> Digest:
    """The digest with the lead of one story replaced, and the story's topics with it."""
    story = digest.stories[index]
    changed = replace(story, articles=(lead, *story.articles[1:]), topics=lead.topics)
    return replace(digest, stories=(*digest.stories[:index], changed, *digest.stories[index + 1 :]))


def first_story(digest: Digest, **changes: object) -> Digest:
    story = replace(digest.stories[0], **changes)  # type: ignore[arg-type]
    return replace(digest, stories=(story, *digest.stories[1:]))


def second_report(digest: Digest, **changes: object) -> Digest:
    report = replace(FERRY_TOO, **changes)  # type: ignore[arg-type]
    return first_story(digest, articles=(digest.stories[0].lead, report))


def differing(digest: Digest, value: Contradiction) -> Digest:
    return first_story(digest, contradictions=(value,))


def ending(digest: Digest, **ends: NumberOfTheDay | QuoteOfTheDay) -> Digest:
    return replace(digest, edition=Edition(3, 300, **ends))  # type: ignore[arg-type]


# The stories from sources, each with a function that changes its lead.
BASE = replace(DIGEST, stories=(replace(STORIES[0], articles=(FERRY, FERRY_TOO)), STORIES[1]))

ARTICLE_PLACES: dict[str, Callable[[Article, str], Article]] = {
    "title": lambda article, text: replace(article, title=text),
    "source": lambda article, text: replace(article, source=text),
    "agency": lambda article, text: replace(article, agency=text),
    "dateline": lambda article, text: replace(article, dateline=text),
    "authors": lambda article, text: replace(article, agency=None, authors=(text, text)),
    "url": lambda article, text: replace(article, url=text),
    "image": lambda article, text: replace(article, image=text),
    "language": lambda article, text: replace(article, language=text),
    "section": lambda article, text: replace(article, section=text),
    "standfirst": lambda article, text: replace(article, standfirst=text),
    "topic": lambda article, text: replace(article, topics=(Topic(text, text, 0.5),)),
    "topic-id": lambda article, text: replace(article, topics=(Topic(text, "sport", 0.5),)),
    "removed": lambda article, text: replace(article, removed=(Removal(text, text),)),
    "id": lambda article, text: replace(article, id=text),
    **{
        f"block-{kind}": lambda article, text, kind=kind: replace(  # type: ignore[misc]
            article, blocks=(block(text, kind, 2), block(text, kind, 3))
        )
        for kind in BlockKind
    },
}
# Of the first story, beside its reports.
STORY_PLACES: dict[str, Callable[[Digest, str], Digest]] = {
    "story-id": lambda digest, text: first_story(digest, id=text),
    "copy": lambda digest, text: first_story(
        digest, copies=(Copy(replace(FERRY_COPY, source=text, agency=text, url=text), "a1"),)
    ),
    "copy-of": lambda digest, text: first_story(digest, copies=(Copy(FERRY_COPY, text),)),
    "sentence-of": lambda digest, text: first_story(
        digest, summary=(SummarySentence("The pier is shut.", text),)
    ),
    "summary": lambda digest, text: first_story(digest, summary=(SummarySentence(text, "a1"),)),
    "about": lambda digest, text: differing(digest, Contradiction(text, (Figure("1", ("a1",)),))),
    "figure": lambda digest, text: differing(
        digest, Contradiction("dead", (Figure(text, ("a1", text), text),))
    ),
    "group": lambda digest, text: first_story(digest, groups=(text,)),
    "reason": lambda digest, text: first_story(
        digest, weight=Weight(1.0, 0.0, 0.0, 0.0, 0.5, (Reason(text, text, 0.5),))
    ),
    "earlier": lambda digest, text: first_story(
        digest,
        since=NOW,
        previous=(EarlierStory(text, text, NOW, text, text, text),),
        new_facts=(text,),
    ),
    "course": lambda digest, text: first_story(
        digest, courses=(FigureCourse(text, (Figure(text, (text,)),)),)
    ),
}
# Of its second report, and of the digest itself.
DIGEST_PLACES: dict[str, Callable[[Digest, str], Digest]] = {
    "other-source": lambda digest, text: second_report(digest, source=text),
    "other-url": lambda digest, text: second_report(digest, url=text),
    "other-title": lambda digest, text: second_report(digest, title=text),
    "other-language": lambda digest, text: second_report(digest, language=text),
    "digest-id": lambda digest, text: replace(digest, id=text),
    "number": lambda digest, text: ending(
        digest, number=NumberOfTheDay(text, digest.stories[0].lead.id, text, text)
    ),
    "quote": lambda digest, text: ending(
        digest, quote=QuoteOfTheDay(text, digest.stories[0].lead.id, text, text)
    ),
    "failed-source": lambda digest, text: replace(
        digest, failures=(Failure(text, "HTTP 503", "x", "y"),)
    ),
    "failure": lambda digest, text: replace(
        digest, failures=(Failure("rss", text, text, text),) * 2
    ),
}
PLACES: dict[str, Callable[[str], Digest]] = {
    **{
        name: lambda text, change=change: with_lead(BASE, 0, change(FERRY, text))  # type: ignore[misc]
        for name, change in ARTICLE_PLACES.items()
    },
    **{
        name: lambda text, change=change: change(BASE, text)  # type: ignore[misc]
        for name, change in {**STORY_PLACES, **DIGEST_PLACES}.items()
    },
}


def everywhere(text: str) -> Iterator[Digest]:
    """Digests that together have the text in all fields, four fields in each.

    One is a place of the first lead, one of the second, one of the first story beside its lead, one
    beside both: they do not touch, so that what goes wrong at one shows as if it were alone, in a
    quarter of the digests.
    """
    of_leads = list(ARTICLE_PLACES.values())
    half = (len(of_leads) + 1) // 2
    first, second = (story.lead for story in BASE.stories)
    for change, other, *beside in zip_longest(
        of_leads[:half], of_leads[half:], STORY_PLACES.values(), DIGEST_PLACES.values()
    ):
        digest = BASE
        for each in filter(None, beside):
            digest = each(digest, text)
        digest = with_lead(digest, 0, change(first, text)) if change else digest
        yield with_lead(digest, 1, other(second, text)) if other else digest
