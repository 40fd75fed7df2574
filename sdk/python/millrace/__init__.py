"""What a script may ask of the workspace that it runs in.

Present in every Python job, without an install::

    import millrace

    database = millrace.get_resource("f/crm/db")
    total = millrace.run_script("f/crm/revenue", {"day": "2026-11-20"})

The environment is read when a function is called, never at import: a warm runner serves many jobs, one after another, and
each brings its own token.
"""

from __future__ import annotations

import json as _json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Dict, Optional, Union

from ._client import MillraceError, MillraceJobError, call as _call, environment as _environment, file_id as _file_id, item_path as _item_path
from ._client import new_key as _new_key, or_none as _or_none, valid_approval_id as _valid_approval_id, valid_job_id as _valid_job_id
from ._client import wait_in_slices as _wait_in_slices

_WORKFLOW = {
    "workflow", "task", "step", "sleep", "sleep_until", "timer", "parallel", "race", "wait_for_event", "event", "wait_for_approval", "approval",
    "now", "random", "uuid", "Pending", "WorkflowError", "StepError", "TaskError", "TimeoutError",
}

if TYPE_CHECKING:
    from ._replay import Pending, StepError, TaskError, TimeoutError, WorkflowError
    from ._workflow import (
        approval, event, now, parallel, race, random, sleep, sleep_until, step, task, timer, uuid, wait_for_approval, wait_for_event, workflow,
    )


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: it costs more than the rest of this package, and most scripts are no workflows.
    if name not in _WORKFLOW:
        raise AttributeError(f"module 'millrace' has no attribute {name!r}")
    from . import _workflow

    value = getattr(_workflow, name)
    globals()[name] = value
    return value


__all__ = [
    "MillraceError", "MillraceJobError", "job", "get_variable", "set_variable", "get_resource", "set_resource", "get_state", "set_state",
    "Secret", "Email", "Sql", "Base64",
    "workflow", "task", "step", "sleep", "sleep_until", "timer", "parallel", "race", "wait_for_event", "event", "wait_for_approval", "approval",
    "now", "random", "uuid", "Pending", "WorkflowError", "StepError", "TaskError", "TimeoutError",
    "run_script", "run_script_async", "wait_job", "get_job", "cancel_job",
    "list_approvals", "get_approval", "decide_approval", "read_file", "file_link", "set_progress", "log", "current_user",
]


Secret = str
"""As the type of a parameter of ``main``: stored encrypted, and hidden in the form, the log and the result."""

Email = str
"""As the type of a parameter of ``main``: an e-mail address, checked by the form."""

Sql = str
"""As the type of a parameter of ``main``: SQL, with an editor for it in the form."""

Base64 = str
"""As the type of a parameter of ``main``: a file that is chosen in the form, as base64."""


class _Job:
    """The job in which this code runs; every text is ``""`` outside of a job."""

    @property
    def id(self) -> str:
        return _environment("MR_JOB_ID")

    @property
    def root_id(self) -> str:
        """The job that started it all, possibly this one."""
        return _environment("MR_ROOT_JOB_ID") or _environment("MR_JOB_ID")

    @property
    def parent_id(self) -> str:
        """The job that ran this one, or ``""``."""
        return _environment("MR_PARENT_JOB_ID")

    @property
    def attempt(self) -> int:
        """1 the first time, more when an earlier attempt failed or its worker was lost."""
        return int(_environment("MR_ATTEMPT") or 1)

    @property
    def workspace(self) -> str:
        return _environment("MR_WORKSPACE")

    @property
    def run_as(self) -> str:
        """Whose rights this job has: ``u/<username>``."""
        return _environment("MR_RUN_AS")

    @property
    def path(self) -> str:
        """Path of the script; ``""`` in a preview that was never saved."""
        return _environment("MR_PATH")

    @property
    def tag(self) -> str:
        return _environment("MR_TAG")

    @property
    def trace_id(self) -> str:
        """The same for a job and everything that it started."""
        return _environment("MR_TRACE_ID")


job = _Job()


def get_variable(path: str) -> str:
    """Gives the value of a variable. Reading a secret is audited."""
    return str(_call("GET", f"variables_value/{_item_path(path, '$var:')}")["value"])


def set_variable(path: str, value: str, *, is_secret: Optional[bool] = None, description: Optional[str] = None) -> None:
    """Makes or changes a variable. Options that are left out keep what is stored."""
    address = f"variables/{_item_path(path, '$var:')}"
    stored = _or_none(lambda: _call("GET", address), "variable/not_found") or {}
    _call("PUT", address, body={
        "value": value,
        "is_secret": stored.get("is_secret", False) if is_secret is None else is_secret,
        "description": stored.get("description", "") if description is None else description,
        "expires_at": stored.get("expires_at"),
    })


def get_resource(path: str) -> Dict[str, Any]:
    """Gives the value of a resource with its secrets, references resolved. Audited."""
    value: Dict[str, Any] = _call("GET", f"resources_value/{_item_path(path, '$res:')}")
    return value


def set_resource(path: str, value: Dict[str, Any], *, resource_type: Optional[str] = None, description: Optional[str] = None) -> None:
    """Makes or changes a resource. ``resource_type`` is needed only for a new one."""
    address = f"resources/{_item_path(path, '$res:')}"
    stored = _or_none(lambda: _call("GET", address), "resource/not_found") or {}
    kind = resource_type or stored.get("resource_type")
    if kind is None:
        raise MillraceError(
            "resource/not_found",
            f'There is no resource {path} yet. To make it, say what it is: set_resource(path, value, resource_type="postgresql").',
            status=404,
        )
    _call("PUT", address, body={
        "resource_type": kind, "value": value, "description": stored.get("description", "") if description is None else description,
    })


def get_state(path: Optional[str] = None) -> Any:
    """Gives what this script remembered with :func:`set_state`, or ``None``. Without a path it is the state of the running script."""
    return _or_none(lambda: _call("GET", f"state/{_item_path(path or _own_path())}"), "request/not_found", "state/not_found")


def set_state(state: Any, path: Optional[str] = None) -> None:
    """Remembers a value between runs; the last one wins."""
    _call("PUT", f"state/{_item_path(path or _own_path())}", body=state)


def run_script(
    path: str, args: Optional[Dict[str, Any]] = None, *, tag: Optional[str] = None, scheduled_for: Union[datetime, str, None] = None,
    scheduled_in_s: Optional[float] = None, timeout_s: Optional[float] = None, priority: Optional[int] = None, version: Optional[int] = None,
    idempotency_key: Optional[str] = None, wait_s: Optional[float] = None,
) -> Any:
    """Runs a script as a child of this job and gives its result.

    Raises :class:`MillraceJobError` when the job fails. After ``wait_s`` seconds it raises ``job/wait_timeout``, and the job
    goes on; without it there is no limit.
    """
    query = _run_query(tag, scheduled_for, scheduled_in_s, timeout_s, priority, version, idempotency_key)
    route = f"jobs/run_wait_result/p/{_item_path(path)}"
    return _wait_in_slices(wait_s, lambda part: _call("POST", route, body=args or {}, query={**query, "wait_s": part}, wait_seconds=part))


def run_script_async(
    path: str, args: Optional[Dict[str, Any]] = None, *, tag: Optional[str] = None, scheduled_for: Union[datetime, str, None] = None,
    scheduled_in_s: Optional[float] = None, timeout_s: Optional[float] = None, priority: Optional[int] = None, version: Optional[int] = None,
    idempotency_key: Optional[str] = None,
) -> str:
    """Starts a script as a child of this job and gives the id of the job at once."""
    query = _run_query(tag, scheduled_for, scheduled_in_s, timeout_s, priority, version, idempotency_key)
    return str(_call("POST", f"jobs/run/p/{_item_path(path)}", body=args or {}, query=query, answers_text=True))


def wait_job(id: str, *, wait_s: Optional[float] = None) -> Any:
    """Gives the result of a job as soon as it has one. Raises :class:`MillraceJobError` when it fails."""
    route = f"jobs/{_valid_job_id(id)}/result"
    return _wait_in_slices(wait_s, lambda part: _call("GET", route, query={"wait_s": part}, wait_seconds=part))


def get_job(id: str) -> Dict[str, Any]:
    """Gives everything about a job, in the form of ``GET /jobs/:id``."""
    found: Dict[str, Any] = _call("GET", f"jobs/{_valid_job_id(id)}")
    return found


def cancel_job(id: str, reason: str = "") -> None:
    """Asks a job to stop, with its children."""
    _call("POST", f"jobs/{_valid_job_id(id)}/cancel", body={"reason": reason})


def list_approvals(
    box: str = "mine", *, search: Optional[str] = None, path: Optional[str] = None, job: Optional[str] = None, status: Optional[str] = None,
    limit: Optional[int] = None, after: Optional[str] = None, token: Optional[str] = None,
) -> Dict[str, Any]:
    """Gives a page of the requests for a decision that one may see: ``items`` and ``next``. ``token`` asks as the person of an API token."""
    query = {"box": box, "search": search, "path": path, "job": job, "status": status, "limit": limit, "after": after}
    page: Dict[str, Any] = _call("GET", "approvals", query=query, token=token)
    return page


def get_approval(id: str, *, token: Optional[str] = None) -> Dict[str, Any]:
    """Gives a request for a decision, in the form of ``GET /approvals/:id``."""
    found: Dict[str, Any] = _call("GET", f"approvals/{_valid_approval_id(id)}", token=token)
    return found


def decide_approval(
    id: str, vote: str, *, comment: str = "", values: Optional[Dict[str, Any]] = None, expected_hash: Optional[str] = None,
    on_behalf_of: Optional[str] = None, idempotency_key: Optional[str] = None, token: Optional[str] = None,
) -> Dict[str, Any]:
    """Decides a request with ``"approve"`` or ``"reject"``, and gives it as it is then.

    A decision is that of a person: the token of a job is refused, so inside of a job give the API token of a person whose scopes have
    ``approvals:decide``.
    """
    given = {"expected_hash": expected_hash, "on_behalf_of": on_behalf_of, "idempotency_key": idempotency_key or _new_key()}
    body = {"vote": vote, "comment": comment, "values": values or {}, **{name: value for name, value in given.items() if value is not None}}
    decided: Dict[str, Any] = _call("POST", f"approvals/{_valid_approval_id(id)}/decide", body=body, token=token)
    return decided


def read_file(file: Union[Dict[str, Any], str]) -> bytes:
    """Gives the content of a file that was given to an app.

    This job may read what was given by whoever started it, and files of apps that its person may edit.
    """
    content: bytes = _call("GET", f"app_files/{_file_id(file)}", answers_bytes=True, wait_seconds=270)
    return content


def file_link(file: Union[Dict[str, Any], str], *, expires_in_s: int = 900) -> str:
    """Gives an address by which anybody gets a file, without signing in, for a while: 7 days at most."""
    return str(_call("POST", f"app_files/{_file_id(file)}/links", body={"expires_in_s": expires_in_s})["url"])


def set_progress(percent: float) -> None:
    """Says how far this job is, in percent from 0 to 100."""
    import sys

    whole = round(min(100.0, max(0.0, float(percent))))
    report = getattr(sys.modules.get("millrace_runner"), "report_progress", None)
    if report is not None:
        report(whole)
    else:
        _call("POST", f"jobs/{_valid_job_id(job.id)}/progress", body={"percent": whole})


def log(*values: Any) -> None:
    """Writes a line into the log of this job; what is not text is written as JSON."""
    print(*(value if isinstance(value, str) else _as_text(value) for value in values), flush=True)


def current_user() -> Dict[str, Any]:
    """Gives the person as whom this job runs: ``username``, ``role``, ``groups``, ``folders``."""
    user: Dict[str, Any] = _call("GET", "me")
    return user


def _as_text(value: Any) -> str:
    try:
        return _json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError):
        return repr(value)


def _run_query(
    tag: Optional[str], scheduled_for: Union[datetime, str, None], scheduled_in_s: Optional[float], timeout_s: Optional[float],
    priority: Optional[int], version: Optional[int], idempotency_key: Optional[str],
) -> Dict[str, Any]:
    # A key makes it safe to ask again, after a lost answer or when the wait takes longer than one request.
    key = idempotency_key or _new_key()
    moment = scheduled_for.astimezone().isoformat() if isinstance(scheduled_for, datetime) else scheduled_for
    return {
        "tag": tag, "scheduled_for": moment, "scheduled_in_s": scheduled_in_s, "timeout_s": timeout_s, "priority": priority,
        "version": version, "idempotency_key": key, "parent_job": job.id or None,
    }


def _own_path() -> str:
    if job.path == "":
        raise MillraceError("path/invalid", "This job has no path of its own (a preview that was not saved): name the path of the state.")
    return job.path
