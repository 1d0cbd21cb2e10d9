"""Text from sources is made safe here, once, before any format sees it.

Every text is then printable (on one line, except code), every address is a web link, failures show
no passwords, and empty texts are gone. Reports of a digest lose their texts too: no digest shows
them, and a book gets its whole articles separately. Formats only escape for their own syntax. A new
field of the model is covered by its type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from newsdigest.language import printable
from newsdigest.masking import masked
from newsdigest.model import (
    Article,
    Block,
    BlockKind,
    Copy,
    EarlierStory,
    Failure,
    Story,
    SummarySentence,
)
from newsdigest.render.links import web_link
from newsdigest.valueclasses import field_values, replace

__all__ = ["sanitised"]

Value = TypeVar("Value")
_Sanitise = Callable[[Any], Any]


def sanitised(value: Value) -> Value:
    r"""The same digest, article or failure (or a tuple of these), safe to show.

    >>> sanitised(Failure("https://me:secret@a.example", "HTTP\x1b[31m 503", "gather", "http"))
    Failure(source='https://***@a.example', error='HTTP 503', stage='gather', code='http')
    """
    made: Any = value
    if type(value) is str:  # not a member of an Enum
        made = printable(made)
    elif isinstance(value, tuple):
        made = tuple(map(sanitised, value))
    elif is_dataclass(value):
        kind: Any = type(value)
        values = field_values(value)
        for place, rule in _rules(kind):
            values[place] = rule(values[place])
        made = kind(*values)
    return made  # type: ignore[no-any-return]


@cache
def _rules(kind: type[Any]) -> tuple[tuple[int, _Sanitise], ...]:
    """The places of a dataclass's fields that may have text, with what sanitises each."""
    rules = (
        _BY_NAME.get((kind, field.name)) or _BY_TYPE.get(str(field.type), sanitised)
        for field in fields(kind)
    )
    return tuple((place, rule) for place, rule in enumerate(rules) if rule)


def _text(text: str | None) -> str | None:
    return (printable(text) or None) if text else None


def _texts(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(printable, texts)))


def _without_secrets(text: str) -> str:
    return printable(masked(text))


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in map(_block, blocks) if block.text)


def _block(block: Block) -> Block:
    return replace(block, text=printable(block.text, multiline=block.kind is BlockKind.CODE))


def _reports(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    return tuple(map(_report, articles))


def _report(article: Article) -> Article:
    """The article without its text, unless its first words stand in for a headline."""
    headed = bool(_text(article.title))
    return sanitised(replace(article, blocks=() if headed else article.blocks, removed=()))


def _sentences(sentences: tuple[SummarySentence, ...]) -> tuple[SummarySentence, ...]:
    return tuple(sentence for sentence in sanitised(sentences) if sentence.text)


_BY_TYPE: dict[str, _Sanitise | None] = {
    "str": printable,
    "str | None": _text,
    "tuple[str, ...]": _texts,
    **dict.fromkeys(("bool", "int", "int | None", "float", "datetime", "datetime | None")),
    **dict.fromkeys(("ArticleKind", "BlockKind", "Part", "Partial | None")),
}
_BY_NAME: dict[tuple[type[Any], str], _Sanitise] = {
    (Article, "url"): web_link,
    (Article, "image"): web_link,
    (Article, "blocks"): _blocks,
    (Story, "articles"): _reports,
    (Story, "summary"): _sentences,
    (Copy, "article"): _report,
    (EarlierStory, "url"): web_link,
    (Failure, "source"): _without_secrets,
    (Failure, "error"): _without_secrets,
}
