"""What every document says of itself: status at the top, version and hash at the bottom, the file's properties.

Whoever holds a printed page can tell which version it is, how far that had come, and check it against the record.
"""

from consult import dates, texts
from consult.documents.content import ResponseContent, Stamp
from consult.issuing.word.kit import WordFile
from consult.issuing.word.package import Properties

APPROVED = "Approved"
_LONGEST_TITLE = 60


def finish(file: WordFile, content: ResponseContent, stamp: Stamp, kind: str) -> bytes:
    """The finished file of a document of this `kind` ('Covering letter')."""
    if stamp.status != APPROVED:
        file.header_line(stamp.status)
    state = stamp.status
    if stamp.issued_at is not None:
        state += f", issued {dates.long_time(stamp.issued_at)}"
    title = texts.shorten(content.response_title, _LONGEST_TITLE)
    others = [f"{stamp.version_label} · {state}", f"Version SHA-256: {stamp.sha256}"]
    if stamp.record_head:
        others.append(f"Record: {stamp.record_entries} entries, head {stamp.record_head}")
    file.footer_lines(f"{kind} · {title}", others)
    return file.to_bytes(
        Properties(
            title=f"{kind}: {content.response_title}",
            subject=content.consultation_title,
            author=content.lead_organisation,
            status=stamp.status,
            version=stamp.version_label,
            identifier=stamp.sha256,
            made_at=stamp.issued_at,
        )
    )
