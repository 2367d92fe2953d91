#!/bin/sh
# Sets up the program in .venv: packaging/setup.sh, or packaging/setup.sh test for what the tests need as well.
# Run it again at any time; it does only what is left to do.
set -eu
cd "$(dirname "$0")/.."
extra=${1:-}
stamp=.venv/set-up-for-${extra:-use}

say() { echo "setup: $*" >&2; }
fail() { say "$*"; exit 1; }

find_python() {
    for python in python3 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    done
    return 1
}

# Qt's own needs, offscreen, on X11 and on Wayland; and venv, which Debian ships apart from Python.
debian_packages() {
    echo libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
    echo libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libwayland-cursor0
    if ! find_python; then echo python3 python3-venv
    elif ! "$python" -c 'import ensurepip' 2>/dev/null; then echo python3-venv; fi
}

apt() { ${sudo:-} env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"; }

if command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
    packages=$(debian_packages | tr '\n' ' ')
    # A rehearsal needs no root; it fails, or names what it would install, where something is missing.
    if ! plan=$(apt-get -s --no-upgrade --no-install-recommends install $packages 2>/dev/null) ||
        echo "$plan" | grep -q '^Inst '; then
        if [ "$(id -u)" != 0 ]; then
            sudo=$(command -v sudo) || fail "Debian packages are missing, and there is no sudo to install them." \
                "As root, run: apt-get install --no-install-recommends $packages"
        fi
        say "installing Debian packages: $packages"
        apt update || say "the package lists could not all be brought up to date"
        apt install -y --no-install-recommends $packages
    fi
fi

find_python || fail "Python 3.11 or newer is needed, and there is none here."

if ! { cmp -s pyproject.toml "$stamp" && .venv/bin/readinglist --version >/dev/null 2>&1; }; then
    .venv/bin/python -m pip --version >/dev/null 2>&1 || "$python" -m venv --clear .venv
    say "installing Reading List and what it stands on into .venv (about 2 GB; this takes some minutes)"
    # Editable: the command and the tests run the same code and resources, those of this folder.
    .venv/bin/python -m pip install --disable-pip-version-check --editable ".${extra:+[$extra]}"
    cp pyproject.toml "$stamp"
fi
