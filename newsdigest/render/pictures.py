"""Untrusted images → small pictures for a page."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Final

from newsdigest.errors import RenderError
from newsdigest.render.options import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

# Twice the width at which the page shows it, for high-density screens: some 25 kB.
_WIDTH: Final = 480
_HEIGHT: Final = 720
_QUALITY: Final = 72
# Decoded, at four bytes a pixel, it must fit in a child process; JPEG is decoded at reduced size.
_MOST_PIXELS: Final = 24_000_000
_LEAST: Final = 80
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")


def scale(content: bytes) -> Picture:
    """The picture as a JPEG that fits a story.

    Raises RenderError for an unreadable image, one too small to be a news picture (a logo, a
    tracking pixel), and one too large to be decoded safely.
    """
    from PIL import Image, ImageOps

    try:
        with _silence(), Image.open(BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise RenderError("the picture is too large")
            if min(image.size) < _LEAST:
                raise RenderError("the picture is too small")
            image.draft("RGB", (_WIDTH, _HEIGHT))
            upright = ImageOps.exif_transpose(image)
            return _as_jpeg(_on_white(upright))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise RenderError(f"the picture cannot be read: {type(error).__name__}") from error


def _silence() -> warnings.catch_warnings[None]:
    """Suppress Pillow's warnings about broken metadata, which is not used."""
    return warnings.catch_warnings(action="ignore")


def _on_white(image: Image) -> Image:
    from PIL.Image import new

    if not image.has_transparency_data:
        return image.convert("RGB")
    ground = new("RGB", image.size, "white")
    ground.paste(image, mask=image.convert("RGBA").getchannel("A"))
    return ground


def _as_jpeg(image: Image) -> Picture:
    image.thumbnail((_WIDTH, _HEIGHT))
    out = BytesIO()
    image.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return Picture(out.getvalue(), image.width, image.height)
