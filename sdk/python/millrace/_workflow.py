"""Workflows: what their bodies may call. :mod:`millrace` offers these functions."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, TypeVar, Union

from ._recorded import record_dates, record_time_and_chance
from ._replay import (
    Pending, StepError, Suspended, TaskError, TimeoutError, WorkflowError, WorkflowRun, branch, current_scope, recorded_scope,
)

Duration = Union[int, float, str, timedelta]
"""Seconds, a ``timedelta``, or a text such as ``"30s"``, ``"2h 30m"``, ``"1 day"``."""

_Function = TypeVar("_Function", bound=Callable[..., Any])
_Result = TypeVar("_Result")

_tasks: Dict[str, Callable[..., Any]] = {}
_NO_RETRY = {"attempts": 0, "delay_s": 1.0, "backoff": "exponential", "max_delay_s": 600.0}


class _Workflow:
    """What the harness needs to run a workflow; found as ``main.__millrace_workflow__``."""

    suspended = Suspended

    def __init__(self, body: Callable[..., Any]) -> None:
        self.body = body

    def run(self, args: List[Any], named: Dict[str, Any], **channel: Any) -> Any:
        record_dates(self.body)
        return WorkflowRun(**channel).start(lambda: self.body(*args, **named))

    def task(self, name: str) -> Optional[Callable[..., Any]]:
        return _tasks.get(name)


def workflow(body: _Function) -> _Function:
    """Makes ``main`` a workflow: what it does by the functions of this module is recorded, so that it can wait for days without a process, and
    goes on where it was after a crash. The body must do the same each time it is run."""
    import functools
    import inspect

    if inspect.iscoroutinefunction(body):
        raise WorkflowError("workflow/invalid", "Write the workflow as def, not as async def: it waits by blocking. Steps may be async.")
    record_time_and_chance()

    @functools.wraps(body)
    def main(*_args: Any, **_named: Any) -> Any:
        raise WorkflowError("workflow/outside", "A workflow is run by Millrace: as a job, or from another one by task(path, args).")

    main.__millrace_workflow__ = _Workflow(body)  # type: ignore[attr-defined]
    return main  # type: ignore[return-value]


def step(name: Union[str, Callable[..., _Result]], work: Optional[Callable[..., _Result]] = None, *, retry: Optional[Dict[str, Any]] = None) -> Any:
    """Does something in this process once, and records its result.

    ``step("charge card", lambda: charge(order))`` does it now; ``@step`` above a function makes every call of it in a workflow a step.
    ``retry``: ``{"attempts", "delay_s", "backoff", "max_delay_s"}``, within the process. Raises :class:`StepError`.
    """
    if isinstance(name, str):
        if work is None:
            raise WorkflowError("workflow/invalid", "step(name, work) takes a function: what the step does.")
        return _do_step(name, work, retry)
    function = name
    import functools

    @functools.wraps(function)
    def recorded(*args: Any, **named: Any) -> Any:
        if recorded_scope() is None:
            return function(*args, **named)
        return _do_step(function.__name__, lambda: function(*args, **named), retry)

    return recorded


def _do_step(name: str, work: Callable[[], Any], retry: Optional[Dict[str, Any]]) -> Any:
    scope = current_scope("step")
    policy = {**_NO_RETRY, **(retry or {})}
    decode = (_same, lambda error, _outcome: StepError(name, error))
    return scope.run.begin(scope, "step", name, lambda key: scope.run.execute(scope, key, name, work, policy), decode).result()


class Task:
    """A function of this file that runs as a job of its own when a workflow calls it. ``start`` begins it and gives a :class:`Pending`."""

    def __init__(self, function: Callable[..., Any], options: Dict[str, Any]) -> None:
        self.function = function
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self._options = options
        if _tasks.get(self.__name__) is not None and _tasks[self.__name__].__code__ is not function.__code__:
            raise WorkflowError("workflow/invalid", f'Two tasks of this file are called "{self.__name__}". Give each a name of its own.')
        _tasks[self.__name__] = function

    def __call__(self, *args: Any) -> Any:
        return self.start(*args).result()

    def start(self, *args: Any) -> Pending:
        return _start_task(self.__name__, {"entry": self.__name__}, {"args": list(args)}, self._options)


class _TaskFactory:
    """``task("f/crm/refund", {"id": 1})`` runs a script as a child job and gives its result, with ``kind="flow"`` a flow; ``task.start`` begins it; ``@task`` or
    ``@task(retry=…)`` above a function of this file makes it one that runs as a job of its own."""

    def __call__(
        self, target: Union[str, Callable[..., Any], None] = None, args: Optional[Dict[str, Any]] = None, *, tag: Optional[str] = None,
        timeout_s: Optional[float] = None, priority: Optional[int] = None, retry: Optional[Dict[str, Any]] = None, kind: str = "script",
    ) -> Any:
        options = {"tag": tag, "timeout_s": timeout_s, "priority": priority, "retry": retry}
        if target is None:
            return lambda function: Task(function, options)
        if callable(target):
            return Task(target, options)
        return _start_task(target, {"path": target, "kind": kind}, args or {}, options).result()

    def start(
        self, path: str, args: Optional[Dict[str, Any]] = None, *, tag: Optional[str] = None, timeout_s: Optional[float] = None,
        priority: Optional[int] = None, retry: Optional[Dict[str, Any]] = None, kind: str = "script",
    ) -> Pending:
        options = {"tag": tag, "timeout_s": timeout_s, "priority": priority, "retry": retry}
        return _start_task(path, {"path": path, "kind": kind}, args or {}, options)


task = _TaskFactory()


def _start_task(name: str, target: Dict[str, Any], args: Dict[str, Any], options: Dict[str, Any]) -> Pending:
    scope = current_scope("task")
    text = scope.run.to_json(args)
    decode = (_same, lambda error, outcome: TaskError(name, error, outcome.get("child_job_id")))
    return scope.run.begin(scope, "task", name, lambda key: scope.run.ask({"op": "task", "key": key, "name": name, **target, **options}, text), decode)


def timer(duration: Duration) -> Pending:
    """Begins to wait for a time, for :func:`race`."""
    scope = current_scope("sleep")
    return _sleep_until(scope.at + _milliseconds(duration))


def _sleep_until(until: float) -> Pending:
    scope = current_scope("sleep")
    return scope.run.begin(scope, "sleep", "", lambda key: scope.run.ask({"op": "sleep", "key": key, "name": "", "until": until}), _nothing)


def sleep(duration: Duration) -> None:
    """Waits. However long it is, it costs nothing: no process waits along."""
    timer(duration).result()


def sleep_until(moment: datetime) -> None:
    """Waits for a moment; one without a time zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    _sleep_until(aware.timestamp() * 1000).result()


def event(name: str, *, timeout: Optional[Duration] = None) -> Pending:
    """Begins to wait for an event, for :func:`race`."""
    scope = current_scope("wait_for_event")
    until = None if timeout is None else scope.at + _milliseconds(timeout)
    decode = (_same, lambda error, _outcome: TimeoutError(name, error["message"]) if error.get("code") == "workflow/timeout" else _failed(error))
    return scope.run.begin(scope, "event", name, lambda key: scope.run.ask_event(key, name, until), decode)


def wait_for_event(name: str, *, timeout: Optional[Duration] = None) -> Any:
    """Waits for ``POST /events/<name>`` and gives its body. Raises :class:`TimeoutError` when it does not come in time."""
    return event(name, timeout=timeout).result()


_APPROVAL_TIMES = {"due": "due_s", "remind_every": "remind_every_s", "escalate_after": "escalate_after_s", "expires": "expires_s"}


def approval(**spec: Any) -> Pending:
    """Begins to wait for a decision, for :func:`race`."""
    scope = current_scope("wait_for_approval")
    name = str(spec.get("title", ""))
    text = scope.run.to_json(_approval_spec(spec))
    return scope.run.begin(scope, "approval", name, lambda key: scope.run.ask({"op": "approval", "key": key, "name": name}, text), _plain)


def wait_for_approval(**spec: Any) -> Dict[str, Any]:
    """Asks people and waits for their decision: ``title, summary, candidates, quorum, stages, form, due, expires …``.

    Gives ``{"approved", "outcome", "by", "comment", "values", "votes"}``; a rejection, an expiry and a withdrawal are outcomes too.
    """
    return approval(**spec).result()  # type: ignore[no-any-return]


def _approval_spec(given: Dict[str, Any]) -> Dict[str, Any]:
    spec: Dict[str, Any] = {}
    candidates, quorum, form, stages = (given.pop(name, None) for name in ("candidates", "quorum", "form", "stages"))
    for name, value in given.items():
        if value is None:
            continue
        if name in _APPROVAL_TIMES:
            spec[_APPROVAL_TIMES[name]] = max(1, round(_milliseconds(value) / 1000))
        else:
            spec[name] = value
    if form is not None:
        spec["form"] = form if "approve" in form or "reject" in form else {"approve": form}
    if stages is None and (candidates is not None or quorum is not None):
        stages = [{name: value for name, value in (("candidates", candidates), ("quorum", quorum)) if value is not None}]
    if stages is not None:
        spec["stages"] = stages
    return spec


def parallel(items: Iterable[Any], work: Callable[..., _Result], *, concurrency: int = 32) -> List[_Result]:
    """Does ``work(item)`` for every item, several at once, and gives the results in the order of the items. After a failure no more are begun,
    and it is raised when those under way have ended."""
    scope = current_scope("parallel")
    if concurrency < 1:
        raise WorkflowError("workflow/invalid", "The concurrency of parallel is 1 or more.")
    key = scope.next_key()
    lanes = _Lanes(list(items), lambda index, item: branch(scope, key, index, lambda: work(item)))
    threads = [threading.Thread(target=lanes.run, args=(scope.run,), daemon=True) for _ in range(min(concurrency, len(lanes.items)))]
    # The thread that calls waits for the others, and for nothing else.
    scope.run.threads(len(threads) - 1)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    scope.run.threads(1)
    return lanes.results()


class _Lanes:
    def __init__(self, items: List[Any], work: Callable[[int, Any], Any]) -> None:
        self.items = items
        self._work = work
        self._lock = threading.Lock()
        self._next = 0
        self._results: List[Any] = [None] * len(items)
        self._failures: Dict[int, BaseException] = {}

    def run(self, workflow_run: WorkflowRun) -> None:
        try:
            self._run()
        finally:
            workflow_run.threads(-1)

    def _run(self) -> None:
        while True:
            with self._lock:
                index = self._next
                if index >= len(self.items) or self._failures:
                    return
                self._next += 1
            try:
                self._results[index] = self._work(index, self.items[index])
            except BaseException as error:
                with self._lock:
                    self._failures[index] = error

    def results(self) -> List[Any]:
        for error in self._failures.values():
            if isinstance(error, Suspended):
                raise error
        if self._failures:
            raise self._failures[min(self._failures)]
        return self._results


def race(**contenders: Pending) -> Tuple[str, Any]:
    """Waits for whichever ends first, and gives its name and value; the others are given up::

        winner, value = race(paid=event("order/1/paid"), late=timer("1 day"))
    """
    if not contenders:
        raise WorkflowError("workflow/invalid", "race takes at least one thing to wait for.")
    return current_scope("race").run.first(contenders)


def now() -> datetime:
    """The time, which is the same in a replay: that of the last thing that ended."""
    import time

    scope = recorded_scope()
    return datetime.fromtimestamp(scope.at / 1000 if scope else time.time(), timezone.utc)


def random() -> float:
    """A number from 0 up to 1, the same in a replay."""
    import random as module

    return module.random()


def uuid() -> str:
    """A version 4 UUID, the same in a replay."""
    import uuid as module

    return str(module.uuid4())


def _same(value: Any) -> Any:
    return value


def _failed(error: Dict[str, Any]) -> WorkflowError:
    return WorkflowError(str(error.get("code") or "workflow/failed"), str(error.get("message", "")))


_plain = (_same, lambda error, _outcome: _failed(error))
_nothing = (lambda _value: None, lambda error, _outcome: _failed(error))

_UNITS = {"ms": 1.0, "s": 1e3, "m": 6e4, "h": 3.6e6, "d": 8.64e7, "w": 6.048e8}
_NAMES = {"millisecond": "ms", "sec": "s", "second": "s", "min": "m", "minute": "m", "hr": "h", "hour": "h", "day": "d", "week": "w"}


def _milliseconds(duration: Duration) -> float:
    import re

    if isinstance(duration, timedelta):
        total = duration.total_seconds() * 1000
    elif isinstance(duration, (int, float)):
        total = duration * 1000.0
    else:
        total = -1.0
        if re.fullmatch(r"(?:\d+(?:\.\d+)?\s*[A-Za-z]+\s*)+", duration.strip()):
            parts = [(float(count), unit.lower()) for count, unit in re.findall(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)", duration)]
            factors = [_UNITS.get(unit) or _UNITS.get(_NAMES.get(unit, "")) or _UNITS.get(_NAMES.get(unit[:-1], "")) for _, unit in parts]
            if all(factors):
                total = sum(count * (factor or 0.0) for (count, _), factor in zip(parts, factors))
    if not 0 <= total <= 3660 * 8.64e7:
        raise WorkflowError("workflow/invalid", f'"{str(duration)[:60]}" is not a duration. Write seconds as a number, or a text such as "30s", "2h 30m" or "1 day".')
    return float(round(total))
