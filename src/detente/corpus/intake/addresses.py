"""Addresses on the net: which of them a program that follows links of others may visit: public ones only."""

from __future__ import annotations

import ipaddress

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Beside what the library calls private, loopback, link-local, multicast or reserved (versions differ in that):
# this network, CGNAT, protocol assignments, test nets, relays, benchmarks, a cloud's metadata; tunnels and old forms.
_CLOSED = tuple(
    ipaddress.ip_network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
        "::/96", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_WITHIN = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)


def refusal(address: str) -> str | None:
    """Why an address must not be visited; None for a public one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return f"'{address}' is no address"
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id is not None:
            return f"{address} is an address of one network only"
        for net, shift in _WITHIN:
            if found in net:
                # An address of the old net within one of the new: it leads where the old one does.
                return refusal(str(ipaddress.IPv4Address((int(found) >> shift) & 0xFFFFFFFF)))
    if _closed(found):
        return f"{address} is no public address"
    return None


def _closed(address: _Address) -> bool:
    """Whether an address is anything but public."""
    listed = any(address in net for net in _CLOSED if net.version == address.version)
    return listed or address.is_multicast or address.is_reserved or not address.is_global
