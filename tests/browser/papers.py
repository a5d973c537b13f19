"""Evidence whose words stand at known places: a PDF, a screenshot, and files that mean harm."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

QUOTE = "Access of leavers is removed within 24 hours of termination."
SETTING = "Multi-factor authentication: required for all users"
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


@dataclass(frozen=True)
class Box:
    """A rectangle in fractions of the picture it lies on."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """Shared area over joint area: 1 for the same box, 0 for none in common."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        shared = max(0.0, width) * max(0.0, height)
        return shared / (self.area + other.area - shared)

    @property
    def area(self) -> float:
        """Its share of the picture."""
        return (self.right - self.left) * (self.bottom - self.top)


def policy_pdf() -> tuple[bytes, Box]:
    """A policy of two pages; the quote is one line of the second, in this box."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    width, height = A4
    _lines(
        canvas,
        "Access Control Policy",
        "Version 2.1. Owner: Head of Security",
        "Approved by: Ana Lima, Head of Security. Approval date: 2026-02-01.",
        "Next review: 2027-02-01",
        "",
        "Roles and rights are granted by least privilege and approved by the system owner.",
        "Every user signs in with multi-factor authentication.",
    )
    canvas.showPage()
    _lines(canvas, "Removal of access", "", "This section applies to employees and contractors.")
    size, left, baseline = 12, 100.0, height - 300.0
    canvas.setFont("Helvetica", size)
    canvas.drawString(left, baseline, QUOTE)
    canvas.drawString(left, baseline - 60, "Role owners review all rights every quarter.")
    canvas.showPage()
    canvas.save()
    box = Box(
        left / width,
        (height - baseline - 0.75 * size) / height,
        (left + stringWidth(QUOTE, "Helvetica", size)) / width,
        (height - baseline + 0.22 * size) / height,
    )
    return data.getvalue(), box


def settings_png() -> tuple[bytes, Box]:
    """A screenshot of settings; the line on multi-factor authentication lies in this box."""
    picture = Image.new("RGB", (1200, 700), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(_FONT, 26)
    draw.rectangle((0, 0, 1200, 70), fill="#22384f")
    draw.text((40, 18), "Identity provider  -  Sign-in policy", font=font, fill="white")
    draw.text((60, 150), "Policy name: Workforce sign-in", font=font, fill="black")
    draw.text((60, 260), SETTING, font=font, fill="black")
    draw.text((60, 370), "Session lifetime: 12 hours", font=font, fill="black")
    draw.text((60, 480), "Captured on 2026-06-12 14:03 UTC", font=font, fill="black")
    left, top, right, bottom = draw.textbbox((60, 260), SETTING, font=font)
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue(), Box(left / 1200, top / 700, right / 1200, bottom / 700)


HOSTILE_NAMES = (
    "<img src=x onerror=alert(1)>.md",
    "**bold** [link](javascript:alert(2)).md",
    "$\\frac{a}{b}$ :red[colour] `code`.md",
    '=HYPERLINK("http:example.invalid").csv',
    "\u202egnp.exe.md",
)
HOSTILE_TEXT = (
    "# Access policy <script>alert(3)</script>\n\n"
    "Approved by: Ana Lima, Head of Security. Approval date: 2026-02-01.\n\n"
    "Every user signs in with multi-factor authentication <img src=x onerror=alert(4)> "
    "![pixel](http://example.invalid/p.png) [click](javascript:alert(5)) $\\alpha^2$ :red[red].\n\n"
    "<iframe src='javascript:alert(6)'></iframe> Access of leavers is removed within 24 hours.\n"
)


def _lines(canvas: Canvas, *lines: str) -> None:
    canvas.setFont("Helvetica", 12)
    for number, line in enumerate(lines):
        canvas.drawString(72, A4[1] - 90 - 22 * number, line)
