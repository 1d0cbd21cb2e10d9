"""Documents packed in a zip archive: Word files and e-books.

archive   a zip read in memory, with bounds; no name in it is ever a path of this machine
xml       XML of strangers as events: no doctype, no entities, nothing read or fetched
word      a Word document → its text
epub      an e-book → its chapters
"""

from newsdigest.sources.packed.epub import read_epub
from newsdigest.sources.packed.word import read_word

__all__ = ["read_epub", "read_word"]
