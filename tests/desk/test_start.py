"""The unlock window comes as fast as a bare window nearly, with nothing heavy imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

BARE = """
import time; began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
app = QApplication([])
number = QFontDatabase.addApplicationFont({font!r})
app.setFont(QFont(QFontDatabase.applicationFontFamilies(number)[0]))
window = QWidget(); lines = QVBoxLayout(window); lines.addWidget(QLineEdit("口令"))
window.show(); app.processEvents()
print(time.perf_counter() - began)
"""
OURS = """
import time; began = time.perf_counter()
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
taken = time.perf_counter() - began
heavy = sorted({{m.split(".")[0] for m in sys.modules}}
               & {{"sqlalchemy", "openpyxl", "reportlab", "alembic", "docx", "python_calamine"}})
areas = [m for m in sys.modules if m.startswith("app.areas") or m.startswith("app.store")]
print(json.dumps([taken, heavy, areas]), flush=True)
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


def test_unlock_window_within_twice_a_bare_window(tmp_path):
    from app.base.paths import resource

    settings = tmp_path / "s.json"
    settings.write_text(json.dumps({"recent": ["/甲"]}), encoding="utf-8")
    bare, ours = [], []
    for _ in range(4):
        bare.append(float(out_of(BARE.format(font=str(resource("fonts", "hei.ttf"))))))
        taken, heavy, areas = json.loads(out_of(OURS.format(settings=str(settings))))
        ours.append(taken)
        assert heavy == []
        assert areas == []
    assert min(ours) <= 2 * min(bare), (min(ours), min(bare))
