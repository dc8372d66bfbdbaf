"""Make the first administrator of a new installation."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from collab.models import OutboxMail, User
from collab.tasks import deliver_soon


class Command(BaseCommand):
    """EMAIL may then create collaborations and invite people."""

    help = "Make the first administrator: may create collaborations and invite people."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The address, and a name."""
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as others see it")
        parser.add_argument("--another", action="store_true", help="add one where there is an administrator already")

    def handle(self, *args: Any, email: str, name: str, another: bool, **options: Any) -> None:
        """One clear line in each case."""
        email = email.strip()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        known = User.objects.filter(is_administrator=True, is_active=True).order_by("id").first()
        if known and not another:
            raise CommandError(f"{known.email} is administrator already. To add one: first_admin {email} --another")
        try:
            User(email=email, name=name).clean_fields(exclude=["password"])
        except ValidationError:
            raise CommandError("This address or name is too long.") from None
        sign_in = make_administrator(email, name)
        self.stdout.write(f"{email} is administrator now.\nSign in at {sign_in} by a code that comes by mail.")
        if not settings.DEMO:
            self.stdout.write("Then set up a second factor; the page leads there.")


def make_administrator(email: str, name: str) -> str:
    """The user with the right, and a mail that says how to sign in; answers the address of the sign-in page."""
    sign_in = settings.ORIGIN + reverse("account_login")
    with transaction.atomic():
        user = User.objects.invited(email=email, name=name)
        user.is_administrator = user.is_active = True
        user.save(update_fields=["is_administrator", "is_active"])
        OutboxMail.put(
            key=f"administrator:{user.pk}",
            to=user.email,
            subject=_("You administer Groundwork"),
            body=render_to_string("collab/administrator_mail.txt", {"sign_in": sign_in}),
        )
        deliver_soon()
    return sign_in
