from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "hansei.kernel"
    label = "kernel"

    def ready(self) -> None:
        autodiscover_modules("kinds", "events", "actions", "people", "queries", "followers", "jobs", "demonstration")
        from hansei.kernel import links, notes  # noqa: F401  # their actions

        autodiscover_modules("erasure")  # what each room does when a person is erased
        # Not a model signal: Django's own hook after every migrate and flush, the only place that sees both.
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="kernel.triggers")


def after_migrate(*, using: str, **_: Any) -> None:
    """Bring back what a migration or a flush took: the triggers, and our own source."""
    from django.db import connections

    from hansei.kernel import sources, triggers

    connection = connections[using]
    if "kernel_event" in connection.introspection.table_names():
        triggers.install(connection)
        sources.ensure_own(using)
