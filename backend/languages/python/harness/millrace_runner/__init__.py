"""The runner of Millrace: speaks the protocol of ``backend/runner/protocol.ts`` and calls ``main`` of a script."""

_report = None


def report_progress(percent):
    """How far the job is that runs now; the SDK calls this."""
    if _report is not None:
        _report(percent)
