"""The heart of workflows: runs the body of one, takes what was recorded of it instead of doing it again, and asks for what is new.

Free of input and output: the harness gives what was recorded (``opening``), takes what is asked (``send``) and gives what is told
(``read``). The form of both is in ``backend/workflows/core/conversation.ts``. An operation is known by its key: its place within the
body, or within a branch of ``parallel``. The body blocks while it waits; branches are threads, of which one reads for all.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time as _time_module
from typing import Any, Callable, Dict, List, Optional, Tuple

from ._client import MillraceError, MillraceJobError

_real_time = _time_module.time
_real_sleep = _time_module.sleep


class WorkflowError(MillraceError):
    """A workflow did what cannot be recorded; ``code`` says what: ``workflow/outside``, ``workflow/nested``, ``workflow/nondeterministic`` …"""


class StepError(MillraceError):
    """A step failed; ``error`` is what it raised, as it was recorded."""

    def __init__(self, step: str, error: Dict[str, Any]) -> None:
        super().__init__(str(error.get("code") or "workflow/step_failed"), str(error.get("message", "")), details={"step": step})
        self.step = step
        self.error = error


class TaskError(MillraceJobError):
    """The job of a task failed or was cancelled; ``error`` and ``job_id`` are those of the job."""

    def __init__(self, step: str, error: Dict[str, Any], job_id: Optional[str]) -> None:
        super().__init__(str(error.get("code") or "job/failed"), str(error.get("message", "")), job_id=job_id, error=error, details={"step": step})
        self.step = step


class TimeoutError(WorkflowError):
    """What was waited for did not come in time."""

    def __init__(self, step: str, message: str) -> None:
        super().__init__("workflow/timeout", message, details={"step": step})
        self.step = step


class Suspended(BaseException):
    """Unwinds a body whose workflow lets go of its process; it is run again later. Not an ``Exception``: ``except Exception`` lets it pass."""


_local = threading.local()


def current_scope(what: str) -> "Scope":
    """The branch that calls, where operations are allowed."""
    scope: Optional[Scope] = getattr(_local, "scope", None)
    if scope is None:
        raise WorkflowError("workflow/outside", f"{what} works only within a workflow, in the thread of its body: @workflow above def main(…).")
    if scope.in_step is not None:
        raise WorkflowError(
            "workflow/nested", f'{what} was called within the step "{scope.in_step}". A step is done as a whole: call it from the body of the workflow.',
        )
    return scope


def recorded_scope() -> Optional["Scope"]:
    """The branch that calls; None within steps and outside of workflows, where time and chance are the real ones."""
    scope: Optional[Scope] = getattr(_local, "scope", None)
    return scope if scope is not None and scope.in_step is None else None


class Scope:
    """The body, or a branch of ``parallel``: it counts its operations, and has time and chance of its own."""

    def __init__(self, run: "WorkflowRun", prefix: str, at: float, in_step: Optional[str] = None) -> None:
        self.run = run
        self.prefix = prefix
        self.at = at
        self.in_step = in_step
        self.count = 0
        self.uuids = 0
        self._chance: Any = None

    def next_key(self) -> str:
        self.count += 1
        return f"{self.prefix}{self.count}"

    def digest(self, purpose: str) -> bytes:
        return hashlib.sha256(f"{self.run.seed}\n{self.prefix}\n{purpose}".encode()).digest()

    @property
    def chance(self) -> Any:
        if self._chance is None:
            import random

            self._chance = random.Random(int.from_bytes(self.digest("random"), "big"))
        return self._chance

    def __enter__(self) -> "Scope":
        self._outer = getattr(_local, "scope", None)
        _local.scope = self
        return self

    def __exit__(self, *_error: Any) -> None:
        _local.scope = self._outer


Decode = Tuple[Callable[[Any], Any], Callable[[Dict[str, Any], Dict[str, Any]], BaseException]]


class Pending:
    """Something that was begun and is waited for later. Made by ``task.start``, ``timer``, ``event`` and ``approval``."""

    def __init__(self, scope: Scope, key: str, decode: Decode) -> None:
        self._scope = scope
        self._key = key
        self._decode = decode

    def result(self) -> Any:
        """Waits for the end, and gives the value or raises the error."""
        return self._scope.run.take(self)

    def cancel(self) -> None:
        """Gives up what is waited for."""
        self._scope.run.cancel([self])


class WorkflowRun:
    """One stretch of a workflow in this process: from its beginning, or from a replay, to its end or suspension."""

    def __init__(
        self, opening: Dict[str, Any], *, send: Callable[[Dict[str, Any], str], None], read: Callable[[], Dict[str, Any]],
        to_json: Callable[[Any], str], describe: Callable[[BaseException], Dict[str, Any]],
    ) -> None:
        self.seed: str = opening["seed"]
        self.started_at: float = opening["at"]
        self.records: Dict[str, Dict[str, Any]] = {record["key"]: record for record in opening.get("history", [])}
        self.to_json = to_json
        self._send = send
        self._read = read
        self._describe = describe
        self._lock = threading.Condition()
        self._is_reading = False
        self._outcomes: Dict[str, Dict[str, Any]] = {}
        self._issued: set[str] = set()
        self._given_up: set[str] = set()
        self._executing = 0
        self._unanswered = 0
        self._failure: Optional[BaseException] = None
        self._is_suspended = False
        self._told: int = max((record.get("ordinal") or 0 for record in self.records.values()), default=0)
        self._threads = 1
        self._blocked: Dict[int, List[str]] = {}

    def start(self, body: Callable[[], Any]) -> Any:
        """Runs the body and gives its result. Raises :class:`Suspended` when it lets go of the process."""
        try:
            with Scope(self, "", self.started_at):
                value = body()
        except BaseException:
            # What a replay finds wrong counts, whatever the body made of it.
            if self._failure is not None:
                raise self._failure from None
            if self._is_suspended:
                raise Suspended() from None
            raise
        if self._failure is not None:
            raise self._failure
        if self._is_suspended:
            raise Suspended()
        for record in self.records.values():
            if record.get("ordinal") is not None and record["key"] not in self._issued:
                raise _nondeterministic(record, "the code has ended without it")
        return value

    def begin(self, scope: Scope, kind: str, name: str, perform: Callable[[str], None], decode: Decode) -> Pending:
        """Begins an operation, and asks for it unless that was done before."""
        key = scope.next_key()
        with self._lock:
            self._check()
            self._issued.add(key)
            record = self.records.get(key)
            if record is not None and (record["kind"] != kind or record["name"] != name):
                self._failure = _nondeterministic(record, f"the code now has {_described(kind, name)} in its place")
                self._lock.notify_all()
                raise self._failure
            if record is not None and record.get("ordinal") is not None:
                self._outcomes[key] = record
        if record is None:
            perform(key)
        return Pending(scope, key, decode)

    def ask(self, call: Dict[str, Any], text: str = "null") -> None:
        with self._lock:
            self._send({name: value for name, value in call.items() if value is not None}, text)

    def ask_event(self, key: str, name: str, until: Optional[float]) -> None:
        with self._lock:
            self._send({"op": "event", "key": key, "name": name, "until": until}, "null")

    def execute(self, scope: Scope, key: str, name: str, work: Callable[[], Any], retry: Dict[str, Any]) -> None:
        """Does a step in this process and records it."""
        with self._lock:
            self._executing += 1
        started_at = _real_time() * 1000
        attempts = 0
        while True:
            attempts += 1
            try:
                with Scope(self, "", scope.at, in_step=name):
                    value = work()
                    if type(value).__name__ == "coroutine":
                        import asyncio

                        value = asyncio.run(value)
                    status, error, text = "succeeded", None, self.to_json(value)
                break
            except Exception as problem:
                status, error, text = "failed", self._describe(problem), "null"
                if attempts > retry["attempts"]:
                    break
                factor = 2.0 ** (attempts - 1) if retry["backoff"] == "exponential" else 1.0
                _real_sleep(min(retry["max_delay_s"], retry["delay_s"] * factor))
            except BaseException:
                with self._lock:
                    self._executing -= 1
                raise
        with self._lock:
            self._executing -= 1
            self._unanswered += 1
            self.records[key] = {"key": key, "kind": "step", "name": name, "local": {"value": json.loads(text)} if error is None else {"error": error}}
        call = {"op": "step", "key": key, "name": name, "status": status, "started_at": started_at, "attempts": attempts, "error": error}
        self.ask(call, text)

    def take(self, pending: Pending) -> Any:
        """Waits for the outcome of an operation."""
        return self._settle(pending, self._wait([pending._key])[1])

    def first(self, contenders: Dict[str, Pending]) -> Tuple[str, Any]:
        """Waits for whichever ends first, which is the same one in a replay."""
        names = {pending._key: name for name, pending in contenders.items()}
        try:
            key, outcome = self._wait(list(names))
        finally:
            if not self._is_suspended:
                self.cancel([pending for pending in contenders.values() if pending._key not in self._outcomes])
        return names[key], self._settle(contenders[names[key]], outcome)

    def cancel(self, pendings: List[Pending]) -> None:
        for pending in pendings:
            key = pending._key
            record = self.records.get(key, {})
            if key in self._outcomes or key in self._given_up or record.get("ordinal") is not None or "local" in record:
                continue
            self._given_up.add(key)
            if record.get("status") != "cancelled":
                self.ask({"op": "cancel", "key": key})

    def _settle(self, pending: Pending, outcome: Dict[str, Any]) -> Any:
        scope = getattr(_local, "scope", None) or pending._scope
        scope.at = max(scope.at, outcome["at"])
        value_of, error_of = pending._decode
        local = outcome.get("local") or self.records.get(pending._key, {}).get("local")
        told = local if local is not None else ({"error": outcome["error"]} if outcome["status"] == "failed" else {"value": outcome.get("value")})
        if "error" in told:
            raise error_of(told["error"], outcome)
        return value_of(told["value"])

    def threads(self, change: int) -> None:
        """Counts the threads of the body that are not only waiting for each other."""
        with self._lock:
            self._threads += change

    def _wait(self, keys: List[str]) -> Tuple[str, Dict[str, Any]]:
        me = threading.get_ident()
        with self._lock:
            self._blocked[me] = keys
            try:
                return self._wait_locked(keys)
            finally:
                del self._blocked[me]

    def _wait_locked(self, keys: List[str]) -> Tuple[str, Dict[str, Any]]:
        while True:
            self._check()
            ended = [key for key in keys if key in self._outcomes]
            if ended:
                key = min(ended, key=lambda one: self._outcomes[one]["ordinal"])
                return key, self._outcomes[key]
            if self._is_reading:
                self._lock.wait()
                continue
            self._is_reading = True
            self._lock.release()
            try:
                message = self._read()
            finally:
                self._lock.acquire()
                self._is_reading = False
            self._receive(message)
            self._lock.notify_all()

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure
        if self._is_suspended:
            raise Suspended()

    def _is_at_rest(self) -> bool:
        """Whether every thread of the body waits, and for what has not come."""
        if self._executing > 0 or self._unanswered > 0 or len(self._blocked) < self._threads:
            return False
        return not any(key in self._outcomes for keys in self._blocked.values() for key in keys)

    def _receive(self, message: Dict[str, Any]) -> None:
        if message.get("suspend"):
            if not self._is_at_rest():
                self._send({"op": "busy"}, "null")
            else:
                self._is_suspended = True
                self._send({"op": "resting", "told": self._told}, "null")
            return
        key = message["key"]
        self._told = max(self._told, message["ordinal"])
        if "local" in self.records.get(key, {}):
            self._unanswered -= 1
        if key not in self._given_up:
            self._outcomes[key] = message


def _nondeterministic(record: Dict[str, Any], instead: str) -> WorkflowError:
    return WorkflowError(
        "workflow/nondeterministic",
        f"The run recorded {_described(record['kind'], record['name'])} as its step {record['key']}, but {instead}. The body of a workflow must do the "
        "same each time it is run: read the clock, random numbers and other systems in a step.",
        details={"step": record["key"], "recorded": {"kind": record["kind"], "name": record["name"]}},
    )


def _described(kind: str, name: str) -> str:
    return "a sleep" if kind == "sleep" else f'the {kind} "{name}"'


def branch(parent: Scope, key: str, index: int, work: Callable[[], Any]) -> Any:
    """Runs a branch with keys, time and chance of its own, in whatever thread it is called."""
    scope = Scope(parent.run, f"{key}[{index}]/", parent.at)
    try:
        with scope:
            return work()
    finally:
        parent.at = max(parent.at, scope.at)
