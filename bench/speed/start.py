"""First answer, CPU and memory at start, beside a bare FastAPI app; and which heavy modules came along."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.servers.ports import free_port

from .process import serving, wait_for

_BARE: Final = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/health')\nasync def health(): return {}\n"
_HEAVY: Final = ("alembic", "pydantic_ai", "openai", "mcp", "qdrant_edge", "pypdf", "docx", "redis", "numpy", "typer")


def start(rounds: int = 4) -> dict[str, Any]:
    """Medians over `rounds` starts; prints a row for each."""
    with tempfile.TemporaryDirectory(prefix="tasklore-bench-") as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(_BARE)
        environ = {
            "DATA_DIR": folder,
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": f"{folder}:{os.environ.get('PYTHONPATH', '')}",
        }
        figures = {
            "tasklore, one process": _measure("tasklore.asgi:all", environ, rounds),
            "bare FastAPI": _measure("bare:app", environ, rounds),
        }
        program = f"import sys, tasklore.asgi; tasklore.asgi.all; print(*[m for m in {_HEAVY!r} if m in sys.modules])"
        heavy = subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, **environ}, capture_output=True, text=True, check=True
        ).stdout.split()
    print(f"\nstart\n{'variant':24} {'first 200 s':>11} {'CPU s':>6} {'MB':>5}")
    for name, (seconds, cpu, memory) in figures.items():
        print(f"{name:24} {seconds:11.2f} {cpu:6.2f} {memory:5.0f}")
    ours, other = figures.values()
    print(
        f"ratio start {ours[0] / other[0]:.2f} (CPU {ours[1] / other[1]:.2f}); heavy modules: {', '.join(heavy) or 'none'}"
    )
    return {"figures": figures, "heavy": heavy}


def _measure(app: str, environ: dict[str, str], rounds: int) -> tuple[float, float, float]:
    taken = []
    for _ in range(rounds + 1):  # the first one compiles and migrates
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "warning"]
        process = subprocess.Popen(command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
        try:
            seconds = wait_for(port, "/health", process)
        finally:
            process.terminate()
            process.wait()
        with serving(command, port, environ) as server:
            taken.append((seconds, server.cpu_s, server.memory_mb))
    first, cpu, memory = zip(*taken[1:], strict=True)
    return statistics.median(first), statistics.median(cpu), statistics.median(memory)
