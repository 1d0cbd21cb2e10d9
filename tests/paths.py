"""Where tests find what lies outside the package."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
# Real input and benchmark data, which belong to their publishers and so are not in this repository.
SHARED = ROOT.parent / "shared"


def shared(name: str) -> Path:
    """The path of a file of the shared data; skips the test where it is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs the shared data file {name}, which is not part of the repository")
    return path
