"""HTML page → articles."""

from newsdigest.extract.html.page import read_page

__all__ = ["read_page"]
