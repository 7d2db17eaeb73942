"""script/'s own set-up needs nothing but Python, and fetches nothing from where the user has not pointed."""

from __future__ import annotations

import ast
import hashlib
import sys
import zipfile
from pathlib import Path

import bootstrap
import pip_wheel
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("name", ["server", "test"])
def test_an_old_python_can_read_the_command_and_tell_what_it_needs(name: str) -> None:
    text = (ROOT / "script" / name).read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 6))
    assert "from __future__" not in text
    refusal = next(node for node in tree.body if isinstance(node, ast.If))
    imports = next(node for node in tree.body if isinstance(node, ast.ImportFrom))
    assert "sys.version_info < (3, 11)" in ast.unparse(refusal.test)
    assert refusal.lineno < imports.lineno


@pytest.mark.parametrize("name", ["bootstrap", "pip_wheel"])
def test_the_set_up_imports_the_standard_library_alone(name: str) -> None:
    tree = ast.parse((ROOT / "script" / f"{name}.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {module.partition(".")[0] for module in imported} - sys.stdlib_module_names <= {"pip_wheel"}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a lock file and an environment of one file."""
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / "requirements.lock").write_text("one==1\n", encoding="utf-8")
    places = {"VENV": ".venv", "PYTHON": ".venv/bin/python", "LOCK": "requirements.lock", "STATE": ".local"}
    for name, path in places.items():
        monkeypatch.setattr(bootstrap, name, tmp_path / path)
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / ".local" / "log" / "setup.log")
    return tmp_path


def test_packages_are_installed_once_per_lock_file(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[int] = []
    monkeypatch.setattr(bootstrap, "_install", lambda: installed.append(1))
    bootstrap.prepare()
    bootstrap.prepare()
    assert len(installed) == 1
    (checkout / "requirements.lock").write_text("one==2\n", encoding="utf-8")
    bootstrap.prepare()
    assert len(installed) == 2


def test_a_failed_installation_is_tried_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise bootstrap.SetupError("no")

    monkeypatch.setattr(bootstrap, "_install", fail)
    for _ in range(2):
        with pytest.raises(bootstrap.SetupError):
            bootstrap.prepare()
    assert not (checkout / ".venv" / bootstrap._STAMP).exists()


def test_a_python_without_any_pip_is_one_clear_line(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    monkeypatch.setattr(bootstrap, "_run", lambda *_: False)
    monkeypatch.setattr(pip_wheel, "fetch", lambda _: None)
    assert bootstrap.run_in_environment("-c", "pass") == 1
    assert "python3-venv" in capsys.readouterr().err.strip().splitlines()[-1]


def index_with_pip(folder: Path, digest: str | None = None) -> str:
    """A package index of one file, pip 99, at a file address."""
    page = folder / "simple" / "pip"
    page.mkdir(parents=True)
    wheel = page / "pip-99.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("pip/__main__.py", "print('pip 99')")
    digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
    older = '<a href="pip-9.0.3-py3-none-any.whl">old</a>'
    link = f'{older}<a href="{wheel.name}#sha256={digest}">{wheel.name}</a>'
    (page / "index.html").write_text(link, encoding="utf-8")
    return (folder / "simple").as_uri()


def test_pip_comes_from_the_index_that_the_user_has_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", index_with_pip(tmp_path))
    unpacked = pip_wheel.fetch(tmp_path)
    assert unpacked
    assert (unpacked / "pip" / "__main__.py").read_text(encoding="utf-8") == "print('pip 99')"


def test_a_pip_that_is_not_the_one_the_index_names_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = index_with_pip(tmp_path, digest="0" * 64)
    monkeypatch.setattr(pip_wheel, "configured_indexes", lambda _: [address])
    assert pip_wheel.fetch(tmp_path) is None


def test_indexes_are_read_from_variables_and_configuration_files_alone(tmp_path: Path) -> None:
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "pip.conf").write_text("[global]\nindex-url = https://file/simple\n", encoding="utf-8")
    nothing = {"HOME": "/nowhere", "XDG_CONFIG_DIRS": "/nowhere"}
    found = pip_wheel.configured_indexes(
        nothing | {"XDG_CONFIG_HOME": str(tmp_path), "PIP_INDEX_URL": "https://a/simple"}
    )
    assert found[:2] == ["https://a/simple", "https://file/simple"]
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "script").glob("*.py"))
    assert "://" not in text
