"""The door of the room: foreign text is made safe here, once, before anything is made of it.

Behind it every text is printable (on one line, but for code), every address is a web link, no
secret stands in what failed, and what says nothing is not there; nor is what no digest shows, the
text of its reports. Formats escape for their own syntax and do no more, and a field that is new in
the model is safe without a word here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from newsdigest.language import printable
from newsdigest.masking import masked
from newsdigest.model import Article, Block, BlockKind, Copy, Failure, Story, SummarySentence
from newsdigest.render.links import web_link

__all__ = ["safe"]

Value = TypeVar("Value")
_Rule = Callable[[Any], Any]


def safe(value: Value) -> Value:
    r"""The same digest, article or failure (or a tuple of these) as it may be shown.

    >>> safe(Failure("https://me:secret@a.example", "HTTP\x1b[31m 503", "gather", "http"))
    Failure(source='https://***@a.example', error='HTTP 503', stage='gather', code='http')
    """
    made: Any = value
    if type(value) is str:  # not a member of an Enum
        made = printable(made)
    elif isinstance(value, tuple):
        made = tuple(map(safe, value))
    elif is_dataclass(value):
        kind: Any = type(value)
        made = kind(**{name: rule(getattr(value, name)) for name, rule in _rules(kind)})
    return made  # type: ignore[no-any-return]


@cache
def _rules(kind: type[Any]) -> tuple[tuple[str, _Rule], ...]:
    """What makes each field of a dataclass safe."""
    return tuple(
        (field.name, _BY_NAME.get((kind, field.name)) or _BY_TYPE.get(str(field.type), safe))
        for field in fields(kind)
    )


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
    """Without its text, which no digest shows and which is most of it, unless that heads it."""
    headed = bool(_text(article.title))
    return safe(replace(article, blocks=() if headed else article.blocks, removed=()))


def _sentences(sentences: tuple[SummarySentence, ...]) -> tuple[SummarySentence, ...]:
    return tuple(sentence for sentence in safe(sentences) if sentence.text)


_BY_TYPE: dict[str, _Rule] = {"str | None": _text, "tuple[str, ...]": _texts}
_BY_NAME: dict[tuple[type[Any], str], _Rule] = {
    (Article, "url"): web_link,
    (Article, "image"): web_link,
    (Article, "blocks"): _blocks,
    (Story, "articles"): _reports,
    (Story, "summary"): _sentences,
    (Copy, "article"): _report,
    (Failure, "source"): _without_secrets,
    (Failure, "error"): _without_secrets,
}
