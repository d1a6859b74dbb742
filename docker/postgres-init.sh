#!/bin/sh
# Runs once, when the database is made: the runtime role, which owns nothing.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$APP_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE neuvo_app LOGIN PASSWORD :'password';
SQL
