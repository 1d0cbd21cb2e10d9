"""`python -m newsdigest` and the console script."""

from __future__ import annotations


def main() -> None:
    from newsdigest.cli import app

    app(prog_name="newsdigest")


if __name__ == "__main__":
    main()
