"""The settings of the test suite: quick hashing, tasks at once, mail in memory."""

from gegenbesuch.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Serve static files from where they lie: nothing is collected for tests.
WHITENOISE_AUTOREFRESH = True
# Each test has a site of its own; the tests of the kept pages turn this on.
KEEP_PAGES = False
