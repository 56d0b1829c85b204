"""An endpoint's address without what must not be shown: a user and password, or a key in the query."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit


def bare_url(url: str) -> str:
    """Scheme, host, port and path: nothing of it is secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{host_of(url)}{parts.path.rstrip('/')}"


def host_of(url: str) -> str:
    """Host and port, as they stand in the address; "no host" where there is none."""
    return urlsplit(url).netloc.rpartition("@")[2] or "no host"


def login_of(url: str) -> tuple[str, str] | None:
    """User and password, where the address holds them."""
    parts = urlsplit(url)
    return (unquote(parts.username or ""), unquote(parts.password or "")) if _has_login(parts) else None


def secrets_of(url: str) -> set[str]:
    """What of the address may appear nowhere, as it is written and as it is meant."""
    parts = urlsplit(url)
    written = {parts.password or "", parts.query, *(value for _, _, value in _pairs(parts.query))}
    return {form for secret in written if secret for form in (secret, unquote(secret))}


def _has_login(parts: SplitResult) -> bool:
    return "@" in parts.netloc


def _pairs(query: str) -> list[tuple[str, str, str]]:
    return [pair.partition("=") for pair in query.split("&")]
