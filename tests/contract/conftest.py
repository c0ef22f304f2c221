"""The shipped one process, started once for the rows that need no setting of their own; each person has an address."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.servers.tasklore import TaskloreServer, tasklore_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TaskloreServer]:
    with tasklore_server(tmp_path_factory.mktemp("contract"), TRUSTED_PROXIES="127.0.0.1") as server:
        yield server


@pytest.fixture(scope="session")
def ada(server: TaskloreServer) -> httpx2.Client:
    """Signed up and signed in with cookies."""
    return server.sign_up()
