"""How the functions of :mod:`millrace` reach the server. Not for scripts."""

from __future__ import annotations

import json
import os
from typing import Any, Callable, Dict, Optional

# How long one request waits for a job before it asks again; below the usual limits of proxies.
_WAIT_SLICE_SECONDS = 50.0
# Time for everything of a request that is not waiting for a job.
_REQUEST_TIMEOUT_SECONDS = 30.0
# For how long a call that met an unavailable server is repeated.
_RETRY_FOR_SECONDS = 60.0
_LONGEST_RETRY_DELAY_SECONDS = 10.0


class MillraceError(Exception):
    """What Millrace answered when it refused. Branch on ``code``, show ``message``."""

    def __init__(
        self, code: str, message: str, *, status: int = 0, details: Optional[Dict[str, Any]] = None, request_id: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        """Such as ``variable/not_found``; ``server/unreachable`` and ``sdk/not_configured`` are of this library."""
        self.message = message
        self.status = status
        """HTTP status, 0 when there was no answer."""
        self.details: Dict[str, Any] = details or {}
        self.request_id = request_id
        """Under this id the server's log has the details."""


class MillraceJobError(MillraceError):
    """A job that was waited for failed or was cancelled. ``code`` and ``message`` are those of the job's error."""

    def __init__(self, code: str, message: str, *, job_id: Optional[str] = None, error: Optional[Dict[str, Any]] = None, **rest: Any) -> None:
        super().__init__(code, message, **rest)
        self.job_id = job_id
        self.error = error


def environment(name: str) -> str:
    return os.environ.get(name, "")


def new_key() -> str:
    return os.urandom(16).hex()


def call(
    method: str, route: str, *, body: Any = ..., query: Optional[Dict[str, Any]] = None, wait_seconds: float = 0, answers_text: bool = False,
    token: Optional[str] = None, answers_bytes: bool = False,
) -> Any:
    """Sends a request and gives the answer, patiently while the server is unavailable.

    Every call may be repeated: reads and writes of a whole value by nature, runs by their idempotency key.
    """
    import time

    deadline = time.monotonic() + _RETRY_FOR_SECONDS
    data = None if body is ... else json.dumps(body, allow_nan=False).encode()
    attempt = 0
    while True:
        try:
            content = _send(method, route, data, query or {}, wait_seconds, token)
        except _Unavailable as unavailable:
            delay = unavailable.delay_seconds(attempt)
            if time.monotonic() + delay >= deadline:
                raise unavailable.error from unavailable.__cause__
            time.sleep(delay)
            attempt += 1
            continue
        if answers_bytes:
            return content
        text = content.decode("utf-8", "replace")
        if answers_text:
            return text.strip()
        return None if text == "" else _parse(text)


def wait_in_slices(wait_seconds: Optional[float], ask: Callable[[int], Any]) -> Any:
    """Waits for a job by as many requests as it takes: the server holds each until the job ends or the slice is over."""
    import math
    import time

    deadline = math.inf if wait_seconds is None else time.monotonic() + wait_seconds
    while True:
        left = deadline - time.monotonic()
        try:
            return ask(max(1, math.ceil(min(_WAIT_SLICE_SECONDS, left))))
        except MillraceError as error:
            if error.code != "job/wait_timeout" or time.monotonic() >= deadline:
                raise


def or_none(ask: Callable[[], Any], *codes: str) -> Any:
    """Gives the answer, or ``None`` when it is one of these refusals."""
    try:
        return ask()
    except MillraceError as error:
        if error.code in codes:
            return None
        raise


def item_path(path: str, prefix: str = "") -> str:
    """Gives a path as it stands in a URL. Dots alone would be taken for a way up and reach another route."""
    from urllib.parse import quote

    plain = path[len(prefix):] if prefix and path.startswith(prefix) else path
    parts = plain.split("/")
    if len(parts) < 3 or any(part in ("", ".", "..") for part in parts):
        raise MillraceError("path/invalid", f'"{plain[:80]}" is not a path. A path is u/<user>/<name> or f/<folder>/<name>.')
    return "/".join(quote(part, safe="") for part in parts)


def valid_approval_id(id: str) -> str:
    if len(id) != 36 or any(letter not in "0123456789abcdefABCDEF-" for letter in id):
        raise MillraceError("approval/not_found", f'"{id[:80]}" is not the id of an approval.')
    return id


def valid_job_id(id: str) -> str:
    if len(id) != 36 or any(letter not in "0123456789abcdefABCDEF-" for letter in id):
        raise MillraceError("job/not_found", f'"{id[:80]}" is not the id of a job.')
    return id


def file_id(file: Any) -> str:
    """Gives the id of a file, which is named by its id or by what an app hands over."""
    id = file.get("id") if isinstance(file, dict) else file
    if not isinstance(id, str) or len(id) != 41 or not id.startswith("file_") or any(letter not in "0123456789abcdef-" for letter in id[5:]):
        raise MillraceError("file/not_found", "This is no file that was given to an app. Hand over the file itself, or its id.")
    return id


class _Unavailable(Exception):
    """The server cannot answer now, and the same request may be sent again."""

    def __init__(self, error: MillraceError, retry_after: Optional[str] = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.retry_after = retry_after

    def delay_seconds(self, attempt: int) -> float:
        import random

        try:
            return min(_LONGEST_RETRY_DELAY_SECONDS, max(0.0, float(self.retry_after or "")))
        except ValueError:
            return min(_LONGEST_RETRY_DELAY_SECONDS, 0.2 * 2.0**attempt) * (0.5 + random.random() / 2)


def _send(method: str, route: str, data: Optional[bytes], query: Dict[str, Any], wait_seconds: float, given_token: Optional[str]) -> bytes:
    # Imported here: it costs more than the rest of this package, and many scripts never call.
    import http.client
    from urllib.parse import quote, urlencode, urlsplit

    base, workspace = _required("MR_BASE_URL"), _required("MR_WORKSPACE")
    token = given_token or _required("MR_TOKEN")
    address = urlsplit(base.rstrip("/"))
    target = f"{address.path}/api/w/{quote(workspace, safe='')}/{route}"
    given = {name: value for name, value in query.items() if value is not None}
    if given:
        target += "?" + urlencode(given)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    if data is not None:
        headers["Content-Type"] = "application/json"
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    # Redirects are not followed: one could carry the token to another host.
    connection = kind(address.hostname or "", address.port, timeout=_REQUEST_TIMEOUT_SECONDS + wait_seconds)
    try:
        connection.request(method, target, data, headers)
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as cause:
        raise _Unavailable(MillraceError("server/unreachable", f"Millrace does not answer at {base}: {cause}.")) from cause
    finally:
        connection.close()
    if 200 <= response.status < 300:
        return content
    retry_after = response.headers.get("retry-after")
    error = _failure(response.status, content.decode("utf-8", "replace"))
    if response.status == 503 or (response.status == 429 and retry_after is not None):
        raise _Unavailable(error, retry_after)
    raise error


def _required(name: str) -> str:
    value = environment(name)
    if value == "":
        raise MillraceError(
            "sdk/not_configured",
            f"{name} is not set. Inside a job Millrace sets it; elsewhere set MR_BASE_URL, MR_WORKSPACE and MR_TOKEN (a token of yours).",
        )
    return value


def _failure(status: int, text: str) -> MillraceError:
    try:
        body = json.loads(text)["error"]
        code, message = str(body["code"]), str(body["message"])
    except (ValueError, KeyError, TypeError):
        return MillraceError("server/unexpected_answer", f"Millrace answered with status {status} and no error that can be read.", status=status)
    details, request_id = body.get("details") or {}, body.get("request_id")
    if code not in ("job/failed", "job/cancelled"):
        return MillraceError(code, message, status=status, details=details, request_id=request_id)
    error = details.get("error") or {}
    return MillraceJobError(
        error.get("code", code), error.get("message", message), status=status, details=details, request_id=request_id,
        job_id=details.get("job_id"), error=details.get("error"),
    )


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as cause:
        raise MillraceError("server/unexpected_answer", "Millrace answered with a body that is not JSON.") from cause
