"""The program's icon in the sizes that desktops ask for, drawn by the program itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256)


def main(folder: Path) -> None:
    """Write union-desk-N.png of every size and union-desk.ico."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PIL import Image
    from PySide6.QtGui import QGuiApplication

    from app.desk.icons import emblem

    application = QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for side in SIZES:
        picture = emblem(side).toImage()  # drawn at twice the size
        picture.setDevicePixelRatio(1)
        big = folder / "big.png"
        picture.save(str(big))
        with Image.open(big) as drawn:
            small = drawn.convert("RGBA").resize((side, side), Image.Resampling.LANCZOS)
        small.save(folder / f"union-desk-{side}.png")
        big.unlink()
    with Image.open(folder / "union-desk-256.png") as largest:
        largest.save(folder / "union-desk.ico", sizes=[(n, n) for n in SIZES])
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
