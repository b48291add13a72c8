"""Whose request it is: the address that the nearest trusted proxy saw."""

from __future__ import annotations

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

# 192.0.2.1:4711, [2001:db8::1]:4711 and [2001:db8::1]
_WITH_PORT = re.compile(r"^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$", re.ASCII)
_V6_NETWORK = 64  # one subscriber has at least this many bits' worth of addresses


def client_address(request: HttpRequest) -> str:
    """The visitor's address; of IPv6 the network. Behind proxies of ours, the entry that the
    outermost of them wrote, counted from the right: what stands left of it anybody may write."""
    found = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # at least one: entry 0 from the right would be the first, which anybody may write
        found = entries[-max(1, min(settings.PROXY_COUNT, len(entries)))].strip() or found
        found = _WITH_PORT.sub(r"\1\2", found)  # as some proxies write it
        found = _WITH_PORT.sub(r"\1\2", found)  # as some proxies write it
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "0.0.0.0"  # nobody: a request that came over a socket
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _V6_NETWORK), strict=False).network_address)
    return str(address)
