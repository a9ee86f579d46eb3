#!/bin/sh
# Start web or worker: `deploy/start.sh web|worker`; the settings come from the environment.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

case "${1:-}" in
  web)
    "$python" manage.py compile_translations
    "$python" manage.py check_database
    "$python" manage.py migrate --verbosity 0 --no-input
    "$python" manage.py collectstatic --verbosity 0 --no-input
    exec "$python" -m gunicorn gegenbesuch.config.wsgi \
      --bind "${BIND:-127.0.0.1:8000}" --workers "${WEB_WORKERS:-2}" \
      --worker-class gthread --threads 4 --access-logfile - --no-control-socket
    ;;
  worker)
    until "$python" manage.py check_database --current; do sleep 2; done
    exec "$python" manage.py db_worker
    ;;
  *)
    echo "Say web or worker." >&2
    exit 2
    ;;
esac
