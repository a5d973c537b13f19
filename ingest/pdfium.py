"""One lock around pdfium, which is not thread-safe: a page is drawn while another file is read.

Every call into pypdfium2 is made with `calls` held, and every object of it closed before letting go.
"""

from __future__ import annotations

from threading import RLock

calls = RLock()
