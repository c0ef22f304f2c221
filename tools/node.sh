#!/bin/sh
# Says in a line what to install where there is no Node.js 20 or newer.
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo "Tasklore's web app is built with Node.js 20 or newer and npm. Install them (Debian: apt-get install nodejs npm)," \
    "or start without the web app: make run WEB=no" >&2
  exit 1
fi
major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$major" -lt 20 ]; then
  echo "Tasklore's web app is built with Node.js 20 or newer; this is $(node --version). Install a newer one," \
    "or start without the web app: make run WEB=no" >&2
  exit 1
fi
