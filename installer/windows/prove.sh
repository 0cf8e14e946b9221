#!/bin/bash
# Tries the Windows installer as far as wine goes: silent install, command line, upgrade, uninstall.
#
#   installer/windows/prove.sh      needs wine64 (Debian: wine64); takes the newest setup in dist/
#
# Wine 8 lacks DLLs of Windows that two libraries want: the window's (icuuc.dll) and the one that
# reads workbooks (bcryptprimitives.dll). What needs them is not tried here; see README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
setup=$(ls -t dist/union-desk-*-setup.exe | head -n 1)
OUT=$PWD/build/package/proof-windows
mkdir -p "$OUT"
place=$(mktemp -d)
trap 'WINEPREFIX=$place/wine /usr/lib/wine/wineserver64 -k 2>/dev/null || true; sleep 2; rm -rf "$place"' EXIT
export WINEPREFIX=$place/wine WINEDEBUG=-all WINEDLLOVERRIDES="winemenubuilder.exe=d;mscoree=d;mshtml=d"
mkdir -p "$place/home/Documents" "$place/home/Desktop" && export HOME=$place/home 
export LC_ALL=C.UTF-8 LANG=zh_CN.UTF-8
unset DISPLAY || true
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)

say() { printf -- '-- %s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}
say "wine $("$wine" --version), $(basename "$setup")"
"$wine" wineboot -i >/dev/null 2>&1 || true
"$wine" reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null 2>&1 || true
home=$("$wine" cmd /c 'echo %LOCALAPPDATA%' 2>/dev/null | tr -d '\r')
user=$("$wine" cmd /c 'echo %USERPROFILE%' 2>/dev/null | tr -d '\r')
unix() { "$wine" winepath -u "$1" 2>/dev/null | tr -d '\r'; }
listed() { "$wine" reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\union-desk' >/dev/null 2>&1; }

say "silent install, to the usual place"
start=$(date +%s)
"$wine" "$setup" /S
folder=$(unix "$home\\Programs\\union-desk")
[ -f "$folder/app.py" ] || fail "nothing at $folder"
listed || fail "not in the list of programs"
say "$(du -sm "$folder" | cut -f1) MB in $(($(date +%s) - start)) s"
"$wine" reg query 'HKCU\Software\Classes\UnionDesk.Backup\shell\open\command' /ve | tr -d '\r' | grep REG_SZ
find "$(unix "$user")" "$WINEPREFIX/drive_c/ProgramData" -name '基层工会工作台.lnk' | sed "s#$WINEPREFIX##"

say "silent install into a long Chinese path"
# no space: wine would put quotes around the argument, which NSIS does not take
long="$user\\工会程序\\$(printf '很长的文件夹名字%.0s' 1 2 3 4 5)\\union-desk"
"$wine" "$setup" /S "/D=$long"
[ -f "$(unix "$long")/app.py" ] || fail "nothing at the long path"

python="$long\\python\\python.exe"
program="$long\\app.py"
run() {
    local name=$1
    shift
    if "$wine" "$python" "$program" "$@" </dev/null 2>&1 | cat >"$OUT/$name.txt"; then
        say "$name: works"
        head -n 4 "$OUT/$name.txt"
    else
        local status=$?
        say "$name: status $status"
        tail -n 6 "$OUT/$name.txt"
        find "$WINEPREFIX" -name 'report-*.txt' -newer "$OUT/$name.txt" -exec tail -n 4 {} + 2>/dev/null || true
        return "$status"
    fi
}
export UNION_DESK_PASSWORD='口令 abc12345' PYTHONUTF8=1
work="$user\\Documents\\王庆坨镇 工作库"
say "command line"
run help --help
run demo demo "$work" --size small
run new new "$user\\Documents\\新库" --division 120114106 --kind township
run report -w "$work" report annual "$user\\Documents\\年度报告.pdf"
run backup -w "$work" backup "$user\\Documents\\备份.udb"
run restore restore "$user\\Documents\\备份.udb" "$user\\Documents\\恢复"
run verify -w "$user\\Documents\\恢复" verify
run info -w "$work" info
run find -w "$work" find 工会
run check -w "$work" check || [ $? -eq 1 ]
run export -w "$work" export organisations "$user\\Documents\\工会.xlsx" --reveal --reason 试装 || say "export is not possible in this wine"
run import -w "$work" import organisations "$user\\Documents\\工会.xlsx" --dry-run || say "import is not possible in this wine"
cp "$(unix "$user\\Documents\\年度报告.pdf")" "$OUT/" 2>/dev/null || true

say "upgrade in place"
held() { (cd "$(unix "$user\\Documents")" && find . -type f ! -name '*.lock' -print0 | sort -z | xargs -0 sha256sum | sha256sum); }
before=$(held)
touch "$(unix "$long")/site/left-over-of-an-older-version.py"
"$wine" "$setup" /S "/D=$long"
[ ! -e "$(unix "$long")/site/left-over-of-an-older-version.py" ] || fail "older files stay"
[ "$before" = "$(held)" ] || fail "the upgrade touched data"
run verify-after-upgrade -w "$work" verify

say "upgrade while it runs is refused"
"$wine" "$python" -c "import time; time.sleep(60)" </dev/null 2>&1 | cat &
sleeper=$!
sleep 4
"$wine" "$setup" /S "/D=$long" && say "NOT refused (wine lets running programs be overwritten)" || say "refused with status $?"
kill "$sleeper" 2>/dev/null || true
"$wine" taskkill /f /im python.exe >/dev/null 2>&1 || true
wait "$sleeper" 2>/dev/null || true

say "uninstall"
"$wine" "$long\\uninstall.exe" /S "_?=$long"
[ ! -e "$(unix "$long")/app.py" ] || fail "still there"
[ ! -d "$(unix "$long")/site" ] || fail "still there"
[ "$before" = "$(held)" ] || fail "uninstalling touched data"
listed && fail "still in the list of programs"
echo "all that wine can do passed"
