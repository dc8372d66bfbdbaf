"""manage.py with the project's own services: those that run, or some started for this one command."""

from ops.errors import Trouble
from ops.places import Place
from ops.project import is_empty, python_tool
from ops.services import environment, services
from ops.signals import leave_interrupts_to_child

# commands that change or read what only the owner may
FOR_OWNER = (
    "migrate",
    "createcachetable",
    "sqlmigrate",
    "optimizemigration",
    "squashmigrations",
    "pgtrigger",
    "dbshell",
    "restore_archive",
)
# commands of the product that speak of rows: without tables they would only show a stack trace
FOR_TABLES = (
    "archive", "first_admin", "import_network", "load_demo", "recompute", "restore_archive", "status_scores",
    "who_can_sign_in",
)  # fmt: skip


def manage(place: Place, arguments: list[str]) -> int:
    """... run manage.py with the services, started for it where they are not up"""
    if not arguments:
        raise Trouble("which command? ./dev manage help lists them", code=2)
    with services(place, "manage") as urls:
        if arguments[0] in FOR_TABLES and is_empty(place, urls["DATABASE_OWNER_URL"]):
            raise Trouble(f"there is no database for {arguments[0]} yet: run ./dev up once, or ./dev manage migrate")
        leave_interrupts_to_child()
        env = environment(place, urls, owner=arguments[0] in FOR_OWNER)
        return python_tool(place, env, [place.python, "manage.py", *arguments])
