"""What strangers may put into a digest, and every place where they can put it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from newsdigest.model import (
    Article,
    BlockKind,
    Contradiction,
    Copy,
    Digest,
    Failure,
    Figure,
    Removal,
    SummarySentence,
    Topic,
)
from tests.render.examples import DIGEST, FERRY, FERRY_COPY, FERRY_TOO, STORIES, block

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


def told(article: Article) -> Digest:
    """The article as lead of a story that others tell too."""
    story = replace(STORIES[0], articles=(article, FERRY_TOO), topics=article.topics)
    return replace(DIGEST, stories=(story, STORIES[1]))


def first_story(**changes: object) -> Digest:
    return replace(DIGEST, stories=(replace(STORIES[0], **changes), STORIES[1]))  # type: ignore[arg-type]


def differing(value: Contradiction) -> Digest:
    return first_story(contradictions=(value,))


PLACES: dict[str, Callable[[str], Digest]] = {
    "title": lambda text: told(replace(FERRY, title=text)),
    "source": lambda text: told(replace(FERRY, source=text)),
    "agency": lambda text: told(replace(FERRY, agency=text)),
    "dateline": lambda text: told(replace(FERRY, dateline=text)),
    "authors": lambda text: told(replace(FERRY, agency=None, authors=(text, text))),
    "url": lambda text: told(replace(FERRY, url=text)),
    "image": lambda text: told(replace(FERRY, image=text)),
    "language": lambda text: told(replace(FERRY, language=text)),
    "section": lambda text: told(replace(FERRY, section=text)),
    "standfirst": lambda text: told(replace(FERRY, standfirst=text)),
    "topic": lambda text: told(replace(FERRY, topics=(Topic(text, text, 0.5),))),
    "removed": lambda text: told(replace(FERRY, removed=(Removal(text, text),))),
    "other-source": lambda text: first_story(articles=(FERRY, replace(FERRY_TOO, source=text))),
    "other-url": lambda text: first_story(articles=(FERRY, replace(FERRY_TOO, url=text))),
    "other-title": lambda text: first_story(articles=(FERRY, replace(FERRY_TOO, title=text))),
    "other-language": lambda text: first_story(articles=(FERRY, replace(FERRY_TOO, language=text))),
    "story-id": lambda text: first_story(id=text),
    "digest-id": lambda text: replace(DIGEST, id=text),
    "topic-id": lambda text: told(replace(FERRY, topics=(Topic(text, "sport", 0.5),))),
    "id": lambda text: told(replace(FERRY, id=text)),
    "copy": lambda text: first_story(
        copies=(Copy(replace(FERRY_COPY, source=text, agency=text, url=text), "a1"),)
    ),
    "summary": lambda text: first_story(summary=(SummarySentence(text, "a1"),)),
    "about": lambda text: differing(Contradiction(text, (Figure("1", ("a1",)),))),
    "figure": lambda text: differing(Contradiction("dead", (Figure(text, ("a1", text)),))),
    "failed-source": lambda text: replace(DIGEST, failures=(Failure(text, "HTTP 503", "x", "y"),)),
    "failure": lambda text: replace(DIGEST, failures=(Failure("rss", text, text, text),) * 2),
    **{
        f"block-{kind}": lambda text, kind=kind: told(  # type: ignore[misc]
            replace(FERRY, blocks=(block(text, kind, 2), block(text, kind, 3)))
        )
        for kind in BlockKind
    },
}
