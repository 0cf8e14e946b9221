"""Workbooks in and out. The kit knows no area: an area declares its lists (``fields.SheetKind``).

In, always in a child process under a memory limit: ``checking.look_into`` (sheets, first rows,
layout found), ``checking.check_file`` (layouts and checked rows). Out: ``writing`` (exports),
``template`` (workbooks to fill in), ``rejected`` (wrong rows with reasons).
"""
