#!/bin/sh
# Write database and uploaded files into one dated archive: `deploy/backup.sh FOLDER`.
set -eu
umask 077
app=$(cd "$(dirname "$0")/.." && pwd)
target=${1:?Say into which folder.}
data=${GEGENBESUCH_DATA:-$app/data}
url=${GEGENBESUCH_DATABASE_URL:-}
[ -z "${GEGENBESUCH_DATABASE_URL_FILE:-}" ] || url=$(cat "$GEGENBESUCH_DATABASE_URL_FILE")
name=gegenbesuch-$(date +%Y-%m-%dT%H%M)
mkdir -p "$target"
work=$(mktemp -d "$target/.backup.XXXXXX")
trap 'rm -rf "$work"' EXIT

if [ -n "$url" ]; then
  pg_dump --format custom --file "$work/database.dump" "$url"
else
  "$app/.venv/bin/python" -c '
import sqlite3, sys
with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as live, sqlite3.connect(sys.argv[2]) as copy:
    live.backup(copy)
' "$data/gegenbesuch.sqlite3" "$work/gegenbesuch.sqlite3"
fi
[ ! -d "$data/media" ] || cp -R "$data/media" "$work/media"
tar -czf "$target/$name.tar.gz.part" -C "$work" .
mv "$target/$name.tar.gz.part" "$target/$name.tar.gz"
find "$target" -maxdepth 1 -name 'gegenbesuch-*.tar.gz' -mtime +30 -delete
echo "$target/$name.tar.gz"
