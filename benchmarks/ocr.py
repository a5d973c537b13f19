"""Character error rate, time and memory of OCR on console-like pages: one JSON line.

    python benchmarks/ocr.py [--browser /usr/bin/chromium] [--keep FOLDER]

Chromium renders each page at 1920 x 1080 in 12 px type, light and dark. The reference is the text
of each row as it stands in the page; white space is folded and the ' | ' that marks cells counts as
a space on both sides. `cer_no_space` leaves white space out.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from ingest.parsers.image import parse
from ingest.source import Source

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]
NAMES = "Anna Meyer;Li Wei;Tomas Okafor;Priya Raman;John O'Neill;Zoe Brandt;Sam Illman;Ola Lund"
ROLES = ("Administrator", "Read-only", "Billing", "SecurityAudit", "Developer")


@dataclass(frozen=True)
class Sheet:
    """One page to render: its name, whether it is dark, and its rows of cells."""

    name: str
    dark: bool
    rows: tuple[tuple[str, ...], ...]
    font: str = "Arial, sans-serif"

    @property
    def reference(self) -> str:
        return "\n".join(" ".join(row) for row in self.rows)

    @property
    def html(self) -> str:
        ink, paper, rule = (
            ("#d6dae0", "#16191f", "#30363d") if self.dark else ("#16191f", "#ffffff", "#d5dbdb")
        )
        body = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in self.rows
        )
        return (
            f"<meta charset=utf-8><body style='margin:24px;background:{paper};color:{ink};"
            f"font:12px {self.font}'><style>td{{padding:5px 28px 5px 0;white-space:nowrap;"
            f"border-bottom:1px solid {rule}}}</style>"
            f"<table cellspacing=0>{body}</table></body>"
        )


def users() -> tuple[tuple[str, ...], ...]:
    people = NAMES.split(";")
    rows = [("User name", "E-mail", "Role", "MFA device", "Last sign-in", "Status")]
    for n in range(34):
        name = people[n % len(people)]
        mail = name.lower().replace(" ", ".").replace("'", "") + f"{n}@example.com"
        day = f"2026-{n % 12 + 1:02}-{n * 7 % 28 + 1:02} {n % 24:02}:{n * 13 % 60:02} UTC"
        mfa = "Virtual (TOTP)" if n % 3 else "None"
        rows.append((name, mail, ROLES[n % 5], mfa, day, "Active" if n % 7 else "Disabled"))
    return tuple(rows)


def settings() -> tuple[tuple[str, ...], ...]:
    pairs = (
        "Minimum password length;14 characters",
        "Require at least one uppercase letter;Yes",
        "Password expiration;Expires in 90 day(s)",
        "Prevent password reuse;Remember 24 passwords",
        "Multi-factor authentication;Required for all users",
        "Session timeout;15 minutes of inactivity",
        "Encryption at rest;AES-256, key alias/prod-rds (arn:aws:kms:eu-west-1:112233445566)",
        "TLS policy;ELBSecurityPolicy-TLS13-1-2-2021-06",
        "Backup retention period;35 days",
        "Automated backups;Enabled, window 02:00-02:30 UTC",
        "Public access;Blocked (4 of 4 settings on)",
        "Log group retention;400 days",
        "Branch protection on main;2 approving reviews, status checks required",
        "Last changed by;j.oneill@example.com on 2026-03-17",
    )
    return tuple(tuple(pair.split(";")) for pair in pairs)


def terminal() -> tuple[tuple[str, ...], ...]:
    lines = ["$ aws iam list-users --query 'Users[*].[UserName,CreateDate]' --output text"]
    for n in range(28):
        address = f"10.0.{n * 5 % 256}.{n * 37 % 256}"
        lines.append(
            f"2026-05-{n + 1:02}T0{n % 10}:1{n % 6}:42Z sshd[{2000 + n * 31}]: "
            f"Accepted publickey for deploy from {address} port {50000 + n * 71} ssh2"
        )
    return tuple((line,) for line in lines)


def sheets() -> Iterator[Sheet]:
    for dark in (False, True):
        shade = "dark" if dark else "light"
        yield Sheet(f"users-{shade}", dark, users())
        yield Sheet(f"settings-{shade}", dark, settings())
        yield Sheet(f"terminal-{shade}", dark, terminal(), "'DejaVu Sans Mono', monospace")


def distance(left: str, right: str) -> int:
    """Levenshtein's distance, a row of the table at a time."""
    codes = np.array([ord(c) for c in right], dtype=np.int64)
    steps = np.arange(len(codes) + 1)
    row = steps.copy()
    for at, char in enumerate(left, start=1):
        best = np.minimum(row[:-1] + (codes != ord(char)), row[1:] + 1)
        full = np.concatenate(([at], best)) - steps
        row = np.minimum.accumulate(full) + steps
    return int(row[-1])


def folded(text: str) -> str:
    return "\n".join(" ".join(line.replace(" | ", " ").split()) for line in text.splitlines())


def render(browser: Browser, sheet: Sheet, folder: Path) -> Path:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.set_content(sheet.html)
    file = folder / f"{sheet.name}.png"
    page.screenshot(path=str(file))
    page.close()
    return file


def measure(sheet: Sheet, file: Path) -> dict[str, float | int | str]:
    began, busy = time.perf_counter(), time.process_time()
    text = folded(parse(Source(file.name, file)).text)
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    wanted = folded(sheet.reference)
    bare, bare_wanted = "".join(text.split()), "".join(wanted.split())
    return {
        "page": sheet.name,
        "chars": len(wanted),
        "cer": round(distance(text, wanted) / len(wanted), 5),
        "cer_no_space": round(distance(bare, bare_wanted) / len(bare_wanted), 5),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--keep", type=Path, help="folder for the rendered pages")
    args = parser.parse_args()
    pages = list(sheets())
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=args.browser, args=FLAGS)
            files = [render(browser, sheet, folder) for sheet in pages]
            browser.close()
        results = [measure(sheet, file) for sheet, file in zip(pages, files, strict=True)]
    chars = sum(int(r["chars"]) for r in results)
    total = {
        "pages": len(results),
        "cer": round(sum(float(r["cer"]) * int(r["chars"]) for r in results) / chars, 5),
        "worst_cer": max(float(r["cer"]) for r in results),
        "seconds_per_image": round(sum(float(r["seconds"]) for r in results) / len(results), 1),
        "cpu_seconds_per_image": round(
            sum(float(r["cpu_seconds"]) for r in results) / len(results), 1
        ),
        "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "each": results,
    }
    print(json.dumps(total))


if __name__ == "__main__":
    main()
