"""An object store on this machine, that speaks as S3 does."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator

import pytest


class Store(logging.Handler):
    """A server on loopback with one bucket; hears of every request."""

    url = "s3://bucket"

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.requests.append(record.getMessage().partition('"')[2])

    def puts(self) -> list[str]:
        """Requests since the last call that may change something."""
        found = [request for request in self.requests if any(verb in request for verb in ("PUT ", "POST ", "DELETE "))]
        self.requests.clear()
        return found


@pytest.fixture(scope="session")
def s3() -> Iterator[Store]:
    import boto3
    from moto.server import ThreadedMotoServer

    store, log = Store(), logging.getLogger("werkzeug")
    log.addHandler(store)
    log.setLevel(logging.INFO)
    log.propagate = False
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        boto3.client("s3").create_bucket(Bucket="bucket")
        yield store
    server.stop()
    log.removeHandler(store)


@pytest.fixture
def unpaused(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Further tries come at once."""
    monkeypatch.setattr("pipeline.storage.PAUSES", (0.0, 0.0))
    return lambda: None
