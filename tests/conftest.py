"""What every test runs under: no settings from outside, no network beyond this machine."""

import ipaddress
import os
import socket

import pytest


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):  # a path: a socket of this machine
        return True
    host = str(address[0])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse(target: object) -> None:
    # pytest's own failure is no Exception, so code that survives a broken network does not hide it.
    pytest.fail(f"tests run offline: expected loopback addresses only, found {target!r}; use a fake instead")


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Fail the test that connects to, or looks up, anything but loopback."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self, address):
        return connect(self, address) if _is_local(address) else _refuse(address)

    def guarded_connect_ex(self, address):
        return connect_ex(self, address) if _is_local(address) else _refuse(address)

    def guarded_getaddrinfo(host, *args, **kwargs):
        name = host.decode() if isinstance(host, bytes) else host
        # No host, or the address of all interfaces, is for listening.
        if name in (None, "", "0.0.0.0", "::") or _is_local((name,)):
            return getaddrinfo(host, *args, **kwargs)
        return _refuse(host)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_outside_settings():
    """Take away what the caller's shell sets for hoidap; a test sets what it needs by monkeypatch."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("HOIDAP_")]:
            patch.delenv(name)
        yield
