"""Where files of a bucket are fetched from by browsers."""

from __future__ import annotations

from urllib.parse import urlsplit


def bucket_origins(bucket: str, *, domain: str, endpoint: str, region: str) -> list[str]:
    """The origins that pictures may come from, for the content security policy; none without one.

    A bucket has its own domain, or stands in the path or before the host of its endpoint, which is
    Amazon's when none is named.
    """
    if not bucket:
        return []
    if domain:
        return [f"https://{domain}"]
    if endpoint:
        address = urlsplit(endpoint)
        hosts = (address.netloc, f"{bucket}.{address.netloc}")
        return [f"{address.scheme}://{host}" for host in hosts]
    return [f"https://{bucket}.s3.amazonaws.com", f"https://{bucket}.s3.{region}.amazonaws.com"]
