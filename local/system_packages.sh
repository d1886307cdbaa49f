#!/usr/bin/env bash
# What the tests need of the system: Python 3.13, LibreOffice, poppler, Chromium. Debian and Ubuntu are given what
# they lack through apt, if that is allowed; elsewhere one line says what to type.
#
#     local/system_packages.sh [PYTHON]    PYTHON is a Python 3.13 that was found
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-}

has() { command -v "$1" >/dev/null; }
in_apt() { apt-cache show "$1" >/dev/null 2>&1; }

packages=()
has soffice || packages+=(libreoffice-calc)
has pdftoppm || packages+=(poppler-utils)
# Ubuntu's package of Chromium is a snap, which containers cannot run; there `make browser` fetches Playwright's.
if ! grep -qs '^ID=ubuntu' /etc/os-release; then
    has chromium || has chromium-browser || has google-chrome || has google-chrome-stable || packages+=(chromium)
fi
if [ -z "$python" ]; then
    packages+=(python3.13 python3.13-venv)
elif ! "$python" -c 'import ensurepip' 2>/dev/null; then
    packages+=(python3.13-venv)
fi
[ ${#packages[@]} -gt 0 ] || exit 0

if ! has apt-get; then
    echo "The tests need these programs; install what your system calls: ${packages[*]}" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=()
elif has sudo && sudo -n true 2>/dev/null; then
    as_root=(sudo)
else
    echo "The tests need more of the system. Type: sudo apt-get install -y --no-install-recommends ${packages[*]}" >&2
    exit 1
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@"; }

apt update
# Not every release has Python 3.13; uv has it for all of them.
fetch_python=no
if [[ " ${packages[*]} " == *" python3.13 "* ]] && ! in_apt python3.13; then
    fetch_python=yes
    packages=("${packages[@]/#python3.13-venv/python3-venv}")
    packages=("${packages[@]/#python3.13/python3}")
fi
apt install -y --no-install-recommends "${packages[@]}"
if [ $fetch_python = yes ]; then
    python3 -m venv .local/uv
    .local/uv/bin/python -m pip install --quiet --disable-pip-version-check uv
    .local/uv/bin/uv python install --quiet --install-dir .local/python 3.13
fi
