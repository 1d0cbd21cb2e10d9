"""The tables of the state, as one migration for each version ever released."""

from __future__ import annotations

import re

# "ndig": tells our files from those of other programs.
APPLICATION_ID = 0x6E646967

# MIGRATIONS[n] leads from version n to n + 1. One that was released is never changed.
MIGRATIONS = (
    """
    CREATE TABLE feeds (
        url TEXT PRIMARY KEY,               -- as the user gave it, without its secrets
        fetch_url TEXT,                     -- where it moved for good
        title TEXT,
        site TEXT,
        etag TEXT,
        last_modified TEXT,
        content TEXT,                       -- a digest of the bytes last read
        added TEXT NOT NULL,                -- times: ISO 8601 in UTC
        polled TEXT,
        succeeded TEXT,
        read_whole TEXT,                    -- last answer other than 304
        next_poll TEXT,
        ttl INTEGER,                        -- seconds
        skip_hours TEXT NOT NULL DEFAULT '',  -- "0 1 2"
        skip_days TEXT NOT NULL DEFAULT '',   -- "Saturday Sunday"
        failures INTEGER NOT NULL DEFAULT 0,
        failing_since TEXT,
        error TEXT,
        moved_to TEXT,                      -- a permanent redirect that is not believed yet
        moved_times INTEGER NOT NULL DEFAULT 0,
        moved_since TEXT,
        gone TEXT                           -- HTTP 410
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE hosts (
        host TEXT PRIMARY KEY,
        not_before TEXT NOT NULL            -- Retry-After
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,           -- counts updates with new facts
        first_seen TEXT NOT NULL,
        updated TEXT NOT NULL,
        published TEXT,
        source TEXT,
        title TEXT,
        text TEXT NOT NULL,
        value TEXT NOT NULL                 -- the whole article as JSON
    ) STRICT;
    CREATE INDEX articles_by_update ON articles (updated);
    -- Holds all that is asked of an article that was told already: its number and its version.
    CREATE INDEX articles_by_version ON articles (version);

    -- What a profile was told, or was spared by its filters, and in which version.
    CREATE TABLE told (
        profile TEXT NOT NULL,
        article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        PRIMARY KEY (profile, article)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX told_by_article ON told (article);

    -- Every name under which an entry of a feed is known; stays as a tombstone after pruning.
    CREATE TABLE sightings (
        feed TEXT NOT NULL,
        key TEXT NOT NULL,
        article TEXT NOT NULL,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        fingerprint TEXT NOT NULL,          -- of what the feed says; another one may be an update
        PRIMARY KEY (feed, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sightings_by_article ON sightings (article);

    CREATE TABLE digests (
        id TEXT PRIMARY KEY,
        profile TEXT NOT NULL,
        as_of TEXT NOT NULL,
        delivered TEXT                      -- NULL while some channel is pending
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE digest_articles (
        digest TEXT NOT NULL REFERENCES digests ON DELETE CASCADE,
        article TEXT NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (digest, article)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE deliveries (
        digest TEXT NOT NULL REFERENCES digests ON DELETE CASCADE,
        channel TEXT NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        delivered TEXT,
        error TEXT,
        PRIMARY KEY (digest, channel)
    ) STRICT, WITHOUT ROWID;

    CREATE VIRTUAL TABLE search USING fts5 (
        title, text, source, content=articles, content_rowid=number,
        tokenize='unicode61 remove_diacritics 2'
    );
    CREATE TRIGGER search_insert AFTER INSERT ON articles BEGIN
        INSERT INTO search (rowid, title, text, source)
        VALUES (new.number, new.title, new.text, new.source);
    END;
    CREATE TRIGGER search_delete AFTER DELETE ON articles BEGIN
        INSERT INTO search (search, rowid, title, text, source)
        VALUES ('delete', old.number, old.title, old.text, old.source);
    END;
    CREATE TRIGGER search_update AFTER UPDATE OF title, text, source ON articles BEGIN
        INSERT INTO search (search, rowid, title, text, source)
        VALUES ('delete', old.number, old.title, old.text, old.source);
        INSERT INTO search (rowid, title, text, source)
        VALUES (new.number, new.title, new.text, new.source);
    END;
    """,
    """
    -- What publications repeat under their articles. A row of `lines` takes at most 200 bytes.
    CREATE TABLE publications (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,          -- as the learner calls it
        stories INTEGER NOT NULL            -- that were told so far
    ) STRICT;
    CREATE TABLE lines (
        publication INTEGER NOT NULL REFERENCES publications ON DELETE CASCADE,
        skeleton TEXT NOT NULL,             -- what variants of the line have in common
        text TEXT NOT NULL,                 -- as last printed, shortened
        stories INTEGER NOT NULL,
        first INTEGER NOT NULL,             -- numbers of stories
        last INTEGER NOT NULL,
        head INTEGER NOT NULL,              -- how often it stood where
        tail INTEGER NOT NULL,
        alone INTEGER NOT NULL,
        inside INTEGER NOT NULL,
        changes INTEGER NOT NULL,
        first_day INTEGER NOT NULL,         -- days since 1970
        last_day INTEGER NOT NULL,
        recent TEXT NOT NULL,               -- "17 19 20", its newest stories
        forgotten INTEGER NOT NULL,         -- the user does not want it to be taken
        PRIMARY KEY (publication, skeleton)
    ) STRICT, WITHOUT ROWID;
    -- By what the newest articles of a publication are known as one story.
    CREATE TABLE sketches (
        publication INTEGER NOT NULL REFERENCES publications ON DELETE CASCADE,
        place INTEGER NOT NULL,
        story INTEGER NOT NULL,
        names BLOB NOT NULL,                -- four bytes each
        prints BLOB NOT NULL,
        PRIMARY KEY (publication, place)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE feeds ADD COLUMN note TEXT;   -- what was tolerated in its last reading
    ALTER TABLE feeds ADD COLUMN is_cut INTEGER NOT NULL DEFAULT 0;  -- it broke off before its end
    """,
    """
    -- What a digest had no room to name at a place that took it: it comes with the next one there.
    CREATE TABLE left_over (
        profile TEXT NOT NULL,
        channel TEXT NOT NULL,
        article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        PRIMARY KEY (profile, channel, article)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX left_over_by_article ON left_over (article);
    """,
    """
    ALTER TABLE sightings ADD COLUMN said TEXT;  -- of "said:" keys: what the entry said, as digests
    -- What was seen before is known again by what it said, as far as that was written down.
    INSERT OR IGNORE INTO sightings
        SELECT feed, 'said:' || fingerprint, article, first_seen, last_seen, fingerprint,
            (SELECT published FROM articles WHERE id = article)
        FROM sightings WHERE fingerprint <> '' ORDER BY article = '', first_seen, key;
    """,
    """
    ALTER TABLE feeds ADD COLUMN validated TEXT;  -- a digest of the validators' address
    """,
    """
    -- The stories of delivered digests, by which later ones recognise what they continue.
    CREATE TABLE digest_stories (
        digest TEXT NOT NULL REFERENCES digests ON DELETE CASCADE,
        story TEXT NOT NULL,
        thread TEXT NOT NULL,               -- the first story of its thread
        since TEXT NOT NULL,                -- when that began
        published TEXT NOT NULL,            -- of its lead
        value TEXT NOT NULL,                -- headline, source, sentences, ids of articles, named?
        PRIMARY KEY (digest, story)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- What the user liked and disliked, for the reading order.
    CREATE TABLE likes (
        article TEXT PRIMARY KEY,           -- its id; the article may be gone
        liked INTEGER NOT NULL,             -- 0: disliked
        at TEXT NOT NULL,
        title TEXT,
        source TEXT,
        terms TEXT NOT NULL                 -- [["name", "kelbrook", "kelbrook"], ...]
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE forgotten_terms (
        term TEXT PRIMARY KEY               -- "name:kelbrook": never learnt again
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- How far the folders of mailboxes were read; all else of them is in `feeds` and `sightings`.
    CREATE TABLE mailboxes (
        mailbox TEXT PRIMARY KEY,           -- as in feeds.url
        validity INTEGER NOT NULL,          -- UIDVALIDITY, for which the UID holds
        uid INTEGER NOT NULL                -- of the last message read
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- Which articles may have become news, in this order, and how far each profile has received it.
    CREATE TABLE arrivals (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        article INTEGER NOT NULL            -- its number; it may be gone
    ) STRICT;
    CREATE TABLE high_water_marks (
        profile TEXT NOT NULL,
        feed TEXT NOT NULL,
        arrival INTEGER NOT NULL,           -- nothing of the feed up to here is undelivered
        PRIMARY KEY (profile, feed)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER arrivals_stored AFTER INSERT ON articles BEGIN
        INSERT INTO arrivals (article) VALUES (new.number);
    END;
    CREATE TRIGGER arrivals_updated AFTER UPDATE OF version ON articles BEGIN
        INSERT INTO arrivals (article) VALUES (new.number);
    END;
    CREATE TRIGGER arrivals_listed AFTER INSERT ON sightings
    WHEN NOT EXISTS (
        SELECT 1 FROM sightings
            WHERE article = new.article AND feed = new.feed AND key <> new.key
    ) BEGIN
        INSERT INTO arrivals (article) SELECT number FROM articles WHERE id = new.article;
    END;
    CREATE TRIGGER arrivals_relisted AFTER UPDATE OF feed, article ON sightings
    WHEN new.feed <> old.feed OR new.article <> old.article BEGIN
        INSERT INTO arrivals (article) SELECT number FROM articles WHERE id = new.article;
    END;
    """,
    """
    -- The feeds of accounts at other readers; their items are in `sightings` as those of feeds are,
    -- and once more under the account itself, by the ids that they have there.
    CREATE TABLE account_feeds (
        account TEXT NOT NULL,              -- as in feeds.url
        stream TEXT NOT NULL,               -- "feed/42"
        title TEXT,
        groups TEXT NOT NULL,               -- ["Tech"], as JSON
        PRIMARY KEY (account, stream)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- Items of accounts that a delivered digest named, still to be marked as read there.
    CREATE TABLE items_to_mark (
        account TEXT NOT NULL,              -- as in feeds.url
        item TEXT NOT NULL,                 -- its id there
        since TEXT NOT NULL,
        PRIMARY KEY (account, item)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    -- What a model answered, so that it is asked for each story once, and what the check found.
    CREATE TABLE rewrites (
        request TEXT PRIMARY KEY,           -- a digest of the model and of all that it was sent
        story TEXT NOT NULL,                -- its id
        made TEXT NOT NULL,
        answer TEXT NOT NULL,
        value TEXT NOT NULL                 -- headline, own summary and checked sentences as JSON
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX rewrites_by_story ON rewrites (story, made);
    """,
)
VERSION = len(MIGRATIONS)

_MADE = re.compile(r"^\s*CREATE (?:VIRTUAL )?(?:TABLE|INDEX|TRIGGER) (\w+)", re.MULTILINE)


def names_of(version: int) -> list[str]:
    """The tables, indices and triggers of a state of that version."""
    return _MADE.findall("".join(MIGRATIONS[:version]))
