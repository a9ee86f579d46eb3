"""The WSGI entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gegenbesuch.config.settings")
application = get_wsgi_application()
# What is loaded now stays: looking through it for garbage would slow each request.
gc.collect()
gc.freeze()
