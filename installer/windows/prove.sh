#!/bin/bash
# Tries the Windows installer as far as wine goes: refusals, silent install, command line, window,
# upgrade, uninstall with data kept and with data deleted.
#
#   installer/windows/prove.sh      takes the newest setup in dist/
#
# Debian: wine64 gcc-mingw-w64-x86-64 xvfb xdotool imagemagick. Wine 8 lacks three DLLs of Windows
# that the window and the libraries for workbooks ask for; the least of them is made from wine/*.c.
# Pictures go to build/package/proof-windows/.
set -euo pipefail
cd "$(dirname "$0")/../.."
setup=$(ls -t dist/union-desk-*-setup.exe | head -n 1)
OUT=$PWD/build/package/proof-windows
mkdir -p "$OUT"
place=$(mktemp -d)
screen=
tidy() {
    WINEPREFIX=$place/wine /usr/lib/wine/wineserver64 -k 2>/dev/null || true
    if [ -n "$screen" ]; then kill "$screen" 2>/dev/null || true; fi
    sleep 2
    rm -rf "$place"
}
trap tidy EXIT
export WINEPREFIX=$place/wine WINEDEBUG=-all WINEDLLOVERRIDES="winemenubuilder.exe=d;mscoree=d;mshtml=d;mscms=n"
mkdir -p "$place/home/Documents" "$place/home/Desktop" && export HOME=$place/home
export LC_ALL=C.UTF-8 LANG=zh_CN.UTF-8
wine=$(command -v wine64 || command -v wine || echo /usr/lib/wine/wine64)
for tool in "$wine" x86_64-w64-mingw32-gcc Xvfb xdotool import; do
    command -v "$tool" >/dev/null || { echo "missing: $tool"; exit 1; }
done

say() { printf -- '-- %s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}
number=$((90 + $$ % 100))
Xvfb ":$number" -screen 0 1366x768x24 -nolisten tcp -noreset >/dev/null 2>&1 &
screen=$!
for _ in $(seq 50); do [ -S "/tmp/.X11-unix/X$number" ] && break; sleep 0.1; done
export DISPLAY=:$number # from the first start on: wine keeps the desktop it began with
say "wine $("$wine" --version), $(basename "$setup")"
"$wine" wineboot -i >/dev/null 2>&1 || true
pretend() { "$wine" reg add 'HKCU\Software\Wine' /v Version /d "$1" /f >/dev/null 2>&1 || true; }
for file in installer/windows/wine/*.c; do
    x86_64-w64-mingw32-gcc -shared -O1 -s -o "$WINEPREFIX/drive_c/windows/system32/$(basename "$file" .c).dll" "$file" -ladvapi32
done
# a face with Chinese, so that the pictures can be read
cp resources/fonts/hei.ttf "$WINEPREFIX/drive_c/windows/Fonts/"
for name in 'MS Shell Dlg' 'MS Shell Dlg 2' SimSun Tahoma; do
    "$wine" reg add 'HKCU\Software\Wine\Fonts\Replacements' /v "$name" /d 'Union Desk Hei' /f >/dev/null 2>&1
done

say "Windows that are too old"
for version in winxp win7 win81; do
    pretend $version
    status=0
    "$wine" "$setup" /S '/D=C:\too-old' || status=$?
    [ "$status" = 2 ] || fail "$version: status $status"
    [ ! -e "$WINEPREFIX/drive_c/too-old" ] || fail "$version: something was installed"
    say "$version: refused"
done
pretend win10
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
run export -w "$work" export organisations "$user\\Documents\\工会.xlsx" --reveal --reason 试装
run import -w "$work" import organisations "$user\\Documents\\工会.xlsx" --dry-run
run template template organisations "$user\\Documents\\样表.xlsx"
cp "$(unix "$user\\Documents\\年度报告.pdf")" "$OUT/" 2>/dev/null || true

say "window, under Xvfb"
widest() {
    xdotool search --onlyvisible --name "$1" getwindowgeometry --shell %@ 2>/dev/null |
        sed -n 's/^WIDTH=//p' | sort -n | tail -n 1
}
# Waits until a window of these words, at least so wide, is up, and a moment more for what is in it.
up() {
    local end=$(($(date +%s) + 120)) width
    until width=$(widest "$1") && [ "${width:-0}" -ge "$2" ]; do
        if [ "$(date +%s)" -gt "$end" ]; then fail "no window: $1"; fi
        sleep 0.5
    done
    sleep "${SETTLE:-5}"
}
window() {
    local name=$1 wide=$2
    shift 2
    "$wine" "$python" "$program" "$@" </dev/null 2>&1 | cat >"$OUT/$name.log" &
    up 基层工会工作台 "$wide"
    import -window root "$OUT/$name.png"
    "$wine" taskkill /f /im python.exe >/dev/null 2>&1 || true
    wait $! 2>/dev/null || true
    say "window $name: $(wc -c <"$OUT/$name.log") bytes of complaints, picture $OUT/$name.png"
}
window first-run 1
SETTLE=15 window main 1000 -w "$work"

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
before=$(held) # as the commands since have left it
"$wine" "$long\\uninstall.exe" /S "_?=$long"
[ ! -e "$(unix "$long")/app.py" ] || fail "still there"
[ ! -d "$(unix "$long")/site" ] || fail "still there"
[ "$before" = "$(held)" ] || fail "uninstalling touched data"
listed && fail "still in the list of programs"

say "uninstall with the box, answered no, then yes"
"$wine" "$setup" /S "/D=$long"
other=$(unix "$user")/Documents/别的
mkdir -p "$other" && echo 留着 >"$other/workspace.db"
settings=$(unix "$home\\union-desk\\settings.json")
work_here=$(unix "$work")
grep -q 王庆坨镇 "$settings" || fail "the settings name no workspace"
"$wine" "$long\\uninstall.exe" "_?=$long" </dev/null >/dev/null 2>&1 &
uninstaller=$!
up 卸载 1
dialog=$(xdotool search --onlyvisible --name 卸载 | tail -n 1)
# places of its pages at 96 dpi
click() { xdotool mousemove --window "$dialog" "$1" "$2" click 1; }
xdotool key Return # 下一步
sleep 2
import -window root "$OUT/uninstall-box.png"
click 32 184 # the box
sleep 1
import -window root "$OUT/uninstall-ticked.png"
click 423 364 # 卸载
sleep 2
import -window root "$OUT/uninstall-question.png"
xdotool key Return # no
sleep 1
[ -d "$work_here" ] && [ -f "$settings" ] || fail "deleted although the answer was no"
click 423 364 # 卸载
sleep 2
click 261 214 # yes
for _ in $(seq 60); do [ -e "$(unix "$long")/app.py" ] || break; sleep 1; done
sleep 2
import -window root "$OUT/uninstall-done.png"
kill "$uninstaller" 2>/dev/null || true
[ ! -e "$work_here" ] || fail "the workspace is still there"
[ ! -e "$settings" ] || fail "the settings are still there"
[ "$(cat "$other/workspace.db")" = 留着 ] || fail "something else was deleted"
[ ! -e "$(unix "$long")/app.py" ] || fail "the program is still there"

say "uninstall silently with /DATA=delete"
"$wine" "$setup" /S "/D=$long"
run new new "$work" --division 120114106 --kind township
window opened 1000 -w "$work"
"$wine" "$long\\uninstall.exe" /S /DATA=delete "_?=$long"
[ ! -e "$work_here" ] && [ ! -e "$settings" ] || fail "data is still there"
[ -f "$other/workspace.db" ] || fail "something else was deleted"
echo "all that wine can do passed"
