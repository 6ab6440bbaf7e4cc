"""HTTP to a running store: credentials, second tries, redirects, time limits, and plain words for what goes wrong.

Credentials come from the environment, so that no process list shows them: ``KG_ENDPOINT_TOKEN`` (sent as Bearer), or
``KG_ENDPOINT_USER`` and ``KG_ENDPOINT_PASSWORD`` (Basic or Digest, whichever the store asks for). They go to the host
that the user has named and to no other, wherever a redirect leads.
"""

from __future__ import annotations

import html
import os
import re
import socket
import ssl
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from kg import __version__
from kg.errors import EndpointError

# How long to wait before each further try, in seconds; a store that says `Retry-After` is believed.
PAUSES = (0.25, 1.0, 3.0)
# What a store answers while it starts, or is busy: worth another try.
BUSY = (429, 502, 503, 504)
REDIRECTS = 5
# A host that takes longer to be reached is not there.
CONNECT_SECONDS = 10.0
# How much of what a store says goes into a message.
SAID = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """A response read to its end, and the address that gave it after redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def said(self) -> str:
        """The store's own words on what is wrong, on one line; of a page its heading."""
        text = self.body[: 1 << 16].decode(errors="replace")
        if "html" in self.media_type or text.lstrip()[:1] == "<":
            # Virtuoso says what is wrong in an <xmp> or <pre> below a heading that does not.
            parts = [
                re.search(rf"<({tags})\b[^>]*>(.*?)</\1>", text, flags=re.S | re.I) for tags in ("xmp|pre", "title|h1")
            ]
            named = next(filter(None, parts), None)
            text = html.unescape(re.sub(r"</?[a-z][^>]*>", " ", named[2] if named else text, flags=re.I))
        # Virtuoso repeats the whole query below its message.
        line = " ".join(text.partition("SPARQL query:")[0].split())
        return line[:SAID] + ("…" if len(line) > SAID else "")


class Remote:
    """One store: its address, credentials and connections."""

    def __init__(self, url: str, *, time_limit: float) -> None:
        """``time_limit`` is in seconds, for one request with its answer and further tries."""
        self.url = check(url)
        self.time_limit = time_limit
        self.user = os.environ.get("KG_ENDPOINT_USER", "")
        self._token = os.environ.get("KG_ENDPOINT_TOKEN", "")
        password = os.environ.get("KG_ENDPOINT_PASSWORD", "")
        if password and not self.user:
            raise EndpointError("KG_ENDPOINT_PASSWORD: is set without a user; set KG_ENDPOINT_USER too")
        self._auth = _Bearer(self._token) if self._token else _Asked(self.user, password) if self.user else None
        self._client = httpx.Client(
            timeout=httpx.Timeout(time_limit, connect=min(CONNECT_SECONDS, time_limit)),
            headers={"User-Agent": f"armsgraph/{__version__}"},
        )

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The reply, of whatever status, to a request that may be sent more than once without harm.

        Raises EndpointError where none comes: nobody there, no trust, too slow, or cut off again and again.
        """
        deadline = time.monotonic() + self.time_limit
        for pause in (*PAUSES, None):
            request = self._client.build_request(method, url, params=params, data=form, content=body, headers=headers)
            try:
                reply = self._follow(request, deadline)
            except _CutOffError as cut:
                if pause is None:
                    raise EndpointError(
                        f"{url}: the connection broke off, {len(PAUSES) + 1} times ({cut}); try again later, or ask for less"
                    ) from None
            else:
                if reply.status not in BUSY or pause is None:
                    return reply
                wished = reply.headers.get("retry-after", "")
                pause = max(pause, float(wished) if wished.isdigit() else 0)
                if time.monotonic() + pause >= deadline:
                    return reply
            if time.monotonic() + pause >= deadline:
                raise self._too_slow(url)
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def refusal(self, reply: Reply) -> EndpointError:
        """What a reply that is no success means, and what would be right."""
        where, said = reply.url, reply.said()
        told = f" ({said})" if said else ""
        if reply.status == 401 and self._token:
            return EndpointError(f"{where}: refuses the token{told}; check KG_ENDPOINT_TOKEN")
        if reply.status == 401 and self.user:
            return EndpointError(
                f"{where}: refuses the user {self.user!r} with this password{told}; "
                "check KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD"
            )
        if reply.status == 401:
            return EndpointError(
                f"{where}: asks who you are{told}; set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN"
            )
        if reply.status == 403:
            return EndpointError(f"{where}: forbids this{told}; ask whoever runs the store for the right to do it")
        if reply.status in (404, 410):
            return EndpointError(
                f"{where}: no such address on that server{told}; Oxigraph asks at …/query, Virtuoso at …/sparql, "
                "GraphDB at …/repositories/NAME, Fuseki at …/NAME/sparql"
            )
        if reply.status in BUSY:
            return EndpointError(f"{where}: is busy or not up (HTTP {reply.status}{told}); try again later")
        if reply.status in (413, 414):
            return EndpointError(
                f"{where}: takes no request of that size (HTTP {reply.status}{told}); send less at once"
            )
        if reply.status >= 500:
            return EndpointError(f"{where}: failed (HTTP {reply.status}{told}); the log of the store may tell more")
        return EndpointError(f"{where}: does not accept this (HTTP {reply.status}{told}); mend what it names")

    def _follow(self, request: httpx.Request, deadline: float) -> Reply:
        for _ in range(REDIRECTS + 1):
            reply = self._once(request, deadline)
            leads_to = reply.headers.get("location", "")
            if reply.status not in (301, 302, 303, 307, 308) or not leads_to:
                return reply
            target = request.url.join(leads_to)
            if target.scheme not in ("http", "https"):
                raise EndpointError(
                    f"{request.url}: redirects to {target}, which is no web address; name another endpoint"
                )
            # The method and the body stay as they are: what is asked does not change with the place.
            headers = {name: value for name, value in request.headers.items() if name not in ("host", "authorization")}
            request = self._client.build_request(request.method, target, content=request.content, headers=headers)
        raise EndpointError(f"{self.url}: redirects more than {REDIRECTS} times; name the address where it ends")

    def _once(self, request: httpx.Request, deadline: float) -> Reply:
        url = str(request.url).partition("?")[0]
        auth = self._auth if self._trusted(request.url) else None
        body = bytearray()
        with self._worded(url):
            response = self._client.send(request, auth=auth, stream=True)
            try:
                for part in response.iter_bytes():
                    body += part
                    if time.monotonic() > deadline:
                        raise self._too_slow(url)
            finally:
                response.close()
        return Reply(url, response.status_code, response.headers, bytes(body))

    def _trusted(self, url: httpx.URL) -> bool:
        named = httpx.URL(self.url)
        raised = (named.scheme, url.scheme, _port(named), _port(url)) == ("http", "https", 80, 443)
        return url.host == named.host and (raised or (url.scheme, _port(url)) == (named.scheme, _port(named)))

    def _too_slow(self, url: str) -> EndpointError:
        return EndpointError(
            f"{url}: no whole answer within {self.time_limit:g} s; raise --time-limit, or ask for less"
        )

    @contextmanager
    def _worded(self, url: str) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException as error:
            if isinstance(error, httpx.ConnectTimeout):
                raise EndpointError(f"{url}: {_unreachable(error, httpx.URL(url))}") from None
            raise self._too_slow(url) from None
        except httpx.ConnectError as error:
            raise EndpointError(f"{url}: {_unreachable(error, httpx.URL(url))}") from None
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise _CutOffError(str(error).rstrip(".") or "closed by the other side") from None
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise EndpointError(f"{url}: cannot be asked ({error}); check the address") from None


class _CutOffError(Exception):
    """The connection broke while something was sent or read."""


class _Bearer(httpx.Auth):
    """A token with every request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _Asked(httpx.Auth):
    """User and password in the way that the store asks for: a password is not sent in the clear to one that knows better."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            if response.status_code not in (401, 403):
                return
            schemes = response.headers.get("www-authenticate", "").lower()
            self._chosen = self._digest if re.search(r"(^|,\s*)digest\b", schemes) else self._basic
        yield from self._chosen.auth_flow(request)


def check(url: str) -> str:
    """The address of an endpoint, which names a host and holds no password."""
    try:
        parts = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise EndpointError(
            f"{url}: is no web address ({error}); write for example http://localhost:7878/query"
        ) from None
    if parts.scheme not in ("http", "https") or not parts.host:
        raise EndpointError(f"{url}: is no web address; write for example http://localhost:7878/query")
    if parts.userinfo:
        shown = parts.copy_with(userinfo=b"")
        raise EndpointError(
            f"{shown}: others can read a password in an address; set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD"
        )
    return url


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _unreachable(error: BaseException, url: httpx.URL) -> str:
    causes: list[BaseException] = [error]
    while (below := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(below)
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"its certificate is not to be trusted ({cause.verify_message}); name the file of your authority's "
                "certificates in SSL_CERT_FILE, or mend the host's name"
            )
        if isinstance(cause, ssl.SSLError):
            return f"does not speak TLS as it should ({cause.reason or cause}); write http:// where it does without"
        if isinstance(cause, socket.gaierror):
            return f"no host of the name {url.host} is known; check the spelling, and the network"
        if isinstance(cause, ConnectionRefusedError):
            return "nothing answers at that port; start the store, or name another port"
    secured = ", and whether it is http:// instead of https://" if url.scheme == "https" else ""
    return f"cannot be reached ({error}); check host and port{secured}"
