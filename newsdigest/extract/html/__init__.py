"""HTML page → articles."""

from newsdigest.extract.html.page import matching_texts, read_page

__all__ = ["matching_texts", "read_page"]
