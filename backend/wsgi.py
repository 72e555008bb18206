"""The web entry of every shape."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
if os.environ.get("SHAPE") == "county":
    # Several web processes add their counts up in files here (backend/common/metrics.py).
    folder = Path(os.environ.get("DATA_DIR", "var")) / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))
application = get_wsgi_application()
