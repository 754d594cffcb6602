#!/bin/sh
# Makes .venv, an environment of Python packages for this checkout only. Called by the Makefile.
#
# A fresh Debian or Ubuntu has python3 without the package that lets it make environments: that one is installed where
# this may be done without asking, and named where it may not.
set -eu

say() {
    echo "$*" >&2
}

recent_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if recent_enough "$name"; then
            echo "$name"
            return
        fi
    done
    say "Python 3.11 or later is needed, and ${PYTHON:-python3} is not that. Install it, or type: make setup PYTHON=/path/to/python3.11"
    exit 1
}

# Debian names the package after the version: python3.11-venv for python3.11.
venv_package() {
    "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

install_venv() {
    package=$(venv_package "$1")
    if may_install; then
        say "Installing $package, which $1 needs to make an environment."
        as_root apt-get update -qq >/dev/null
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null
        return
    fi
    say "$1 cannot make an environment yet. Type: sudo apt install $package (on other systems: install Python's venv and ensurepip modules), then try again."
    exit 1
}

python=$(find_python)
"$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv "$python"
rm -rf .venv
"$python" -m venv .venv
# An environment does not work from another folder: this tells the Makefile that the checkout was moved or copied.
pwd -P > .venv/made-for
