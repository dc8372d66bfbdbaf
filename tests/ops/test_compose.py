"""docker-compose.yml says what deployment needs, as far as that shows without a container engine."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.postgres import RIGHTS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
OURS = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found = yaml.safe_load(TEXT)
    assert isinstance(found, dict)
    return found


def test_all_services_are_there(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"postgres", "valkey", *OURS}


def test_every_service_has_a_health_check_and_a_restart_policy(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"], name
        assert service["restart"] in ("unless-stopped", "on-failure:5"), name


def test_our_services_are_one_image_without_root(compose: dict[str, Any]) -> None:
    ours = [compose["services"][name] for name in OURS]
    assert len({service["image"] for service in ours}) == 1
    assert all(
        service["user"] == "10001" and service["read_only"] and service["cap_drop"] == ["ALL"] for service in ours
    )
    dockerfile = ours[0]["build"]["dockerfile_inline"]
    assert "--require-hashes -r requirements.lock" in dockerfile
    assert dockerfile.rstrip().endswith("USER 10001")


def test_the_image_holds_every_folder_that_it_copies(compose: dict[str, Any]) -> None:
    copied = re.findall(r"^COPY (\S+)", compose["services"]["web"]["build"]["dockerfile_inline"], re.M)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert {"collab", "partners", "government", "metrics", "templates", "static", "manage.py"} <= set(copied)


def test_only_migrate_has_the_owners_password(compose: dict[str, Any]) -> None:
    holders = {
        name for name, service in compose["services"].items() if "OWNER_PASSWORD" in str(service.get("environment"))
    }
    assert holders == {"postgres", "migrate"}


def test_web_worker_and_beat_wait_for_migrations_and_broker(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "beat"):
        assert compose["services"][name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "valkey": {"condition": "service_healthy"},
        }


def test_nothing_listens_beyond_this_machine(compose: dict[str, Any]) -> None:
    ports = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert list(ports) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in ports["web"])


def test_secrets_come_from_the_environment_and_are_required() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    secret = {name for name in used if re.search("KEY|PASSWORD", name)}
    assert secret == {name for name in used if re.search(rf"\$\{{{name}:\?", TEXT) and re.search("KEY|PASSWORD", name)}
    assert len(secret) == 5


def test_every_variable_is_in_the_example(compose: dict[str, Any]) -> None:
    named = set(re.findall(r"^#?(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT)) <= named
    settings = set(re.findall(r'"((?:GROUNDWORK|DATABASE|REDIS)_\w+)"', (ROOT / "collab" / "settings.py").read_text()))
    assert settings <= named


def test_roles_have_the_rights_of_the_embedded_server(compose: dict[str, Any]) -> None:
    script = compose["configs"]["roles"]["content"]
    assert [line for line in RIGHTS.strip().splitlines() if line not in script] == []
    assert "groundwork LOGIN PASSWORD" in script
    assert "SUPERUSER" not in script
