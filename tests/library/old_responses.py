"""Files with old responses, as they are loaded into the library."""

import io
import zipfile

from docx import Document

OFFICER = "Policy officer"
ANSWERS = (
    ("Should markets open on Sundays?", "Yes. We support markets on Sundays from May to October."),
    ("Who should pay for the stalls?", "Traders should pay, and the council should lend what they need."),
    ("What else should we know?", "The old square floods in winter, so stalls cannot stand there."),
)


def old_text(answers: tuple[tuple[str, str], ...] = ANSWERS) -> bytes:
    said = "\n\n".join(
        f"Question {n}: {question}\n\nAnswer: {answer}" for n, (question, answer) in enumerate(answers, 1)
    )
    return f"Response to the consultation on markets\n\n{said}\n".encode()


def old_word() -> bytes:
    document = Document()
    document.add_heading("Response on markets and fairs", 0)
    for n, (question, answer) in enumerate(ANSWERS, 1):
        document.add_paragraph(f"Question {n}: {question.replace('markets', 'fairs')}")
        document.add_paragraph(f"Answer: {answer.replace('markets', 'fairs')}")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return written.getvalue()


OLD = {
    "2019/markets.txt": old_text(),
    "2021/fairs.docx": old_word(),
    "2021/letter.txt": b"Dear all, thank you for your letter. Yours, the market trader.",
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
    "__MACOSX/._markets.txt": b"x",
}
ADOPTED = {"adopted_on__day": "31", "adopted_on__month": "5", "adopted_on__year": "2019"}
