"""A notice board: it is read, a digest is written as one, and pinned to one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from newsdigest import plugins as api


class Source:
    """Files that end in .board, and addresses such as board:///home/me/quay.board."""

    interface = 1

    @staticmethod
    def fetch(address: str, as_of: datetime) -> Iterator[api.Document]:
        path = Path(address.removeprefix("board://"))
        if not path.is_file():
            raise api.SourceError("not-found", "there is no such board")
        yield api.Document(path.read_bytes(), address)

    @staticmethod
    def read(document: api.Document, as_of: datetime) -> Iterator[api.Article]:
        for notice in document.content.decode("utf-8", "replace").strip().split("\n\n"):
            title, *lines = notice.splitlines()
            blocks = tuple(api.Block(api.BlockKind.PARAGRAPH, line) for line in lines)
            yield api.Article("", title, blocks, "", source="Notice board", published=as_of)


class Format:
    """`--format board`: a box to tick for each story."""

    interface = 1

    @staticmethod
    def digest(view: api.DigestView, options: api.RenderOptions) -> str:
        return "".join(f"[ ] {story.headline}\n" for story in view.ranked)

    @staticmethod
    def articles(reader: api.ReaderView, options: api.RenderOptions) -> str:
        return "".join(f"[ ] {article.headline}\n" for article in reader.articles)


class Channel:
    """In a profile: channels = { board = { path = "/home/me/quay.txt" } }."""

    interface = 1

    @staticmethod
    def deliver(digest: api.Digest, settings: Mapping[str, str]) -> str | None:
        if "path" not in settings:
            return "it needs a path"
        with Path(settings["path"]).open("a", encoding="utf-8") as board:
            board.writelines(f"{story.title}\n" for story in digest.stories)
        return None


class Rules:
    """In the configuration: [boilerplate] with rules = ["board"]."""

    interface = 1
    phrases = (Path(__file__).with_name("newsdigest_board.toml"),)
