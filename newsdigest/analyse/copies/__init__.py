"""Copies: near-duplicate texts that one article republishes from another."""

from __future__ import annotations

from newsdigest.analyse.copies.near_duplicates import find_copies

__all__ = ["find_copies"]
