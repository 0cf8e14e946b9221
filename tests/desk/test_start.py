"""The unlock window comes with nothing heavy imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

OURS = """
import json, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from app.desk import theme
from app.desk.operations import Operations
from app.desk.settings import Settings
from app.desk.unlock import UnlockWindow
theme.apply(app)
settings = Settings(Path({settings!r}))
window = UnlockWindow(Operations(), settings, enter=None, recover=None, users=lambda f: 1)
window.show(); app.processEvents()
heavy = sorted({{m.split(".")[0] for m in sys.modules}}
               & {{"sqlalchemy", "openpyxl", "reportlab", "alembic", "docx", "python_calamine"}})
areas = [m for m in sys.modules if m.startswith("app.areas") or m.startswith("app.store")]
print(json.dumps([heavy, areas]), flush=True)
import os; os._exit(0)
"""


def out_of(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout.strip().splitlines()[-1]


def test_unlock_window_comes_with_nothing_heavy(tmp_path):
    """How fast it comes is measured by tests/bench/bench_start.py."""
    settings = tmp_path / "s.json"
    settings.write_text(json.dumps({"recent": ["/甲"]}), encoding="utf-8")
    heavy, areas = json.loads(out_of(OURS.format(settings=str(settings))))
    assert heavy == []
    assert areas == []
