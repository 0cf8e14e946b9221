#!/bin/bash
# Walks through the first run in the bare root that prove.sh kept, with a prepared first-start.toml,
# by mouse and keyboard; pictures to build/package/proof/wizard-*.png. The places clicked are those of
# the window at 100 %: look at the pictures.
#
#   installer/debian/prove.sh FOLDER && installer/debian/try-wizard.sh FOLDER      as root
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$1
OUT=$PWD/build/package/proof
export DISPLAY=:${DISPLAY_NUMBER:-81} LC_ALL=C.UTF-8
deb=$(ls -t dist/union-desk_[0-9]*_amd64.deb | grep -v '_0\.0\.' | head -n 1)
Xvfb "$DISPLAY" -screen 0 1366x768x24 -nolisten tcp -noreset >/dev/null 2>&1 &
server=$!
program=
tidy() {
    for each in $program $server; do kill "$each" 2>/dev/null || true; done
    for each in tmp/.X11-unix proc dev; do
        if mountpoint -q "$root/$each"; then umount -l "$root/$each"; fi
    done
    rm -f "$root/etc/union-desk/first-start.toml"
}
trap tidy EXIT
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
for _ in $(seq 50); do [ -S "/tmp/.X11-unix/X${DISPLAY#:}" ] && break; sleep 0.1; done
mkdir -p "$root/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
cp "$deb" "$root/root/new.deb"
chroot "$root" apt-get install -y -qq --no-install-recommends /root/new.deb >/dev/null 2>&1
chroot "$root" install -d -o clerk -m 700 /tmp/run-clerk /home/clerk/备份处
rm -rf "$root/home/clerk/.config" "$root/home/clerk/试"
mkdir -p "$root/etc/union-desk"
cat >"$root/etc/union-desk/first-start.toml" <<'T'
division = "120114106"
kind = "township"
name = "南蔡村镇总工会（试）"
folder = "~/试/工作库"
backup_place = "~/备份处"
[settings]
lock_minutes = 10
T
chroot --userspec=clerk "$root" /usr/bin/env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/home/clerk \
    XDG_RUNTIME_DIR=/tmp/run-clerk DISPLAY="$DISPLAY" union-desk-gui >"$OUT/wizard.log" 2>&1 &
program=$!
for _ in $(seq 100); do xdotool search --onlyvisible --name 工会 >/dev/null 2>&1 && break; sleep 0.2; done
sleep 3
shot() { import -window root "$OUT/wizard-$1.png"; }
click() { xdotool mousemove "$1" "$2" click 1; sleep "$3"; }
click 668 237 4 # 新建
shot place
click 790 604 3 # 下一步
shot office
click 790 604 2
xdotool type zhangsan
xdotool key Tab
xdotool type 'Kouling-2026x'
xdotool key Tab
xdotool type 'Kouling-2026x'
sleep 1
click 770 604 12 # 建立工作库
shot key
click 82 251 9 # 打印…
shot preview
xdotool search --onlyvisible --name 打印预览 windowclose
sleep 2
click 57 367 1 # kept
click 780 604 2
click 770 604 8
shot main
chroot "$root" find /home/clerk/备份处 -name '*.udb' | head -n 1
cat "$OUT/wizard.log"
