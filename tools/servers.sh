#!/bin/sh
# What the tests need beside Python and Node: PostgreSQL, Redis and Chromium. Uses what is there, installs what it can
# (as root on Debian), and else says in one line what to install.
missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing for the tests:$missing"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  if { apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing; } >/dev/null 2>&1; then
    exit 0
  fi
fi
echo "The tests need:$missing. Install them (Debian: sudo apt-get install$missing) and run make test again." >&2
exit 1
