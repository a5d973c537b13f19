"""The web application's first page: readiness at a glance, from the workspace's newest run.

Run it with `evidary ui`. It shows what the command line stored and decides nothing itself.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from ui import overview

st.set_page_config(page_title="Evidary", layout="wide")
overview.show(Path(os.environ.get("EVIDARY_UI_WORKSPACE", ".evidary")))
