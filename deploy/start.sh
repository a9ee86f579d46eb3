#!/bin/sh
# Start web, worker or the regular duties: `deploy/start.sh web|worker|tick`; the settings come from the environment.
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
      --worker-class gthread --threads 4 --access-logfile - --no-control-socket \
      --logger-class gegenbesuch.config.access_log.AccessLog
    ;;
  worker)
    until "$python" manage.py check_database --current; do sleep 2; done
    exec "$python" manage.py db_worker
    ;;
  tick)
    until "$python" manage.py check_database --current; do sleep 2; done
    # A duty that fails is in the log and comes up again; the others go on.
    while "$python" manage.py tick || true; do sleep "${TICK_SECONDS:-300}"; done
    ;;
  *)
    echo "Say web, worker or tick." >&2
    exit 2
    ;;
esac
