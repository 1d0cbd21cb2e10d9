"""Articles from the rows of a data set; reading a Parquet file as a source needs them as well."""

from newsdigest.sources.tables.row_articles import article_of

__all__ = ["article_of"]
