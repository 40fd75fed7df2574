"""Serves job after job on descriptors 3 (from the worker) and 4 (to the worker)."""

import json
import os
import sys

import millrace_runner

from .failure import RunnerError, describe_failure
from .result import to_json
from .script import SUSPENDED, Script

_FROM_WORKER = 3
_TO_WORKER = 4


def serve(folder):
    for descriptor in (_FROM_WORKER, _TO_WORKER):
        os.set_inheritable(descriptor, False)
    _end_with_worker()
    streams = (sys.stdout, sys.stderr)
    for stream in streams:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    server = _Server(folder, streams)
    _send('{"type":"ready"}')
    with os.fdopen(_FROM_WORKER, "rb", closefd=False) as requests:
        for line in requests:
            message = json.loads(line)
            if message.get("type") == "run":
                server.run(message, requests)


class _Server:
    def __init__(self, folder, streams):
        self._folder = folder
        self._script = None
        self._streams = streams
        self._own_environment = dict(os.environ)
        self._own_folder = os.getcwd()

    def run(self, job, requests):
        millrace_runner._report = lambda percent: _send(json.dumps({"type": "progress", "id": job["id"], "percent": percent}))
        sys.stdout, sys.stderr = self._streams
        if self._script is None:
            # Not before: a process may be started while nobody knows yet what it will run, and its folder is empty.
            with open(os.path.join(self._folder, "launch.json"), encoding="utf-8") as file:
                self._script = Script(self._folder, json.load(file))
        try:
            os.chdir(self._own_folder)
            self._replace_environment(job["environment"])
            value = self._script.call(job["args"], job.get("entry"), self._channel(job, requests))
            if value is SUSPENDED:
                answer = json.dumps({"type": "suspended", "id": job["id"]})
            else:
                answer = '{"type":"result","id":%s,"result":%s}' % (json.dumps(job["id"]), to_json(value))
        except SystemExit:
            self._flush()
            raise
        except BaseException as error:
            answer = json.dumps({"type": "error", "id": job["id"], "error": describe_failure(error, self._script)})
        millrace_runner._report = None
        is_intact = self._flush()
        if is_intact:
            _send(answer)
        else:
            # The script closed a stream: the next job could not print any more.
            _send(json.dumps({"type": "last", "id": job["id"]}))
            _send(answer)
            os._exit(1)

    def _channel(self, job, requests):
        """What a workflow speaks to the worker with; None for everything else."""
        if "workflow" not in job:
            return None
        name = json.dumps(job["id"])

        def send(call, text):
            head = json.dumps(call)
            _send('{"type":"ask","id":%s,"head":%d,"call":%s,"value":%s}' % (name, len(head), head, text))

        def read():
            for line in requests:
                message = json.loads(line)
                if message.get("type") == "tell" and message.get("id") == job["id"]:
                    return message["message"]
            # The worker is gone.
            os._exit(0)

        return {"opening": job["workflow"], "send": send, "read": read, "to_json": to_json, "describe": lambda error: describe_failure(error, self._script)}

    def _replace_environment(self, environment):
        wanted = {**self._own_environment, **environment}
        for name in [name for name in os.environ if name not in wanted]:
            del os.environ[name]
        for name, value in wanted.items():
            if os.environ.get(name) != value:
                os.environ[name] = value

    def _flush(self):
        is_intact = True
        for stream in {*self._streams, sys.stdout, sys.stderr}:
            try:
                stream.flush()
            except (OSError, ValueError, AttributeError):
                is_intact = False
        for descriptor in (1, 2):
            try:
                os.fstat(descriptor)
            except OSError:
                is_intact = False
        return is_intact


def _send(text):
    # On a line of its own, also where a script left one that does not end.
    _write_all(_TO_WORKER, b"\n" + text.encode("utf-8", "surrogatepass") + b"\n")


def _write_all(descriptor, data):
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest):]
        except BlockingIOError:
            import select

            select.select([], [descriptor], [], 1.0)


def _end_with_worker():
    """Ends the process when the worker is gone, whatever the script is doing. The thread sleeps in the kernel until then."""
    import select
    import _thread

    if not hasattr(select, "poll"):
        return
    poll = select.poll()
    poll.register(_FROM_WORKER, getattr(select, "POLLRDHUP", 0))

    def wait():
        poll.poll()
        os._exit(0)

    _thread.start_new_thread(wait, ())
