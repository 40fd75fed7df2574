"""The program in which Python scripts run. Its one argument is the folder that ``prepare`` made."""

import sys

# The folder of this file was put first; only the package of the harness is taken from it, nothing of a script.
_HARNESS = sys.path.pop(0)
sys.path.append(_HARNESS)
from millrace_runner.serve import serve  # noqa: E402

sys.path.remove(_HARNESS)
serve(sys.argv[1])
