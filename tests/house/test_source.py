"""What the source may not hold."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "tasklore"
MODULES = sorted(PACKAGE.rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in MODULES:
        yield path, ast.parse(path.read_text())


def test_no_module_is_called_after_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "data"}
    assert [named(path) for path in MODULES if path.stem in empty_names] == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [named(path) for path, tree in trees() if path.stat().st_size and ast.get_docstring(tree) is None]
    assert silent == []


def test_layers_are_plain_asgi() -> None:
    assert [
        named(path) for path in MODULES if "BaseHTTPMiddleware" in path.read_text() and path.name != "edge.py"
    ] == []


def test_only_the_settings_read_the_environment() -> None:
    """Apart from the command line, which says where a server is; and one line that silences a library's banner."""
    readers = [
        named(path)
        for path in MODULES
        if re.search(r"os\.(environ|getenv)", path.read_text())
        and path != PACKAGE / "settings.py"
        and PACKAGE / "cli" not in path.parents
    ]
    allowed = {"src/tasklore/assistant/exchange.py"}
    assert set(readers) <= allowed


def test_services_and_stores_never_commit() -> None:
    for path, tree in trees():
        if path.name not in ("service.py", "store.py"):
            continue
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
        assert not [call for call in calls if call.func.attr == "commit"], named(path)  # type: ignore[attr-defined]


def test_routes_neither_raise_nor_catch_http_exceptions() -> None:
    assert [named(path) for path in MODULES if path.name == "routes.py" and "HTTPException" in path.read_text()] == []


def test_tokens_are_compared_in_constant_time_and_random_comes_from_secrets() -> None:
    for path, tree in trees():
        if "auth" not in path.parts and "accounts" not in path.parts:
            continue
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert "random" not in imported, named(path)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path_of_a_machine", ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]+/(?!app)"])
def test_nothing_names_a_path_of_the_machine_it_was_written_on(path_of_a_machine: str) -> None:
    found = []
    for path in tracked():
        if path.suffix in {".lock", ".png", ".jpg", ".ico", ".woff2", ".gz", ".pdf", ".docx"}:
            continue
        text = path.read_text(errors="ignore")
        if re.search(rf"(?<![\w.<]){path_of_a_machine}", text) and "deploy" not in path.parts:
            found.append(named(path))
    assert found == []
