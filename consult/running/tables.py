"""Every table of the system, gathered for migrations and tests: importing this module fills `Base.metadata`."""

from consult.comments import models as comments
from consult.database import Base
from consult.documents import models as documents
from consult.drafting import models as drafting
from consult.drafting import unsaved
from consult.history import models as history
from consult.issuing import models as issuing
from consult.library import models as library
from consult.library.adopting import models as adopting
from consult.library.catalogue import models as catalogue
from consult.notices import models as notices
from consult.outcomes import models as outcomes
from consult.people import credentials, groups
from consult.people import models as people
from consult.question_sets import models as question_sets
from consult.sign_off import models as sign_off
from consult.web import limits, once

GATHERED = (
    people,
    credentials,
    groups,
    history,
    notices,
    question_sets,
    drafting,
    unsaved,
    comments,
    documents,
    sign_off,
    issuing,
    outcomes,
    library,
    adopting,
    catalogue,
    limits,
    once,
)
metadata = Base.metadata
