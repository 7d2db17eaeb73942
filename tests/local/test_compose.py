"""docker-compose.yml says what the settings, the launcher and the roles say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from pmo_site.local import postgresql, roles, site

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "docker-compose.yml"
PROCESSES = ("web", "worker", "beat", "relay")
# Variables of a local run or of a test alone, and those that one process sets for itself.
NOT_IN_PRODUCTION = {"RASHINBAN_LOCAL", "STORIES", "BENCH", "DEMO_SMALL"}
BUILT_IN = {"STATIC_ROOT"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def variables_of_the_settings() -> dict[str, bool]:
    """Each variable that the settings read, and whether it is needed outside a local run."""
    found: dict[str, bool] = {}
    for path in (ROOT / "pmo_site" / "settings").glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not ast.unparse(call.func).startswith("environment."):
                continue
            name = call.args[0]
            if isinstance(name, ast.Constant):
                found[str(name.value)] = found.get(str(name.value), False) or is_needed(call)
    return found


def is_needed(call: ast.Call) -> bool:
    """A text is needed when it has no default, or one for local runs alone."""
    if ast.unparse(call.func) != "environment.text":
        return False
    return len(call.args) == 1 or ast.unparse(call.args[1]).endswith("if LOCAL else None")


def test_every_process_of_the_design_is_a_service(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*PROCESSES, "migrate", "postgres", "valkey", "mail"}


def test_the_four_processes_run_what_the_local_run_runs(compose: dict[str, Any]) -> None:
    for program in site.programs(8000, Path("/state")):
        command = compose["services"][program.name]["command"].split()
        here = [part for part in program.arguments if part != "-m"]
        assert [part for part in command if part != "python"][:2] == here[:2], program.name
        given = compose["services"][program.name]["environment"]
        assert all(f":-{value}}}" in given[name] for name, value in program.variables), program.name


@pytest.mark.parametrize("name", [*PROCESSES, "postgres", "valkey", "mail"])
def test_every_lasting_service_has_a_health_check(compose: dict[str, Any], name: str) -> None:
    assert compose["services"][name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_gets_every_variable_that_the_settings_need_and_none_they_do_not_read(
    compose: dict[str, Any], name: str
) -> None:
    read = variables_of_the_settings()
    given = set(compose["services"][name]["environment"])
    assert {variable for variable, needed in read.items() if needed} <= given
    assert given <= set(read)
    assert not given & NOT_IN_PRODUCTION


def test_every_variable_of_the_settings_is_given_somewhere_or_excepted(compose: dict[str, Any]) -> None:
    given = {name for service in compose["services"].values() for name in service.get("environment", {})}
    optional = {
        "DATABASE_POOLED",
        "REDIS_PREFIX",
        "SESSION_SECONDS",
        "JOBS_BACKOFF_SECONDS",
        "JOBS_BEAT_SECONDS",
        "JOBS_SILENT_SECONDS",
        "JOBS_LOST_SECONDS",
        "JOBS_STUCK_SECONDS",
    }
    assert set(variables_of_the_settings()) - given - NOT_IN_PRODUCTION - BUILT_IN <= optional


def test_only_the_migration_knows_the_owner(compose: dict[str, Any]) -> None:
    knowing = {
        name for name, service in compose["services"].items() if "DATABASE_ADMIN_URL" in service.get("environment", {})
    }
    assert knowing == {"migrate"}
    for name in PROCESSES:
        assert "rashinban_owner" not in str(compose["services"][name]["environment"])


def test_only_the_web_knows_the_operators_role(compose: dict[str, Any]) -> None:
    knowing = {
        name for name, service in compose["services"].items() if "rashinban_platform" in str(service.get("environment"))
    }
    assert knowing == {"web"}


def test_the_processes_start_after_the_migration_and_the_servers(compose: dict[str, Any]) -> None:
    for name in PROCESSES:
        waits = compose["services"][name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"
        assert waits["postgres"]["condition"] == waits["valkey"]["condition"] == "service_healthy"


def test_no_secret_has_a_default() -> None:
    secrets = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET_KEY|MAIL_URL))(:.*?)\}", FILE.read_text(encoding="utf-8"))
    assert {name for name, _ in secrets} >= {"SECRET_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"}
    assert {rest for _, rest in secrets} == {":?set it"}


def test_the_cluster_sorts_as_the_embedded_one_does(compose: dict[str, Any]) -> None:
    arguments = compose["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(postgresql.LOCALE) <= set(arguments)


def test_the_roles_come_from_the_same_file_with_the_same_passwords(compose: dict[str, Any]) -> None:
    service = compose["services"]["postgres"]
    mounted = [volume for volume in service["volumes"] if "docker-entrypoint-initdb.d" in volume]
    assert mounted == ["./pmo_site/local/roles.sql:/docker-entrypoint-initdb.d/roles.sql:ro"]
    assert (ROOT / mounted[0].split(":")[0]).samefile(roles.ROLES_SQL)
    read = set(re.findall(r"\\getenv \w+ (\w+)", roles.ROLES_SQL.read_text(encoding="utf-8")))
    assert read <= set(service["environment"])


def test_the_data_of_both_servers_outlives_them(compose: dict[str, Any]) -> None:
    assert "postgresql:/var/lib/postgresql" in compose["services"]["postgres"]["volumes"]
    assert compose["services"]["postgres"]["image"].startswith("postgres:18")
    assert compose["services"]["valkey"]["volumes"] == ["valkey:/data"]
    assert "--appendonly yes" in " ".join(compose["services"]["valkey"]["command"])
    assert set(compose["volumes"]) == {"postgresql", "valkey", "files"}


def test_web_and_worker_share_the_folder_of_files_which_outlives_them(compose: dict[str, Any]) -> None:
    sharing = {name for name, service in compose["services"].items() if "files:/files" in service.get("volumes", ())}
    assert sharing == {"web", "worker"}
    for name in sharing:
        assert compose["services"][name]["environment"]["FILES_ROOT"] == "/files"
    assert "-o rashinban /files" in compose["services"]["web"]["build"]["dockerfile_inline"]


def test_the_mail_catcher_is_for_development_alone(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "profiles" in service] == ["mail"]
    assert compose["services"]["mail"]["profiles"] == ["dev"]


def test_the_image_holds_every_app_and_nothing_of_the_developer(compose: dict[str, Any]) -> None:
    lines = compose["services"]["web"]["build"]["dockerfile_inline"].splitlines()
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    apps = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert apps | {"manage.py", "requirements.lock", "templates", "static"} <= copied
    assert not copied & {".", "tests", ".local", ".git"}
    assert lines[-1] == "USER rashinban"


def test_compose_itself_reads_the_file() -> None:
    docker = shutil.which("docker") or ""
    asked = [docker, "compose", "version"]
    if not docker or subprocess.run(asked, capture_output=True, check=False).returncode != 0:  # noqa: S603  a fixed program
        pytest.skip("docker compose is not present")
    names = set(re.findall(r"\$\{(\w+):\?", FILE.read_text(encoding="utf-8")))
    done = subprocess.run(  # noqa: S603  a fixed program
        [docker, "compose", "--profile", "dev", "config", "--quiet"],
        cwd=ROOT,
        env=dict.fromkeys(names, "given") | {"PATH": "/usr/local/bin:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
