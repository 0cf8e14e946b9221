#!/bin/bash
# Tries Chinese input in the bare root that prove.sh kept: ibus with libpinyin, or fcitx5 with its
# pinyin through its ibus front end; typed by xdotool.
#
#   installer/debian/prove.sh FOLDER && installer/debian/try-input.sh FOLDER [ibus|fcitx5]    as root
#
# Types `gonghui` and a space into the search box and takes pictures to build/package/proof/.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$1
method=${2:-ibus}
OUT=$PWD/build/package/proof
export DISPLAY=:${DISPLAY_NUMBER:-78} LC_ALL=C.UTF-8
deb=$(ls -t dist/union-desk_[0-9]*_amd64.deb | grep -v '_0\.0\.' | head -n 1)
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root "$@"; }
server=
tidy() {
    for each in "$root"/proc/[0-9]*; do
        if [ "$(readlink "$each/root" 2>/dev/null)" = "$root" ]; then kill "${each##*/}" 2>/dev/null || true; fi
    done
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
    for each in tmp/.X11-unix proc dev; do
        if mountpoint -q "$root/$each"; then umount -l "$root/$each"; fi
    done
}
trap tidy EXIT
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp "$deb" "$root/root/new.deb"
if [ "$method" = ibus ]; then
    packages='ibus ibus-libpinyin dconf-gsettings-backend libglib2.0-bin'
else
    inside apt-get purge -y -qq ibus >/dev/null 2>&1 || true
    packages='fcitx5 fcitx5-chinese-addons fcitx5-pinyin'
fi
# shellcheck disable=SC2086
inside apt-get install -y -qq --no-install-recommends /root/new.deb dbus dbus-daemon $packages >"$OUT/input-install.log" 2>&1
cp installer/debian/union-desk "$root/usr/bin/union-desk" # as it is in this folder
Xvfb "$DISPLAY" -screen 0 1366x768x24 -nolisten tcp -noreset >/dev/null 2>&1 &
server=$!
for _ in $(seq 50); do [ -S "/tmp/.X11-unix/X${DISPLAY#:}" ] && break; sleep 0.1; done
mkdir -p "$root/tmp/.X11-unix"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
inside install -d -o clerk -m 700 /tmp/run-clerk
if [ "$method" = ibus ]; then cat >"$root/tmp/session.sh" <<'INNER'
gsettings set org.freedesktop.ibus.general preload-engines "['libpinyin']"
gsettings set org.freedesktop.ibus.general engines-order "['libpinyin']"
ibus-daemon --xim --replace --panel disable >/tmp/run-clerk/ibus.log 2>&1 &
sleep 3
ibus engine libpinyin
echo "engine: $(ibus engine)"
exec union-desk -w /home/clerk/文档/工作库
INNER
else cat >"$root/tmp/session.sh" <<'INNER'
mkdir -p ~/.config/fcitx5
printf '[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n[Groups/0/Items/0]\nName=pinyin\n[GroupOrder]\n0=Default\n' >~/.config/fcitx5/profile
export QT_IM_MODULE=fcitx XMODIFIERS=@im=fcitx
fcitx5 >/tmp/run-clerk/fcitx.log 2>&1 &
sleep 4
echo "fcitx: $(fcitx5-remote) $(fcitx5-remote -n)"
cat ~/.config/ibus/bus/*; dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames | grep -i "ibus\|fcitx"
union-desk -w /home/clerk/文档/工作库 &
sleep 14
fcitx5-remote -o
echo "fcitx: $(fcitx5-remote) $(fcitx5-remote -n)"
wait
INNER
fi
chroot --userspec=clerk "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 \
    HOME=/home/clerk XDG_RUNTIME_DIR=/tmp/run-clerk DISPLAY="$DISPLAY" UNION_DESK_PASSWORD='口令 abc12345' \
    dbus-run-session -- sh /tmp/session.sh >"$OUT/input.log" 2>&1 &
for _ in $(seq 200); do xdotool search --name 工会 >/dev/null 2>&1 && break; sleep 0.2; done
sleep 12
window=$(xdotool search --name 工会 | tail -n 1)
xdotool windowfocus "$window"
xdotool mousemove 680 26 click 1
sleep 6
xdotool type --delay 150 gonghui
sleep 2
import -window root "$OUT/input-$method-composing.png"
xdotool key space
sleep 3
import -window root "$OUT/input-$method.png"
cat "$OUT/input.log"
