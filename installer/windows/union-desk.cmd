@echo off
rem The command line of the program; without a command it opens the window.
setlocal
set PYTHONUTF8=1
"%~dp0python\python.exe" "%~dp0app.py" %*
exit /b %ERRORLEVEL%
