from __future__ import annotations

import subprocess
import sys

MODULES = ["mail", "opml", "sitemaps", "discovery", "feeds"]


def test_archives_and_tables_cost_nothing_to_who_reads_none() -> None:
    """Neither the libraries of the extras nor what reads archives and tables is loaded."""
    script = (
        "import sys, newsdigest.pipeline.source_reading, newsdigest.pipeline.document_opening;"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    unneeded = {
        *("fastwarc", "newsdigest.sources.archives.archive_reading"),
        *("pyarrow", "newsdigest.sources.tables.table_parts", "newsdigest.pipeline.table_articles"),
    }
    assert unneeded & set(done.stdout.split()) == set()


def test_the_program_itself_parses_no_table() -> None:
    """The library of the extra is loaded by the child alone."""
    script = (
        "import sys, newsdigest.sources.tables.table_reading, newsdigest.pipeline.table_articles;"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert {"pyarrow", "numpy"} & set(done.stdout.split()) == set()


def test_reading_needs_no_network() -> None:
    """Workers that read feeds never load what could fetch."""
    modules = ", ".join(f"newsdigest.sources.{room}" for room in MODULES)
    script = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert {"httpx", "httpcore", "feedparser", "selectolax"} & set(done.stdout.split()) == set()
