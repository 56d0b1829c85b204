"""The guard of offline.py holds: no test leaves this machine, and none sees a key."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

from offline import NetworkBlocked

OUTSIDE = "192.0.2.1"  # set apart for documentation (RFC 5737)


@pytest.mark.parametrize("call", ["connect", "connect_ex"])
def test_a_socket_to_the_outside_is_refused(call: str) -> None:
    with socket.socket() as sock, pytest.raises(NetworkBlocked, match="192.0.2.1:443"):
        getattr(sock, call)((OUTSIDE, 443))


def test_a_datagram_to_the_outside_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(NetworkBlocked):
        sock.sendto(b"hello", (OUTSIDE, 53))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(NetworkBlocked, match="api.example.org"):
        socket.create_connection(("api.example.org", 443))


def test_asyncio_is_refused_too() -> None:
    async def reach_out() -> None:
        await asyncio.open_connection("api.example.org", 443)

    with pytest.raises(NetworkBlocked):
        asyncio.run(reach_out())


def test_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)):
            pass


def test_no_key_is_seen() -> None:
    assert not [name for name in os.environ if name.startswith(("OPENAI_", "CLAIMX_"))]
