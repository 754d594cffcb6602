"""Whether the texts and files in the database are those of the record: `consult verify`.

The record holds the hash of every text that was saved, frozen, decided on or issued, and of every paper, and its chain
cannot be changed unseen. So each hash is computed again from what is stored now and held against the record, not only
against the column beside it: whoever changes a text can change that, too. The record is read in pieces, and texts and
files one after the other, so that a large database needs no more memory than its largest file.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.history.facts import facts_of
from consult.history.models import HistoryEntry
from consult.running.verifying.copies import filed_otherwise, frozen_otherwise
from consult.running.verifying.stored import KINDS, Key, Kind, both

PAGE = 200
MOST_TOLD = 20


@dataclass
class Checked:
    """What was held against the record: how many of each kind, and what is wrong, in the operator's words."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    wrong: int = 0

    def fault(self, words: str) -> None:
        """Note something wrong; of very many the first are told."""
        self.wrong += 1
        if len(self.faults) < MOST_TOLD:
            self.faults.append(words)


@dataclass(frozen=True)
class Claim:
    """What an entry of the record says of one text or file: which it is, and its hash."""

    key: Key
    sha256: object


def verify_texts(session: Session) -> Checked:
    """Hold every text and file against the record. The chain of the record has been verified before."""
    checked, places = Checked(), Counter[Key]()
    # Counted before the record is read: what is written meanwhile stands in the record when it is read.
    there = {name: session.scalar(kind.rows) or 0 for name, kind in KINDS.items()}
    for entries in _pieces(session):
        claims: dict[str, list[Claim]] = {}
        for entry in entries:
            for name, claim in _claims(entry, places):
                claims.setdefault(name, []).append(claim)
        for name, made in claims.items():
            _hold(session, KINDS[name], made, checked)
    for name, kind in KINDS.items():
        if (unknown := there[name] - checked.counts[kind.name]) > 0:
            checked.fault(f"{unknown} of the {kind.name} are not in the record")
    for words in (*frozen_otherwise(session), *filed_otherwise(session, most=MOST_TOLD)):
        checked.fault(words)
    return checked


def _pieces(session: Session) -> Iterator[Sequence[HistoryEntry]]:
    """The entries that name texts and files, in order, so many at a time."""
    after = 0
    while True:
        following = select(HistoryEntry).where(HistoryEntry.seq > after, HistoryEntry.action.in_(CLAIMING))
        entries = session.scalars(following.order_by(HistoryEntry.seq).limit(PAGE)).all()
        if not entries:
            return
        yield entries
        after = entries[-1].seq
        session.expunge_all()


def _hold(session: Session, kind: Kind, claims: Sequence[Claim], checked: Checked) -> None:
    wanted = {claim.key: claim.sha256 for claim in claims}
    checked.counts[kind.name] += len(claims)
    missing = set(wanted)
    for key, standing in kind.read(session, list(wanted)):
        if key not in wanted:
            continue
        missing.discard(key)
        if standing.sha256 != wanted[key]:
            checked.fault(f"{kind.name_of(key)} is not what the record says")
        elif standing.column not in (None, standing.sha256):
            checked.fault(f"{kind.name_of(key)} has another hash beside it than its own")
    for key in sorted(missing):
        checked.fault(f"{kind.name_of(key)} is missing or was changed")


# --- What the record says: an entry names one text or file, by its number, or by its place among those alike.

CLAIMING = {
    "answer revised": "answer version",
    "answer text set aside": "answer version",
    "document revised": "draft",
    "document text set aside": "draft",
    "sent for sign-off": "round",
    "decision made": "decision",
    "document issued": "issued file",
    "response submitted": "submission",
    "consultation loaded": "paper",
    "edition loaded": "paper",
    "entry amended": "entry version",
}


def _claims(entry: HistoryEntry, places: Counter[Key]) -> Iterator[tuple[str, Claim]]:
    facts: Mapping[str, Any] = facts_of(entry.details)
    name, number = CLAIMING[entry.action], int(entry.subject.rpartition("/")[2])
    sha256 = facts.get("paper_sha256", facts.get("sha256"))
    if name in ("draft", "issued file"):
        places[name, number, facts["document"]] += 1
        yield name, Claim((number, facts["document"], places[name, number, facts["document"]]), sha256)
    elif name == "paper":
        yield name, Claim((number, sha256), sha256)
    elif name == "decision":
        yield name, Claim((number, facts["body"]), both(facts["verdict"], sha256))
        if "words_sha256" in facts:  # entries of earlier releases have none
            yield "words", Claim((number, facts["body"]), facts["words_sha256"])
    elif name == "submission":
        yield name, Claim((number,), both(facts["round"], sha256))
    else:
        yield name, Claim((number, facts["version"]) if "version" in facts else (number,), sha256)
