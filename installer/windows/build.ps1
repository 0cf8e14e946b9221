# Builds the Windows installer on Windows itself. Not tried yet: see README.md.
#
#   powershell -ExecutionPolicy Bypass -File installer\windows\build.ps1
#
# Needs git, Python 3.11 (64 bit) as `py -3.11`, and NSIS 3.08 or newer (makensis on PATH).
# The runtime comes from the official embeddable archive instead of the registry package: put
# python-3.11.9-embed-amd64.zip beside this script; its SHA-256 is compared with the published one
# that you give in $env:PYTHON_EMBED_SHA256.
$ErrorActionPreference = "Stop"
$here = Split-Path -Parent $MyInvocation.MyCommand.Path
$house = Resolve-Path (Join-Path $here "..\..")
Set-Location $house

$archive = Join-Path $here "python-3.11.9-embed-amd64.zip"
if (-not (Test-Path $archive)) { throw "python-3.11.9-embed-amd64.zip is not beside this script" }
if (-not $env:PYTHON_EMBED_SHA256) { throw "set PYTHON_EMBED_SHA256 to the published SHA-256 of the archive" }
$found = (Get-FileHash -Algorithm SHA256 $archive).Hash.ToLower()
if ($found -ne $env:PYTHON_EMBED_SHA256.ToLower()) { throw "the archive is not the published one: $found" }

if (-not (Get-Command makensis -ErrorAction SilentlyContinue)) { throw "makensis is not on PATH" }
py -3.11 -m venv build\package\env-windows
if ($LASTEXITCODE) { throw "Python 3.11 made no environment" }
$python = "build\package\env-windows\Scripts\python.exe"
& $python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
if ($LASTEXITCODE) { throw "the locked packages could not be installed" }
$env:UNION_DESK_RUNTIME = $archive
& $python -m installer.windows.build
if ($LASTEXITCODE) { throw "the installer was not built" }
