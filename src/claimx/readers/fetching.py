"""Addresses → pages, only where `fetch=True` asks for it.

An address may come out of a list that somebody else wrote, and a redirect always does: neither may reach into the
network that this machine stands in. Every host is resolved once, all its addresses must be public, and the connection
goes to the address that was checked. robots.txt counts (RFC 9309), the user agent says who asks, time and size are
bounded. Proxies of the environment are not used: they would resolve for themselves.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from claimx._version import __version__
from claimx.errors import UnreadableArticle
from claimx.readers.html_pages import LARGEST_PAGE

AGENT = f"claimx/{__version__}"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_LARGEST_ROBOTS = 512_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: the address it ended at, its bytes, and what the server calls them.

    `status` and `headers` are the server's own words before the bytes.
    """

    url: str
    data: bytes
    content_type: str
    status: str = "HTTP/1.1 200 OK"
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def charset(self) -> str | None:
        return self.content_type.lower().partition("charset=")[2].partition(";")[0].strip("\"' ") or None


def is_public(address: Address) -> bool:
    """Whether the address is one of the open internet, also where it wraps an older one (mapped, 6to4, NAT64)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


class Fetcher:
    """Fetches pages one after the other; what a robots.txt says is asked once a host.

    `seconds` bounds each request from connection to last byte. `allows` tells which addresses may be reached.
    """

    def __init__(self, *, seconds: float = 30.0, allows: Callable[[Address], bool] = is_public) -> None:
        self._seconds = seconds
        self._allows = allows
        self._robots: dict[str, RobotFileParser] = {}

    def fetch(self, url: str) -> Page:
        """The page at `url`, redirects followed. Raises UnreadableArticle where it may not be had or is no success."""
        for _ in range(_MOST_REDIRECTS + 1):
            _split(url)
            if not self._robots_of(url).can_fetch(AGENT, url):
                raise UnreadableArticle(f"not fetched: the robots.txt of {urlsplit(url).hostname} forbids it")
            answer, data = self._request(url, LARGEST_PAGE)
            if answer.status in _REDIRECTS and (target := answer.headers.get("Location")):
                url = urljoin(url, target)
                continue
            if answer.status != 200:
                raise UnreadableArticle(f"not fetched: HTTP {answer.status}")
            if (encoding := answer.headers.get("Content-Encoding", "identity").lower()) != "identity":
                raise UnreadableArticle(f"not fetched: packed as {encoding[:20]!r}, which was not asked for")
            return _to_page(url, answer, data)
        raise UnreadableArticle(f"not fetched: more than {_MOST_REDIRECTS} redirects")

    def _robots_of(self, url: str) -> RobotFileParser:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._ask_robots(f"{host}/robots.txt")
        return self._robots[host]

    def _ask_robots(self, url: str) -> RobotFileParser:
        """RFC 9309: no such file allows all, a server that fails allows nothing."""
        robots = RobotFileParser()
        for _ in range(_MOST_REDIRECTS + 1):
            answer, data = self._request(url, _LARGEST_ROBOTS)
            if answer.status not in _REDIRECTS or not answer.headers.get("Location"):
                break
            url = urljoin(url, answer.headers["Location"])
        if answer.status == 200:
            robots.parse(data.decode("utf-8", "replace").splitlines())
        elif 400 <= answer.status < 500:
            robots.parse([])
        else:
            robots.parse(["User-agent: *", "Disallow: /"])
        return robots

    def _request(self, url: str, largest: int) -> tuple[http.client.HTTPResponse, bytes]:
        """What the server answers, and the whole of its body."""
        scheme, host, port, path = _split(url)
        address = self._resolve(host, port)
        try:
            with self._connected(scheme, host, port, address) as connection:
                headers = {"User-Agent": AGENT, "Accept": "text/html, */*;q=0.5", "Accept-Encoding": "identity"}
                connection.request("GET", path, headers=headers)
                with connection.getresponse() as answer:
                    return answer, _read(answer, largest)
        except TimeoutError as error:
            raise UnreadableArticle(f"not fetched: {host} took longer than {self._seconds:g} s") from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise UnreadableArticle(f"not fetched: {host}: {' '.join(reason.split())[:120]}") from error

    def _resolve(self, host: str, port: int) -> str:
        """One address of the host; all of them must be allowed, or the next look-up might give the other one."""
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise UnreadableArticle(f"not fetched: no such host: {host[:80]}") from error
        for address in found:
            if not self._allows(ipaddress.ip_address(address.partition("%")[0])):
                raise UnreadableArticle(f"not fetched: {host[:80]} is {address}, which is no public address")
        return found[0]

    @contextmanager
    def _connected(self, scheme: str, host: str, port: int, address: str) -> Iterator[http.client.HTTPConnection]:
        """A connection to the checked address that ends after `seconds`, however slowly the server drips."""
        connection = http.client.HTTPConnection(host, port)
        line = connection.sock = socket.create_connection((address, port), timeout=self._seconds)
        late = threading.Event()

        def hang_up() -> None:
            late.set()
            with suppress(OSError):  # it may have ended this very moment
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # whoever waits for a byte wakes up

        timer = threading.Timer(self._seconds, hang_up)
        timer.daemon = True
        timer.start()
        try:
            if scheme == "https":
                # The certificate is checked against the name, the connection goes to the address.
                tls = ssl.create_default_context()
                line = connection.sock = tls.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
                line.do_handshake()
            yield connection
        except (OSError, http.client.HTTPException) as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
            connection.close()
        if late.is_set():
            raise TimeoutError  # what was read looked like a whole answer, and was cut


def to_path(address: str) -> Path:
    """A path to call the page after: the host, then the address's own path."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return Path("page")  # no address: fetching it will say so
    named = (parts.hostname or "page", *unquote(parts.path).replace("\0", "").split("/"))
    return Path(*([part for part in named if part not in {"", ".", ".."}] or ["page"]))


def _to_page(url: str, answer: http.client.HTTPResponse, data: bytes) -> Page:
    headers = tuple((name, re.sub(r"\s*[\r\n]+\s*", " ", value)) for name, value in answer.getheaders())
    return Page(
        url=urlsplit(url).geturl(),  # without the line breaks that an address may hold and nobody sends
        data=data,
        content_type=next((value for name, value in headers if name.lower() == "content-type"), ""),
        status=f"HTTP/{answer.version // 10}.{answer.version % 10} {answer.status} {answer.reason}",
        headers=headers,
    )


def _split(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an http(s) address. Raises UnreadableArticle for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnreadableArticle(f"not fetched: no address: {url[:80]!r}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UnreadableArticle(f"not fetched: no http address: {url[:80]!r}")
    if parts.username is not None:
        raise UnreadableArticle("not fetched: an address with a user name in it")
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    if not path.isascii() or any(char.isspace() or not char.isprintable() for char in path):
        raise UnreadableArticle(f"not fetched: no address: {url[:80]!r}")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path


def _read(answer: http.client.HTTPResponse, largest: int) -> bytes:
    data = bytearray()
    while chunk := answer.read1(65_536):
        data += chunk
        if len(data) > largest:
            raise UnreadableArticle(f"not fetched: larger than {largest:,} bytes")
    if answer.length:
        raise http.client.IncompleteRead(b"", answer.length)
    return bytes(data)
