"""Which addresses may be connected to on behalf of what was fetched.

An untrusted feed or redirect must not reach services of this machine or its local network, so only
public unicast addresses are allowed. The check is made on the address that is connected to, never
on the text of a URL: `127.1`, `0x7f.1` and `2130706433` all mean loopback.
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Addresses that Python 3.11 calls global but that are not the public Internet (checked on 3.11.7),
# and ranges that embed an IPv4 address.
_DENIED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "198.18.0.0/15",  # benchmarking, RFC 2544
        "fec0::/10",  # site-local, RFC 3879
        "fc00::/7",  # unique local, RFC 4193
        "100::/64",  # discard, RFC 6666
    )
)
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_V4_COMPATIBLE = ipaddress.ip_network("::/96")


def is_public(text: str) -> bool:
    """Whether an address, as returned by the resolver, is public and unicast."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return _is_public(address)


def _is_public(address: Address) -> bool:
    hidden = _embedded(address)
    if hidden is not None:
        return _is_public(hidden)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address.version == net.version and address in net for net in _DENIED)
    )


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, NAT64, 6to4, Teredo, compatible."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in _V4_COMPATIBLE or any(address in net for net in _NAT64):
        return ipaddress.IPv4Address(address.packed[-4:])
    return None
