"""A store of objects, here one that speaks S3, as the place of sources and of the data set."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import fsspec
import pyarrow.dataset
import pytest

from newsdigest.corpus.extraction import (
    AskedOptions,
    Cluster,
    Extraction,
    ReadingOptions,
    extract_corpus,
)
from newsdigest.corpus.grouping import group_corpus
from newsdigest.errors import DeliveryError, UsageError
from tests.corpus import clusters
from tests.corpus.data import page

moto = pytest.importorskip("moto.server", reason="the group test is not installed")

AS_OF = datetime(2026, 11, 29, 12, tzinfo=UTC)
PAGES = ("ferry", "market", "pier")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a server that speaks S3."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = moto.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with clusters.threads() as cluster:
        yield cluster


@pytest.fixture
def store(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket, "news", with a page for each name; credentials are in the environment."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ferry")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "quay")
    files = fsspec.filesystem("s3", skip_instance_cache=True)
    files.mkdir("news")
    files.pipe({f"news/pages/{name}.html": page(f"The {name}") for name in PAGES})
    yield files
    files.rm("news", recursive=True)
    fsspec.filesystem("s3").clear_instance_cache()


def extracted(cluster: Cluster, source: str, out: str = "s3://news/out") -> Extraction:
    options = ReadingOptions(AS_OF)
    return extract_corpus([source], out, AskedOptions(), options, cluster, lambda run: None)


def titles(store: Any) -> list[str]:
    found = pyarrow.dataset.dataset("news/out/articles", filesystem=store).to_table()
    return sorted(found["title"].to_pylist())


def test_a_data_set_in_a_store(store: Any, cluster: Cluster) -> None:
    """Objects are read once, changed ones again, and grouped; nothing half written is left."""
    first = extracted(cluster, "s3://news/pages/")
    again = extracted(cluster, "s3://news/pages/*.html")
    store.pipe("news/pages/pier.html", page("The long pier", "2026-11-21"))
    third = extracted(cluster, "s3://news/pages/")
    assert [(run.inputs, run.earlier, run.articles) for run in (first, again, third)] == [
        (3, 0, 3),
        (3, 3, 0),
        (3, 2, 1),
    ]
    store.invalidate_cache()
    assert titles(store) == ["The ferry", "The long pier", "The market"]
    assert group_corpus("s3://news/out", cluster, lambda run: None).articles == 3
    assert not store.exists("news/out/.writing")


def test_an_object_that_is_missing_is_a_failure(store: Any, cluster: Cluster) -> None:
    """So is a bucket."""
    for source in ("s3://news/none.html", "s3://none/pages/"):
        run = extracted(cluster, source)
        assert [each.source for each in run.named] == [source]


@pytest.mark.usefixtures("store")
def test_errors_of_a_store_are_one_line(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of its library too, such as that there are no credentials."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    fsspec.filesystem("s3").clear_instance_cache()
    with pytest.raises(DeliveryError, match=r"^s3://news/out cannot be read: unable to locate"):
        extracted(cluster, "s3://news/pages/")
    with pytest.raises(UsageError, match=r"^the list s3://news/list: unable to locate"):
        extracted(cluster, "@s3://news/list")
