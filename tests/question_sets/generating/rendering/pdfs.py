"""PDFs of drawn papers, as LibreOffice and as a browser make them: many in one go, for each takes long to start."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests import chromium


def converted(files: Sequence[bytes]) -> list[bytes]:
    """Word files as LibreOffice turns them into PDFs."""
    if not files:
        return []
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "made")
        papers = [Path(folder, f"{place}.docx") for place in range(len(files))]
        for paper, content in zip(papers, files, strict=True):
            paper.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(made)]
        subprocess.run([*run, *map(str, papers)], check=True, capture_output=True)
        return [Path(made, f"{place}.pdf").read_bytes() for place in range(len(files))]


def printed(pages: Sequence[bytes]) -> list[bytes]:
    """Web pages as a browser prints them."""
    if not pages:
        return []
    with chromium.browser() as opened:
        page = opened.new_page()
        made = []
        for content in pages:
            page.set_content(content.decode())
            made.append(page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "2cm")))
        return made
