#!/bin/sh
# Sets up everything for `make lab` or `make test`: scripts/setup.sh lab|test
# A .venv beside the code, libngspice and (for the tests) Chromium from the system's packages.
# Uses apt-get or brew, with sudo only where it asks no password; otherwise says what to run.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-lab}
refreshed=

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif have sudo && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

apt() {  # install Debian packages; fails where that is not possible
    have apt-get || return 1
    if [ -z "$refreshed" ]; then
        as_root apt-get -qq update >/dev/null || return 1
        refreshed=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -y --no-install-recommends install "$@" >/dev/null
}

find_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    stop "labsim needs Python 3.11 or newer and found none. Debian or Ubuntu: sudo apt-get install python3 python3-venv. macOS: brew install python. Then run make $purpose again."
}

make_venv() {
    .venv/bin/python -c 'import pip' 2>/dev/null && return
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Making a virtual environment in .venv with Python $version."
    rm -rf .venv
    "$python" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv
    apt "python$version-venv" || apt python3-venv ||
        stop "Python $version cannot make a virtual environment here. Run: sudo apt-get install python$version-venv, then make $purpose again."
    "$python" -m venv .venv
}

install_labsim() {
    [ "$purpose" = test ] && extra="[dev,serve,farm,badges]" || extra=
    wanted=$(cksum <pyproject.toml | cut -d' ' -f1)
    mark=.venv/labsim-$purpose-$wanted
    if [ -e "$mark" ] || [ -e ".venv/labsim-test-$wanted" ]; then return; fi
    say "Installing labsim and what it needs into .venv (once; some minutes)."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$extra"
    rm -f .venv/labsim-"$purpose"-*
    : >"$mark"
}

has_ngspice() {
    .venv/bin/python - <<'EOF'
import ctypes, ctypes.util, sys
brew = ["/opt/homebrew/lib/libngspice.dylib", "/usr/local/lib/libngspice.dylib"]
for name in [ctypes.util.find_library("ngspice"), "libngspice.so.0", "libngspice.so", *brew]:
    try:
        sys.exit(not (name and ctypes.CDLL(name)))
    except OSError:
        pass
sys.exit(1)
EOF
}

get_ngspice() {
    has_ngspice && return
    say "Installing libngspice, the second circuit engine."
    apt libngspice0 && return
    have brew && brew install --quiet libngspice >&2 && return
    wanted="libngspice is missing. Debian or Ubuntu: sudo apt-get install libngspice0. macOS: brew install libngspice."
    [ "$purpose" = lab ] || stop "$wanted Then run make test again."
    say "$wanted Every lab opens without it; only the ngspice waveforms need it."
}

has_chromium() {
    for browser in "${LABSIM_CHROMIUM:-chromium}" chromium google-chrome google-chrome-stable; do
        "$browser" --version >/dev/null 2>&1 && return
    done
    .venv/bin/python - 2>/dev/null <<'EOF'
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(not os.path.exists(p.chromium.executable_path))
EOF
}

get_chromium() {
    has_chromium && return
    say "Installing Chromium for the browser tests."
    # Ubuntu's package is a snap, which cannot read /tmp: there, as on macOS, playwright brings one.
    if grep -qs '^ID=debian' /etc/os-release; then apt chromium && return; fi
    .venv/bin/playwright install chromium >&2 && has_chromium && return
    stop "The browser tests need Chromium. Debian: sudo apt-get install chromium. Elsewhere: .venv/bin/playwright install --with-deps chromium. Then run make test again; or run the tests that need none: .venv/bin/pytest -m 'not browser'."
}

get_proxy() {  # for the hub test, which needs root besides; without it that test is skipped
    have configurable-http-proxy && return
    [ -e .venv/proxy/node_modules/.bin/configurable-http-proxy ] && return
    have npm && [ "$(id -u)" = 0 ] || return 0
    say "Installing configurable-http-proxy for the hub test."
    npm install --silent --no-fund --no-audit --prefix .venv/proxy configurable-http-proxy@5 \
        >/dev/null 2>&1 || say "That did not work: the hub test will be skipped."
}

make_venv
install_labsim
get_ngspice
[ "$purpose" = lab ] || get_chromium
[ "$purpose" = lab ] || get_proxy
