"""Fetches what the pages draw with: by name, with npm, in the versions of package-lock.json.

Run by `make pictures`, and by hatch when the project is built, so that the wheel has them. Without npm, or without the
network, nothing fails: the pages work, and say what their pictures need.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run by hand
    BuildHookInterface = object

ROOT = Path(__file__).parent
VENDOR = ROOT / "src" / "dreamwright" / "web" / "static" / "vendor"
FILES = {
    "cytoscape/dist/cytoscape.min.js": "cytoscape.js",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "uplot/dist/uPlot.iife.min.js": "uplot.js",
    "uplot/dist/uPlot.min.css": "uplot.css",
}
"""What is taken out of the packages, and what it is called here."""

STAMP = VENDOR / "LICENSES"
"""Written last."""


def fetch() -> str | None:
    """Have everything in its place; a message if that cannot be."""
    lock = ROOT / "package-lock.json"
    if STAMP.exists() and STAMP.stat().st_mtime >= lock.stat().st_mtime:
        return None
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not installed, so the pages draw no pictures (Debian, Ubuntu: apt install npm)"
    command = [npm, "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        return f"npm could not fetch what the pages draw with: {(done.stderr or done.stdout).strip()[-500:]}"
    modules = ROOT / "node_modules"
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        shutil.copyfile(modules / source, VENDOR / name)
    packages = dict.fromkeys(source.partition("/")[0] for source in FILES)
    STAMP.write_text("\n".join(f"{name}\n\n{(modules / name / 'LICENSE').read_text()}" for name in packages))
    return None


class CustomBuildHook(BuildHookInterface):
    """Called by hatch before it packs the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch, or warn."""
        problem = fetch()
        if problem is not None:
            self.app.display_warning(problem)


if __name__ == "__main__":
    said = fetch()
    if said is not None:
        print(said, file=sys.stderr)
