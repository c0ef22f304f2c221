"""A start is light: what is heavy is imported on first use. (structlog brings rich along by itself.)"""

import subprocess
import sys

HEAVY = (
    "alembic", "pydantic_ai", "openai", "cohere", "mcp", "qdrant_edge", "pypdf", "docx", "redis", "semantic_text_splitter",
    "numpy", "onnxruntime", "typer",
)  # fmt: skip


def test_building_the_one_process_imports_nothing_heavy(tmp_path: object) -> None:
    program = (
        f"import sys, tasklore.asgi; tasklore.asgi.all; print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    environ = {"PATH": "/usr/bin", "DATA_DIR": str(tmp_path), "LOG_FORMAT": "json"}
    outcome = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.strip().splitlines()[-1] == "[]"
