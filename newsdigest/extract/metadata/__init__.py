"""What a page says of its article: JSON-LD, Open Graph, meta elements, microdata and visible text.

read_metadata   a parsed page → Metadata
"""

from newsdigest.extract.metadata.read import read_metadata
from newsdigest.extract.metadata.values import ArticleBody, Metadata

__all__ = ["ArticleBody", "Metadata", "read_metadata"]
