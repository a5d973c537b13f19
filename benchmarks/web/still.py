"""The web application with a clock that stands still: `python -m benchmarks.web.still TIME ui --port N`.

What follows the time is what `evidary` takes. A picture of a page then changes only where the page does.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

if __name__ == "__main__":  # processes that read files import this module again
    from assistant.cli.main import main
    from assistant.clock import Clock
    from assistant.desk.office import Office
    from ui.office import use

    use(
        Office(
            Path(os.environ["EVIDARY_HOME"]), clock=Clock(datetime.fromisoformat(sys.argv.pop(1)))
        )
    )
    main()
