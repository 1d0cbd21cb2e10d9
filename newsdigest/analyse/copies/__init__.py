"""Copies: articles that republish the text of another one."""

from __future__ import annotations

from newsdigest.analyse.copies.finding import find_copies

__all__ = ["find_copies"]
