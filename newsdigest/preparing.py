"""Prepares the data of the package for a fast start: `python -m newsdigest.preparing`.

The build does it for wheels and editable installations (`hatch_build.py`). After a change it may be
left out: `package_data.prepared` makes again what was made of other data or by other code.
"""

from __future__ import annotations

import json
from typing import Any

from newsdigest.analyse import term_tables
from newsdigest.clean import rule_tables
from newsdigest.package_data import checksum, parse_toml, prepared_file, toml_files
from newsdigest.press import publication_tables


def tables() -> dict[str, tuple[tuple[str, ...], Any]]:
    """By name the sources of each table, and the table."""
    return {
        **{name: ((name,), parse_toml(name)) for name in toml_files()},
        **term_tables(),
        **rule_tables(),
        **publication_tables(),
    }


def main() -> None:
    for name, (sources, table) in tables().items():
        file = prepared_file(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        content = {"sources": checksum(sources), "table": table}
        file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    main()
