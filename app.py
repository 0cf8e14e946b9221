"""Starts the program: the window without a command, the command line with one."""

from __future__ import annotations

from app.start import main

if __name__ == "__main__":
    raise SystemExit(main())
