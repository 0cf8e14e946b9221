#!/bin/bash
# Tries the Debian package in a bare root file system: install, use, window, upgrade, remove, purge.
#
#   installer/debian/prove.sh [FOLDER]      as root; needs debootstrap, Xvfb, xdotool, imagemagick
#
# The package is the newest in dist/. FOLDER keeps the root between runs (else it is made anew and
# thrown away). SUITE=trixie tries another release. Pictures go to build/package/proof/.
set -euo pipefail
cd "$(dirname "$0")/../.."
SUITE=${SUITE:-bookworm}
OUT=$PWD/build/package/proof
DISPLAY_NUMBER=${DISPLAY_NUMBER:-77}
export DISPLAY=:$DISPLAY_NUMBER
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
deb=$(ls -t dist/union-desk_[0-9]*_amd64.deb | grep -v '_0\.0\.' | head -n 1)
root=${1:-}
keep=yes
if [ -z "$root" ]; then keep=no root=$(mktemp -d); fi
mkdir -p "$OUT"

say() { printf -- '-- %s\n' "$*"; }
fail() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}
inside() { chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root "$@"; }
# A clerk without rights, with the display of this machine.
clerk() {
    chroot --userspec=clerk "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 \
        HOME=/home/clerk XDG_RUNTIME_DIR=/tmp/run-clerk DISPLAY="$DISPLAY" \
        UNION_DESK_PASSWORD='口令 abc12345' "$@"
}
server=
tidy() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
    for each in tmp/.X11-unix proc dev; do
        if mountpoint -q "$root/$each"; then umount -l "$root/$each"; fi
    done
    if [ "$keep" = no ]; then rm -rf --one-file-system "$root"; fi
}
trap tidy EXIT

if [ ! -x "$root/usr/bin/apt-get" ]; then
    say "bare $SUITE"
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
    debootstrap --variant=minbase "$SUITE" "$root" "$mirror" >"$OUT/debootstrap.log"
fi
chmod 755 "$root"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
if [ "$SUITE" = "$(. /etc/os-release && echo "$VERSION_CODENAME")" ]; then
    rm -f "$root/etc/apt/sources.list"
    cp -r /etc/apt/sources.list.d/debian.sources "$root/etc/apt/sources.list.d/" 2>/dev/null || true
fi
mkdir -p "$root/usr/share/keyrings" && cp -n /usr/share/keyrings/debian-archive-* "$root/usr/share/keyrings/" 2>/dev/null || true
for each in /etc/apt/apt.conf.d/*roxy*; do if [ -e "$each" ]; then cp "$each" "$root/etc/apt/apt.conf.d/"; fi; done
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$root/etc/ssl/certs" && cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
fi
inside apt-get update -qq
inside id clerk >/dev/null 2>&1 || inside useradd -m clerk
inside dpkg --purge union-desk >/dev/null 2>&1 || true
rm -rf "$root/home/clerk/"* "$root/home/clerk/.config" "$root/home/clerk/.local"
inside install -d -o clerk -m 700 /tmp/run-clerk

say "an older package, made of the same files under an older number"
.venv/bin/python -m installer.build older
old=$(ls dist/union-desk_0.0.*_amd64.deb)
cp "$old" "$root/root/old.deb"
cp "$deb" "$root/root/new.deb"

say "install"
before=$(inside dpkg-query -f '${Package}\n' -W | wc -l)
inside apt-get install -y -qq --no-install-recommends /root/old.deb >"$OUT/install.log" 2>&1 || { tail -20 "$OUT/install.log"; fail install; }
say "packages that came with it: $(($(inside dpkg-query -f '${Package}\n' -W | wc -l) - before - 1))"
missing=$(inside sh -c 'find /usr/lib/union-desk -type f \( -name "*.so*" -o -name union-desk \) -exec ldd {} + 2>/dev/null | grep "not found" | sort -u' || true)
[ -z "$missing" ] || fail "libraries not found: $missing"
say "every library is found"

say "command line, as a clerk without rights"
work=/home/clerk/文档/工作库
clerk mkdir -p /home/clerk/文档
clerk union-desk demo "$work" --size small
clerk union-desk --user 张三 new /home/clerk/文档/新库 --division 120114106 --kind township
clerk union-desk -w "$work" report annual /home/clerk/文档/年度报告.pdf
clerk union-desk -w "$work" export organisations /home/clerk/文档/工会.xlsx --reveal --reason 试装
clerk union-desk -w "$work" template organisations /home/clerk/文档/样表.xlsx
clerk union-desk -w "$work" import organisations /home/clerk/文档/工会.xlsx --dry-run || [ $? -eq 1 ]
clerk union-desk -w "$work" check >/dev/null || [ $? -eq 1 ]
clerk union-desk -w "$work" backup /home/clerk/文档/备份.udb
clerk union-desk restore /home/clerk/文档/备份.udb /home/clerk/文档/恢复
clerk union-desk -w /home/clerk/文档/恢复 verify
clerk union-desk -w "$work" info
cp "$root/home/clerk/文档/年度报告.pdf" "$OUT/"

say "window, under Xvfb of this machine"
Xvfb "$DISPLAY" -screen 0 1366x768x24 -nolisten tcp -noreset >/dev/null 2>&1 &
server=$!
mkdir -p "$root/tmp/.X11-unix"
for _ in $(seq 50); do [ -S "/tmp/.X11-unix/X$DISPLAY_NUMBER" ] && break; sleep 0.1; done
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
# Starts a window, waits until it is there, takes its picture, ends it.
window() {
    local name=$1 words=$2
    shift 2
    clerk "$@" >"$OUT/$name.log" 2>&1 &
    local started=$!
    for _ in $(seq 150); do xdotool search --name "$words" >/dev/null 2>&1 && break; sleep 0.2; done
    xdotool search --name "$words" >/dev/null 2>&1 || { cat "$OUT/$name.log"; fail "no window: $name"; }
    sleep "${SETTLE:-4}"
    import -window root "$OUT/$name.png"
    # $started is chroot's own process, which has become the program: ask it to end, and wait
    kill "$started" 2>/dev/null || true
    wait "$started" 2>/dev/null || true
    for each in $(clerk sh -c 'for d in /proc/[0-9]*; do
        if [ "$(readlink "$d/exe")" = /usr/lib/union-desk/union-desk ]; then echo "${d#/proc/}"; fi
    done'); do kill "$each" 2>/dev/null || true; done
    sleep 1
    say "window $name: $(wc -c <"$OUT/$name.log") bytes of complaints, picture $OUT/$name.png"
}
window first-run 基层工会工作台 union-desk-gui
window backup-file 基层工会工作台 union-desk-gui /home/clerk/文档/备份.udb
SETTLE=8 window main 工会 union-desk -w "$work"

say "upgrade with data"
sum() { (cd "$root/home/clerk" && find . -type f ! -path '*/log/*' ! -name lock -print0 | sort -z | xargs -0 sha256sum | sha256sum); }
held=$(sum)
inside apt-get install -y -qq --no-install-recommends /root/new.deb >"$OUT/upgrade.log" 2>&1 || fail upgrade
[ "$held" = "$(sum)" ] || fail "the upgrade touched data"
clerk union-desk -w "$work" verify
say "now $(inside dpkg-query -f '${Version}' -W union-desk)"

say "remove"
held=$(sum)
inside apt-get remove -y -qq union-desk 2>&1 | grep -v '^(Reading' | tail -8
[ "$held" = "$(sum)" ] || fail "removing touched data"
inside dpkg --purge union-desk >/dev/null 2>&1 || true
left=$(find "$root/usr" "$root/etc" "$root/var" -path '*union-desk*' ! -path '*/apt/*' | head)
[ -z "$left" ] || fail "left behind: $left"
say "again, then purge"
inside apt-get install -y -qq --no-install-recommends /root/new.deb >/dev/null 2>&1
clerk union-desk -w "$work" verify
inside apt-get purge -y -qq union-desk >/dev/null 2>&1
[ -d "$root$work" ] || fail "purge removed data"

say "an older C library is refused"
cp installer/debian/preinst "$root/tmp/preinst"
sed -i 's/@GLIBC@/9.9/' "$root/tmp/preinst"
if inside sh /tmp/preinst install 2>"$OUT/refused.log"; then fail "not refused"; fi
cat "$OUT/refused.log"
rm -f "$old"
echo "all passed"
