"""The undelivered articles of a profile, found without looking at everything that is stored.

Whatever may make an article news is logged in `arrivals`, by triggers: the article itself, a
version with new facts, and the first time that a feed lists it. The high-water mark of a profile
for a feed is an arrival up to which none of the feed's articles is undelivered; those that still
were when it was raised are logged again behind it. The log only says where to look, and `told`
stays the truth: an arrival too many costs a look-up, a missing mark a scan.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from newsdigest.store.connection import Connection
from newsdigest.store.values import a_number, mapped

# So many arrivals beyond the mark are looked up in each run before the mark is raised, which takes
# 1 ms; the other runs with nothing new write nothing (`python -m tests.bench.bench_poll`).
MOST_LOOKED_UP = 1000

OF_FEEDS = """EXISTS (
    SELECT 1 FROM sightings WHERE sightings.article = articles.id
        AND sightings.feed IN (SELECT value FROM json_each(:feeds))
)"""
# Answered from two indices, without reading the texts.
_AMONG_ALL = """
SELECT known.number FROM articles AS known INDEXED BY articles_by_version
    LEFT JOIN told ON told.profile = :profile AND told.article = known.number
WHERE told.version IS NULL OR told.version < known.version
"""
_BEYOND_MARK = """
SELECT known.number FROM arrivals JOIN articles AS known ON known.number = arrivals.article
    LEFT JOIN told ON told.profile = :profile AND told.article = known.number
WHERE arrivals.number > :mark AND (told.version IS NULL OR told.version < known.version)
"""
_RAISE = """
INSERT INTO high_water_marks SELECT :profile, value, :last FROM json_each(:feeds) WHERE true
    ON CONFLICT DO UPDATE SET arrival = excluded.arrival
"""
_TRIM = """
DELETE FROM arrivals WHERE number <= (SELECT min(arrival) FROM high_water_marks)
    OR article NOT IN (SELECT number FROM articles)
"""


def undelivered_numbers(
    connection: Connection, profile: str, feeds: Sequence[str]
) -> tuple[str, dict[str, object]]:
    """A query for `number` of every undelivered article of the feeds, and its parameters.

    It may give articles of other feeds, too; the parameters include `feeds`, as for OF_FEEDS.
    """
    mark = _mark(connection, profile, feeds)
    values: dict[str, object] = {"profile": profile, "feeds": json.dumps(list(feeds)), "mark": mark}
    return (_AMONG_ALL if mark is None else _BEYOND_MARK), values


def raise_mark(connection: Connection, profile: str, feeds: Sequence[str]) -> None:
    """Raise the profile's marks for these feeds if much has arrived since they were raised."""
    query, values = undelivered_numbers(connection, profile, feeds)
    rows = connection.execute(
        f"SELECT number FROM articles WHERE number IN ({query}) AND {OF_FEEDS}",  # noqa: S608 - constants alone
        values,
    ).fetchall()
    with mapped(connection, "articles"):
        waiting = [a_number(row["number"]) for row in rows]
    if values["mark"] is not None:
        beyond = "SELECT count(*) FROM arrivals WHERE number > ?"
        if _number(connection, beyond, values["mark"]) <= len(waiting) + MOST_LOOKED_UP:
            return
    last = _number(connection, "SELECT coalesce(max(number), 0) FROM arrivals")
    connection.execute(_RAISE, {**values, "last": last})
    connection.executemany("INSERT INTO arrivals (article) VALUES (?)", [(n,) for n in waiting])


def trim(connection: Connection) -> None:
    """Delete the arrivals that no profile has to look at."""
    connection.execute(_TRIM)


def _mark(connection: Connection, profile: str, feeds: Sequence[str]) -> int | None:
    """The lowest mark of the profile for these feeds; None if one of them has none."""
    row = connection.execute(
        "SELECT coalesce(min(arrival), 0) AS mark, count(*) AS marked FROM high_water_marks "
        "WHERE profile = ? AND feed IN (SELECT value FROM json_each(?))",
        [profile, json.dumps(list(feeds))],
    ).fetchone()
    with mapped(connection, "high_water_marks"):
        return a_number(row["mark"]) if row["marked"] == len(set(feeds)) else None


def _number(connection: Connection, query: str, *values: object) -> int:
    number: int = connection.execute(query, values).fetchone()[0]
    return number
