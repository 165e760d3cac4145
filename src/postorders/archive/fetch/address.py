"""Which IP addresses and names are public; the rest of the internet begins behind the house's own doors.

Source: the IANA registries of special-purpose addresses, and RFC 6761, 6762, 8375 and ICANN's `.internal` for names.
"""

from __future__ import annotations

import ipaddress

_CLOSED_4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers, and some clouds' own services
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # a cloud's own service to its guests
        "169.254.0.0/16",  # link-local, and where clouds tell their guests secrets
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # redirected name service
        "192.52.193.0/24",  # multicast relays
        "192.88.99.0/24",  # relays to IPv6
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # redirected name service
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_6 = [
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # redirected name service
        "3ffe::/16",  # a network that was given back
        "3fff::/20",  # documentation
    )
]
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = {0x0000_5EFE, 0x0200_5EFE}
_LOCAL = frozenset(
    "localhost localdomain local internal intranet private corp home lan arpa onion test invalid example alt".split()
)


def public(address: str) -> bool:
    """Whether anyone on the internet could reach this IP address. An IPv4 address inside an IPv6 one counts."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _public_4(ip) if isinstance(ip, ipaddress.IPv4Address) else _public_6(ip)


def _public_4(ip: ipaddress.IPv4Address) -> bool:
    return ip.is_global and not any(ip in network for network in _CLOSED_4)


def _public_6(ip: ipaddress.IPv6Address) -> bool:
    if ip.scope_id:
        return False
    last = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip in _TRANSLATED:  # how a network without IPv4 reaches the rest
        return _public_4(last)
    if (int(ip) >> 32) & 0xFFFF_FFFF in _ISATAP and not _public_4(last):
        return False
    return ip in _OPEN_6 and ip.is_global and not any(ip in network for network in _CLOSED_6)


def local(name: str) -> bool:
    """Whether a name belongs to one machine or network only, or to nobody: no dot in it, or a last part set aside."""
    return "." not in name or name.rsplit(".", 1)[-1] in _LOCAL
