"""A page that needs more memory than there is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from selectolax.lexbor import SelectolaxError

from newsdigest.errors import ExtractionError
from newsdigest.extract.html import page_extraction
from newsdigest.model import Document
from tests.pages import article_page


@pytest.mark.parametrize("step", ["read_metadata", "find_index_items", "read_blocks"])
def test_running_out_of_memory_is_reported_as_too_complex(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the parser runs out of memory, in whatever step, the page is too complex."""

    def fail(*args: object, **options: object) -> None:
        raise SelectolaxError("Can't select nodes")

    monkeypatch.setattr(page_extraction, step, fail)
    document = Document(article_page().encode(), origin="page")
    with pytest.raises(ExtractionError) as caught:
        page_extraction.read_page(document, as_of=datetime(2026, 11, 22, 6, tzinfo=UTC))
    assert caught.value.code == "too-complex"
