"""Colours and letters of the application, light and dark, as Streamlit's options."""

from __future__ import annotations

_LIGHT = {
    "primaryColor": "#17568c",
    "backgroundColor": "#ffffff",
    "secondaryBackgroundColor": "#f2f5f8",
    "textColor": "#0b131b",  # captions are drawn at 60 % of it
    "linkColor": "#17568c",
    "borderColor": "#c3ccd5",
    "codeTextColor": "#0b131b",
    "codeBackgroundColor": "#f2f5f8",
    "greenTextColor": "#1a6334",
    "orangeTextColor": "#8a4b00",
    "redTextColor": "#9b1c1c",
    "blueTextColor": "#17568c",
    "grayTextColor": "#4a5a6a",
    "violetTextColor": "#5b3b99",
    "yellowTextColor": "#6b5200",
}
_DARK = {
    "primaryColor": "#8cc4f2",
    "backgroundColor": "#10161c",
    "secondaryBackgroundColor": "#1a242e",
    "textColor": "#e8edf2",
    "linkColor": "#8cc4f2",
    "borderColor": "#3b4855",
    "codeTextColor": "#e8edf2",
    "codeBackgroundColor": "#1a242e",
    "greenTextColor": "#8fd8a8",
    "orangeTextColor": "#ffbf73",
    "redTextColor": "#ffb4ab",
    "blueTextColor": "#8cc4f2",
    "grayTextColor": "#b3c0cc",
    "violetTextColor": "#cdb8ff",
    "yellowTextColor": "#f0d469",
}

STYLE = """<style>
[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"],
[data-testid="stMultiSelect"] [data-tag], [data-testid="stMultiSelect"] [data-tag] * {
  color: light-dark(#ffffff, #0b131b) !important;
}
</style>"""
"""Streamlit writes white on the primary colour in both schemes, where dark letters are wanted on the
light blue of the dark one."""


def theme() -> dict[str, object]:
    """Options for both schemes. Letters come from the package: nothing is fetched from elsewhere."""
    both: dict[str, object] = {
        "theme.baseRadius": "small",
        "theme.linkUnderline": True,
        "theme.showWidgetBorder": True,
    }
    for scheme, colours in (("light", _LIGHT), ("dark", _DARK)):
        both |= {f"theme.{scheme}.{name}": value for name, value in colours.items()}
    return both
