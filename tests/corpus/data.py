"""Pages to read, and what a data set holds of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.dataset


def page(title: str, day: str = "2026-11-20") -> bytes:
    """A page of an article that was published on that day."""
    text = " ".join(
        f"Sentence {n} of {title} says that the ferry was late again." for n in range(9)
    )
    return (
        f"<html lang=en><head><title>{title}</title>"
        f'<meta property="article:published_time" content="{day}T08:00:00Z"></head>'
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{text[:200]} Again.</p></article></body>"
    ).encode()


def table(out: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table, sorted; empty if it has no file."""
    if not (out / name).is_dir():
        return []
    found = pyarrow.dataset.dataset(out / name, partitioning="hive").to_table().to_pylist()
    return sorted(found, key=str)


def files(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }
