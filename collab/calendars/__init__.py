"""Calendars in and out: fetching and reading them, planning meetings from them, and the feed."""
