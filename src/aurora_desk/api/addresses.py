"""Addresses of callers: as they are told apart, and whether they are this computer's own."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def plain_address(host: str) -> str:
    """An address without its zone; one of IPv4 that is written in IPv6, as sockets of both write it, in IPv4."""
    return str(_parsed(host))


def network_address(host: str) -> str | None:
    """What a caller from the network is told apart by; None for one on this computer.

    Of IPv6 that is the first half: whoever has one address there has all of its network.
    """
    address = _parsed(host)
    if address.is_loopback:
        return None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


def _parsed(host: str) -> IPv4Address | IPv6Address:
    address = ip_address(host.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
