"""`evidary ui`: the web application."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.house import HomeOption
from assistant.cli.options import WorkspaceOption


def ui_command(
    home: HomeOption = None,
    workspace: WorkspaceOption = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Where to listen; anything but this machine needs TLS in front.")
    ] = "127.0.0.1",
    max_upload_mib: Annotated[
        int, typer.Option(min=1, max=4096, help="Largest file that people may upload.")
    ] = 200,
) -> None:
    """Serve the web application; --workspace DIR brings in a workspace of the command line.

    Where nobody has an account yet, it prints a link for the first one. The link works once.
    """
    from assistant.cli.house import link_of, settle
    from assistant.errors import UsageError

    try:
        import streamlit  # noqa: F401 - is it there?
    except ImportError as error:
        raise UsageError("the web application needs `pip install 'evidary[ui]'`") from error
    _must_be_free(address, port)
    folder = settle(home)
    from ui.office import office

    house = office().house
    if workspace is not None:
        from assistant.desk.adopt import adopt

        adopted = adopt(house, workspace)
        typer.echo(f"Workspace: {adopted.entry.name} ({adopted.evidence})")
    base = f"http://{f'[{address}]' if ':' in address else address}:{port}"
    typer.echo(f"Evidary: {base}  (home folder {folder}; Ctrl-C stops it)")
    key = house.signing.first_key()
    if key is not None:
        typer.echo("Nobody has an account yet. Make the first one here (once, within 24 hours):")
        typer.echo(f"  {link_of(base, 'first', key)}")
    from ui.server import serve

    serve(address=address, port=port, max_upload_mib=max_upload_mib)


def _must_be_free(address: str, port: int) -> None:
    import socket

    from assistant.errors import UsageError

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise UsageError(
                f"cannot listen on {address}, port {port}: {error.strerror}; give another --port"
            ) from error
