"""The floor plan of the database: keys lead downwards, and every table of the domain names its collaboration."""

from django.apps import apps
from django.db.models import Model

FLOORS = ("collab", "partners", "government", "metrics")
# what belongs to an account is the same everywhere; the collaboration is the tenant itself
OF_NO_COLLABORATION = {
    "ApiAnswer",
    "ReminderSetting",
    "SavedView",
    "User",
    "Collaboration",
    "OutboxMail",
    "Run",
    "Chunk",
}


def domain() -> list[type[Model]]:
    return [model for app in FLOORS for model in apps.get_app_config(app).get_models()]


def test_no_key_names_a_model_of_a_higher_floor():
    for model in domain():
        for field in model._meta.get_fields():
            target = getattr(field, "remote_field", None) and field.related_model
            if target is None or field.auto_created or target._meta.app_label not in FLOORS:
                continue
            below = FLOORS.index(target._meta.app_label) <= FLOORS.index(model._meta.app_label)
            assert below, f"{model.__name__}.{field.name} names {target.__name__} of a higher floor"


def test_every_table_of_the_domain_has_a_collaboration():
    without = {
        model.__name__
        for model in domain()
        if "collaboration" not in {field.name for field in model._meta.fields} and not model._meta.proxy
    }
    events = {f"{name}Event" for name in OF_NO_COLLABORATION}
    assert without <= OF_NO_COLLABORATION | events
