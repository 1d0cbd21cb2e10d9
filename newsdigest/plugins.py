"""What a plugin is written with: the interface, and the values that it gets and gives.

A plugin is an object, such as a module, with `interface = 1` and the functions of one of the
protocols. Its package names it as an entry point of the group `newsdigest.sources`,
`newsdigest.formats`, `newsdigest.channels` or `newsdigest.rules`. CONTRIBUTING.md shows how.

Importing this is cheap: each name is imported when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdigest.deliver.channels import Channel
    from newsdigest.errors import DeliveryError, ExtractionError, RenderError, SourceError
    from newsdigest.model import Article, Block, BlockKind, Digest, Document, Hints, Story
    from newsdigest.pipeline import Fetcher, Reader, Rules
    from newsdigest.registry import INTERFACE
    from newsdigest.render import Layout, RenderOptions
    from newsdigest.render.reader_view import ReaderView
    from newsdigest.render.view import DigestView

__all__ = [
    "INTERFACE",
    "Article",
    "Block",
    "BlockKind",
    "Channel",
    "DeliveryError",
    "Digest",
    "DigestView",
    "Document",
    "ExtractionError",
    "Fetcher",
    "Hints",
    "Layout",
    "Reader",
    "ReaderView",
    "RenderError",
    "RenderOptions",
    "Rules",
    "SourceError",
    "Story",
]

_MODULES = {
    "deliver.channels": ("Channel",),
    "errors": ("DeliveryError", "ExtractionError", "RenderError", "SourceError"),
    "model": ("Article", "Block", "BlockKind", "Digest", "Document", "Hints", "Story"),
    "pipeline": ("Fetcher", "Reader", "Rules"),
    "registry": ("INTERFACE",),
    "render": ("Layout", "RenderOptions"),
    "render.reader_view": ("ReaderView",),
    "render.view": ("DigestView",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"newsdigest.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
