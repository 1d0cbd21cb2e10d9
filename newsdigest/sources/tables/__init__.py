"""Tables of articles: Parquet files as `corpus extract` writes them.

row_articles  a row → an Article
"""

from newsdigest.sources.tables.row_articles import article_of

__all__ = ["article_of"]
