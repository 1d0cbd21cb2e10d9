"""Documents packed in a zip archive: Word files, OpenDocument texts and e-books.

zip_archive   a zip read in memory, with bounds; its names are never used as paths
part_xml      untrusted XML as events: no entities, nothing read or fetched
paragraphs    paragraphs, headings and items → a text
word          a Word document → its text
opendocument  an OpenDocument text → its text
epub          an e-book → its chapters
"""

from newsdigest.sources.packed.epub import read_epub
from newsdigest.sources.packed.opendocument import read_opendocument
from newsdigest.sources.packed.word import read_word

__all__ = ["read_epub", "read_opendocument", "read_word"]
