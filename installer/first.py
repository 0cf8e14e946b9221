"""Runs first inside the packaged program, in place of the packager's own hooks.

Those import Qt's core and multiprocessing at every start, which a short command has no use for. Qt
finds its plug-ins by itself; child processes are looked after in ``app/start.py``.
"""

import os

# The loader's search path was for this process alone: what is started from here (a viewer, a
# printer dialog's helper) must not get our libraries.
_kept = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _kept is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = _kept
