"""The WSGI entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from gegenbesuch.config.garbage import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gegenbesuch.config.settings")
site = get_wsgi_application()

from gegenbesuch.core import pulse  # noqa: E402 -- app ready

application = pulse.answering(site)
settle()
