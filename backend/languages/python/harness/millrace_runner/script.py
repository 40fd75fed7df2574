"""Loads a script at its first job and calls ``main`` with the arguments of each job."""

import importlib.util
import os
import sys

from .failure import RunnerError


SUSPENDED = object()
"""In the place of a value: the workflow lets go of this process."""


class Script:
    def __init__(self, folder, launch):
        self.root = os.path.join(folder, "source") + os.sep
        self.file = os.path.join(folder, "source", launch["entry"] + ".py")
        self.entry = launch["entry"]
        self._launch = launch
        self._main = None
        self._hints = {}
        self._prepare_path()

    def _prepare_path(self):
        import site

        sys.path.insert(0, self.root.rstrip(os.sep))
        sys.path.append(self._launch["sdk"])
        if self._launch["packages"]:
            # Besides adding the folder this processes its .pth files, on which some packages rely.
            site.addsitedir(self._launch["packages"])
        # The interpreter starts without `site`, for speed and so that no package of the machine is seen.
        site.setquit()

    def call(self, args, entry=None, channel=None):
        """Calls ``main``, a task of the script, or the body of a workflow, which speaks to the worker through ``channel``."""
        if self._main is None:
            self._main = self._load()
        workflow = getattr(self._main, "__millrace_workflow__", None)
        if entry is not None:
            return self._call_task(workflow, entry, args)
        positional, named = self._bind(args)
        if workflow is not None:
            return self._call_workflow(workflow, positional, named, channel)
        value = self._main(*positional, **named)
        if type(value).__name__ == "coroutine":
            import asyncio

            return asyncio.run(value)
        return value

    def _call_task(self, workflow, entry, args):
        function = workflow.task(entry) if workflow is not None else None
        if function is None:
            raise RunnerError("workflow/no_task", "EntrypointError", f'The script declares no task called "{entry}".')
        value = function(*args["args"])
        if type(value).__name__ == "coroutine":
            import asyncio

            return asyncio.run(value)
        return value

    def _call_workflow(self, workflow, positional, named, channel):
        if channel is None:
            raise RunnerError(
                "workflow/not_seen", "EntrypointError",
                "main is a workflow, but its source does not say so where Millrace reads it. Write @workflow above def main, with: from millrace import workflow.",
            )
        try:
            return workflow.run(positional, named, **channel)
        except workflow.suspended:
            return SUSPENDED

    def _load(self):
        name = self.entry.replace("/", ".")
        specification = importlib.util.spec_from_file_location(name, self.file)
        module = importlib.util.module_from_spec(specification)
        # A hint that names a resource type is no class of the file; where the script runs it is what it is passed: a dict.
        for resource in self._launch["resources"]:
            setattr(module, resource, dict)
        sys.modules[name] = module
        try:
            specification.loader.exec_module(module)
        except BaseException:
            # The next job tries again.
            del sys.modules[name]
            raise
        main = getattr(module, "main", None)
        if not callable(main):
            raise RunnerError("job/no_main", "EntrypointError", "The script has no function called main.")
        if any(parameter["isConverted"] for parameter in self._launch["parameters"]):
            from .arguments import hints_of

            self._hints = hints_of(main)
        return main

    def _bind(self, args):
        positional, named = [], {}
        for parameter in self._launch["parameters"]:
            name = parameter["name"]
            if name not in args:
                continue
            value = args[name]
            if parameter["isConverted"] and name in self._hints:
                from .arguments import convert_argument

                value = convert_argument(name, value, self._hints[name])
            if parameter["isPositionalOnly"]:
                positional.append(value)
            else:
                named[name] = value
        return positional, named
