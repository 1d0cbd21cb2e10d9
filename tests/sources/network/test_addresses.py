"""Which addresses are public: rows NET07–NET10 of the fault list."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.sources.network.addresses import is_public


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1"])
def test_public_addresses_are_allowed(address: str) -> None:
    """Ordinary unicast addresses of the Internet."""
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254",
        "172.16.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "100::1", "fe80::1", "fe80::1%lo",
        "fec0::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "localhost", "127.1", "",
    ],
)  # fmt: skip
def test_everything_else_is_refused(address: str) -> None:
    """Loopback, private, link-local, multicast, reserved, and IPv4 hidden in IPv6."""
    assert not is_public(address)


@given(st.ip_addresses(v=4).filter(lambda address: not is_public(str(address))))
def test_no_disguise_helps_a_private_address(address: ipaddress.IPv4Address) -> None:
    """An address that is refused is refused in every IPv6 form that carries it."""
    number = int(address)
    for disguise in (
        f"::ffff:{address}",
        f"::{address}",
        str(ipaddress.IPv6Address((0x64FF9B << 96) | number)),
        str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))),
    ):
        assert not is_public(disguise)
