"""What of the Windows wheels goes into the program folder. The rest the program never touches."""

from __future__ import annotations

import fnmatch
from pathlib import PurePosixPath

QT_MODULES = (
    "Core", "Gui", "Widgets", "Network", "PrintSupport", "Svg", "Pdf", "PdfWidgets",
)  # fmt: skip
QT_FILES = (
    *(f"Qt{name}.pyd" for name in QT_MODULES),
    *(f"Qt6{name}.dll" for name in QT_MODULES),
    "*.py", "pyside6*.dll", "msvcp140*.dll", "vcruntime140*.dll", "concrt140.dll",
    "plugins/platforms/qwindows.dll", "plugins/platforms/qoffscreen.dll",
    "plugins/styles/*.dll", "plugins/iconengines/qsvgicon.dll",
    "plugins/imageformats/qico.dll", "plugins/imageformats/qjpeg.dll",
    "plugins/imageformats/qsvg.dll", "translations/qtbase_zh_CN.qm",
)  # fmt: skip
NEVER = (
    "*.pyi", "*/py.typed", "*.h", "*.lib", "*.c", "*.pyx", "*.pxd", "*/testing/*", "*/tests/*",
    "*/__pycache__/*", "*.exe", "reportlab/graphics/testshapes.py", "bin/*", "Scripts/*",
)  # fmt: skip


def kept(name: str) -> bool:
    """Whether a file of a wheel, by its path in site-packages, is kept."""
    path = PurePosixPath(name)
    if path.parts[0] == "PySide6":
        inner = "/".join(path.parts[1:])
        return any(
            fnmatch.fnmatchcase(inner, pattern) and inner.count("/") == pattern.count("/")
            for pattern in QT_FILES
        )
    return not any(fnmatch.fnmatchcase(name, pattern) for pattern in NEVER)
