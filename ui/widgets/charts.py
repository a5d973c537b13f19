"""Charts that people would rather look at than read. Each part has a sign or number beside its colour,
and a click on it gives what it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import streamlit as st

from assistant.export import words
from assistant.export.words import STATUS_ORDER
from assistant.model import SEVERITIES, Severity, Status
from ui.widgets.badges import severity_words, status_words
from ui.widgets.fresh import fresh_words

if TYPE_CHECKING:
    from assistant.assessment.freshness import Freshness
    from assistant.desk.overview import Cell, GapCount

_WHITE = "#ffffff"
STATUS_FILL: dict[Status, str] = {
    "met_indicated": "#1b7042",
    "carved_out": "#6a4aa0",
    "not_exercised": "#2c5fa8",
    "partial": "#935600",
    "insufficient": "#5c6370",
    "not_met_indicated": "#b3261e",
    "not_relevant": "#5c6370",
    "out_of_scope": "#5c6370",
}
"""Dark enough for white signs on them, in light and dark."""
SEVERITY_FILL: dict[Severity, str] = {
    "critical": "#7a0c2e",
    "high": "#b3261e",
    "medium": "#935600",
    "low": "#2c5fa8",
}
_FRESH_FILL: dict[Freshness, str] = {
    "fresh": "#1b7042",
    "due": "#935600",
    "stale": "#b3261e",
    "future": "#6a4aa0",
    "unknown": "#5c6370",
}
_ROW, _TILE_GAP = 34, 0.06
_AROUND = 50
"""Pixels of a row, share of a tile left free, pixels for the axis below the rows."""
_LABELS = 150


def heat_map(cells: Sequence[Cell], *, key: str) -> str:
    """Criteria as tiles in their series, by status; gives the id of a tile that was clicked."""
    tiles = tiles_of(cells)
    rows = list(dict.fromkeys(t["row"] for t in tiles))
    most = max(t["place"] for t in tiles) + 1
    clicked = alt.selection_point(name="tile", fields=["criterion"], on="click", clear=False)
    shown = list(dict.fromkeys(c.status for c in cells))
    base = alt.Chart(_data(tiles)).encode(
        y=alt.Y("row:N", sort=rows, title=None, axis=_names(_LABELS)),
        tooltip=[
            alt.Tooltip("criterion:N", title="Criterion"),
            alt.Tooltip("words:N", title="Status"),
            alt.Tooltip("series_name:N", title="Series"),
        ],
    )
    x = alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, most], nice=False))
    squares = base.mark_rect(cornerRadius=3, cursor="pointer").encode(
        x=x,
        x2="right:Q",
        color=alt.Color(
            "words:N",
            scale=alt.Scale(
                domain=[status_words(s) for s in shown], range=[STATUS_FILL[s] for s in shown]
            ),
            legend=None,
        ),
    )
    signs = base.mark_text(color=_WHITE, fontSize=13, fontWeight=600, cursor="pointer").encode(
        x=alt.X("middle:Q", axis=None), text="sign:N"
    )
    chart = (squares.add_params(clicked) + signs).properties(height=_ROW * len(rows))
    state = _drawn(chart, key, heat_words(cells))
    st.caption("Signs: " + ", ".join(status_words(s) for s in STATUS_ORDER if s in shown))
    return str(_picked(state, "tile").get("criterion", ""))


def heat_words(cells: Sequence[Cell]) -> str:
    """The heat map for those who do not see it."""
    by_series: dict[str, list[str]] = {}
    for cell in cells:
        said = f"{len(cell.criteria)} {words.STATUS[cell.status].lower()}"
        by_series.setdefault(f"{cell.series} {cell.series_name}", []).append(said)
    told = "; ".join(f"{name}: {', '.join(said)}" for name, said in by_series.items())
    return f"Criteria by series and status. {told}."


def gap_bars(counts: Sequence[GapCount], *, key: str) -> tuple[str, Severity | None]:
    """Gaps by team, stacked by severity; gives team and severity of a part that was clicked."""
    owners = list(dict.fromkeys(c.owner for c in counts))
    order: list[Severity] = list(reversed(SEVERITIES))
    values = [
        {
            "owner": c.owner,
            "severity": c.severity,
            "words": severity_words(c.severity),
            "count": c.count,
            "sign": severity_words(c.severity).split()[0],
            "rank": order.index(c.severity),
        }
        for c in counts
    ]
    shown = [s for s in order if any(c.severity == s for c in counts)]
    clicked = alt.selection_point(
        name="part", fields=["owner", "severity"], on="click", clear=False
    )
    base = alt.Chart(_data(values)).encode(
        y=alt.Y("owner:N", sort=owners, title=None, axis=_names(_LABELS)),
        x=alt.X("count:Q", title="gaps", stack="zero", axis=_counts()),
        order=alt.Order("rank:Q"),
        tooltip=[
            alt.Tooltip("owner:N", title="Team"),
            alt.Tooltip("words:N", title="Severity"),
            alt.Tooltip("count:Q", title="Gaps"),
        ],
    )
    bars = base.mark_bar(cursor="pointer").encode(
        color=alt.Color(
            "words:N",
            scale=alt.Scale(
                domain=[severity_words(s) for s in shown],
                range=[SEVERITY_FILL[s] for s in shown],
            ),
            legend=None,
        )
    )
    signs = base.mark_text(color=_WHITE, fontSize=10, cursor="pointer").encode(
        x=alt.X("count:Q", stack="zero", bandPosition=0.5), text="sign:N", detail="severity:N"
    )
    chart = (bars.add_params(clicked) + signs).properties(height=_ROW * len(owners) + _AROUND)
    said = "; ".join(f"{c.owner}: {c.count} {c.severity}" for c in counts)
    state = _drawn(chart, key, f"Gaps by team and severity. {said}.")
    st.caption("Signs: " + ", ".join(severity_words(s) for s in shown))
    picked = _picked(state, "part")
    severity = next((s for s in SEVERITIES if s == picked.get("severity")), None)
    return str(picked.get("owner", "")), severity


def fresh_bars(counts: Sequence[tuple[Freshness, int]], *, key: str) -> str:
    """Evidence by how its date stands; gives the state of a bar that was clicked."""
    shown = [(name, count) for name, count in counts if count]
    values = [{"state": n, "words": fresh_words(n), "count": c} for n, c in shown]
    names = [fresh_words(n) for n, _ in shown]
    clicked = alt.selection_point(name="bar", fields=["state"], on="click", clear=False)
    base = alt.Chart(_data(values)).encode(
        y=alt.Y("words:N", sort=names, title=None, axis=_names(_LABELS)),
        x=alt.X("count:Q", title="items", axis=_counts()),
        tooltip=[
            alt.Tooltip("words:N", title="Freshness"),
            alt.Tooltip("count:Q", title="Items"),
        ],
    )
    bars = base.mark_bar(cursor="pointer").encode(
        color=alt.Color(
            "words:N",
            scale=alt.Scale(domain=names, range=[_FRESH_FILL[n] for n, _ in shown]),
            legend=None,
        )
    )
    chart = bars.add_params(clicked).properties(height=_ROW * len(shown) + _AROUND)
    said = ", ".join(f"{count} {fresh_words(name)[2:].lower()}" for name, count in shown)
    state = _drawn(chart, key, f"Evidence items by freshness: {said}.")
    return str(_picked(state, "bar").get("state", ""))


def tiles_of(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """One a criterion, in its place in its series."""
    tiles: list[dict[str, Any]] = []
    for series in dict.fromkeys(c.series for c in cells):
        own = [(i, c) for c in cells if c.series == series for i in c.criteria]
        own.sort(key=lambda pair: _number(pair[0]))
        for place, (criterion, cell) in enumerate(own):
            tiles.append(
                {
                    "criterion": criterion,
                    "row": f"{cell.series} {cell.series_name}",
                    "series_name": cell.series_name,
                    "status": cell.status,
                    "words": status_words(cell.status),
                    "sign": f"{words.MARK[cell.status]}{criterion.rpartition('.')[2]}",
                    "place": place,
                    "left": place + _TILE_GAP,
                    "right": place + 1 - _TILE_GAP,
                    "middle": place + 0.5,
                }
            )
    return tiles


def _number(criterion: str) -> tuple[str, int]:
    series, _, number = criterion.rpartition(".")
    return series, int(number)


def _data(rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=rows)  # type: ignore[no-untyped-call] # generated in Altair


def _names(limit: int) -> alt.Axis:
    return alt.Axis(
        labelLimit=limit, labelOverlap=False, ticks=False, domain=False, labelColor=_ink()
    )


def _counts() -> alt.Axis:
    return alt.Axis(tickMinStep=1, grid=False, labelColor=_ink(), titleColor=_ink())


def _ink() -> str:
    """Streamlit's own grey for axes is too pale to read by everybody."""
    return "#d5dde5" if st.context.theme.type == "dark" else "#333e49"


def _drawn(chart: Any, key: str, alt_words: str) -> Any:
    return st.altair_chart(
        chart.configure_view(strokeWidth=0),
        width="stretch",
        key=key,
        on_select="rerun",
        alt=alt_words,
    )


def _picked(state: Any, name: str) -> dict[str, Any]:
    """The values of the part that was clicked; empty for none."""
    chosen = state["selection"].get(name, []) if state else []
    return dict(chosen[0]) if chosen else {}
