"""Say who can sign in, for the person who has just started the product."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from collab.models import Seat, User
from collab.roles import Role


class Command(BaseCommand):
    """A line for each person of the demo; elsewhere only where to sign in."""

    help = "Say who can sign in."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the lines."""
        if not User.objects.filter(is_active=True).exists():
            self.stdout.write("nobody can sign in yet: ./dev manage first_admin EMAIL")
        elif settings.DEMO:
            self.stdout.write(f"sign in by one click at {settings.ORIGIN}{reverse('collab:demo_sign_in')} as")
            for what, who in demo_people():
                self.stdout.write(f"  {what:<20}{who}")
        else:
            self.stdout.write(f"sign in at {settings.ORIGIN}{reverse('account_login')}")


def demo_people() -> list[tuple[str, str]]:
    """The administrators, then the people of each role."""
    found = User.objects.filter(is_administrator=True, is_active=True).order_by("id")
    lines = [("Administrator", user.email) for user in found]
    for role in Role:
        seats = Seat.objects.filter(role=role, to_on=None, user__is_active=True)
        who = sorted(set(seats.values_list("user__email", flat=True)))
        lines += [(str(role.label), ", ".join(who))] if who else []
    return lines
