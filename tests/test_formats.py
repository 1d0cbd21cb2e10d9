"""Formats and languages stand once: `config` and `render` read the same table."""

from __future__ import annotations

from newsdigest.formats import LANGUAGES
from newsdigest.registry import OWN, Group
from tests.paths import ROOT

RENDER = ROOT / "newsdigest/render"


def test_every_format_has_a_module_of_its_own() -> None:
    """No two formats share one, and none is missing."""
    modules = [each.removeprefix("newsdigest.render.") for each in OWN[Group.FORMATS].values()]
    assert len(set(modules)) == len(modules)
    assert [name for name in modules if not (RENDER / f"{name}.py").is_file()] == []


def test_every_catalogue_is_a_language() -> None:
    """A file is all that a new language needs, and English comes first."""
    files = {path.name for path in (RENDER / "data").glob("messages_*.toml")}
    assert {f"messages_{code}.toml" for code in LANGUAGES} == files
    assert LANGUAGES[0] == "en"
