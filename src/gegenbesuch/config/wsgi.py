"""The WSGI entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gegenbesuch.config.settings")
site = get_wsgi_application()

from gegenbesuch.core import pulse  # noqa: E402 -- app ready

application = pulse.answering(site)
# What is loaded now stays: looking through it for garbage would slow each request.
gc.collect()
gc.freeze()
