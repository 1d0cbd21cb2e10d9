"""The picture of an item, chosen from the files that it names."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from newsdigest.sources.feeds.absolute_urls import web_url
from newsdigest.sources.feeds.raw_feed import RawMedia

# Preference by role: the article's media, then attached files, the item's image, thumbnails.
_ORDER = {"content": 0, "enclosure": 1, "image": 2, "thumbnail": 3}
# These roles always name a picture; the others name audio and video too.
_ALWAYS_PICTURES = frozenset(("image", "thumbnail"))
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
# Pixels: anything declared to be narrower is a tracking pixel or an icon.
_LEAST_WIDTH = 50
# Files examined; galleries name some dozens.
_MAX_MEDIA = 100


def choose_picture(media: Sequence[RawMedia], base: str | None) -> str | None:
    """The absolute http(s) URL of the best picture, the widest of equals; None without one."""
    pictures = [each for each in media[:_MAX_MEDIA] if _is_picture(each)]
    pictures.sort(key=lambda each: (_ORDER[each.role], -(_width(each) or 0)))
    urls = (web_url(each.url, base) for each in pictures)
    return next((url for url in urls if url), None)


def _is_picture(media: RawMedia) -> bool:
    width = _width(media)
    if not media.url.strip() or (width is not None and width < _LEAST_WIDTH):
        return False
    kind = media.type.strip().lower()
    if kind:
        return kind.startswith("image/") and not kind.startswith("image/svg")
    if media.role in _ALWAYS_PICTURES or media.medium.strip().lower() == "image":
        return True
    return not media.medium and _path(media.url).endswith(_SUFFIXES)


def _path(url: str) -> str:
    try:
        return urlsplit(url.strip()).path.lower()
    except ValueError:
        return ""


def _width(media: RawMedia) -> int | None:
    digits = media.width.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None
