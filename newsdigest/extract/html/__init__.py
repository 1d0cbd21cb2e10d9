"""HTML page → articles."""

from newsdigest.extract.html.page import matching_texts, next_page, read_page

__all__ = ["matching_texts", "next_page", "read_page"]
