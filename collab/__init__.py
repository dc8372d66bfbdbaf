"""Ground floor: who takes part, what they do together, and the project package itself."""

# Whoever sends a job, web included, must know the app and so the broker; without it hints would go to Celery's default.
from collab.celery import app as celery_app

__all__ = ["celery_app"]
