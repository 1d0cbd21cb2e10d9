"""Tables of articles: Parquet files as `corpus extract` writes them.

table_file     what a table is
day_folders    the days of a data set, by the names of its folders
columns        what a table of articles holds; imports pyarrow
row_articles   a row → an Article
table_parts    what a child is asked to read, and what it answers
row_reading    the rows of a table, page by page; imports pyarrow
table_reading  a part of a table → its Articles; runs in a child process

What only the readers of tables need has doors of its own: most runs read none.
"""

from newsdigest.sources.tables.day_folders import (
    ARTICLES,
    DATA_SET,
    TABLE_SUFFIX,
    VERSION,
    DayRange,
    day_in,
    is_data_set,
)
from newsdigest.sources.tables.table_file import NO_TABLE, Table, is_table, may_be_table

__all__ = [
    "ARTICLES",
    "DATA_SET",
    "NO_TABLE",
    "TABLE_SUFFIX",
    "VERSION",
    "DayRange",
    "Table",
    "day_in",
    "is_data_set",
    "is_table",
    "may_be_table",
]
