#!/usr/bin/env bash
# Starts a built program on a new demo store and waits for its API: check_bundle.sh dist/aurora-desk/aurora-desk
set -euo pipefail
program=$(realpath "${1:?the program to start}")
port=${2:-8797}
data=$(mktemp -d)
server=

finish() {
    if [ -n "$server" ]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$data"
}
trap finish EXIT

# An empty environment: what works here works without the source tree and its Python.
cd "$data"
env -i HOME="$data" PATH=/usr/bin:/bin LANG=C.UTF-8 \
    "$program" serve --demo --data-dir "$data/store" --port "$port" </dev/null >"$data/log" 2>&1 &
server=$!

for _ in $(seq 150); do
    if ! kill -0 "$server" 2>/dev/null; then
        echo "The bundle ended before it served:" >&2
        cat "$data/log" >&2
        exit 1
    fi
    # bash's own /dev/tcp: a bare machine has no curl
    if answer=$( (exec 3<>"/dev/tcp/127.0.0.1/$port" &&
        printf 'GET /health HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$port" >&3 && head -n 1 <&3) 2>/dev/null) &&
        [[ $answer == *" 200 "* ]]; then
        echo "The bundle serves: GET /health answers 200."
        exit 0
    fi
    sleep 0.2
done
echo "The bundle did not answer GET /health within 30 s:" >&2
cat "$data/log" >&2
exit 1
