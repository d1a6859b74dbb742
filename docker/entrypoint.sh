#!/bin/sh
# Chooses the process: api | worker | migrate | admin …
set -eu
command="${1:-api}"
[ $# -gt 0 ] && shift
case "$command" in
  api) exec node /app/dist/server/apps/api/src/main.js "$@" ;;
  worker) exec node /app/dist/server/apps/worker/src/main.js "$@" ;;
  migrate) exec node /app/dist/server/apps/api/src/migrate.js "$@" ;;
  admin) exec node /app/dist/server/apps/api/src/admin.js "$@" ;;
  *) exec "$command" "$@" ;;
esac
