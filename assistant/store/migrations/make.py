"""Writes the next step from what the tables of this version have and the steps so far have not.

    python -m assistant.store.migrations.make workspace|house NAME

Look at what it wrote: renamed columns and data to carry over are yours to say.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import cast

from assistant.store.engines import make_engine, sqlite_url, writing
from assistant.store.migrations.steps import Which, config_for, open_up_to_date, steps

_LONGEST = 32
"""Alembic keeps the name in a column of this width."""


def make(which: Which, name: str) -> Path:
    """Write the step and give its file."""
    from alembic import command

    number = int(steps(which)[-1][:4]) + 1 if steps(which) else 1
    step = f"{number:04}_{name}"
    if len(step) > _LONGEST or not name.isidentifier():
        raise SystemExit(f"{name!r} is no name for a step: letters, digits and _, at most 27")
    with tempfile.TemporaryDirectory() as folder:
        url = sqlite_url(Path(folder, "now.db"))
        if steps(which):
            open_up_to_date(url, which).dispose()
        engine = make_engine(url, migrating=True)
        with writing(engine) as connection:
            config = config_for(which, connection)
            config.set_main_option("file_template", "%%(rev)s")
            command.revision(config, name, autogenerate=True, rev_id=step)
        engine.dispose()
    return Path(__file__).parent / which / f"{step}.py"


if __name__ == "__main__":
    asked_for, called = sys.argv[1:]
    sys.stdout.write(f"{make(cast(Which, asked_for), called)}\n")
