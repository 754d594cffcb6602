"""Every table of the system, gathered for migrations and tests: importing this module fills `Base.metadata`."""

from consult import limits, once
from consult.comments import models as comments
from consult.database import Base
from consult.documents import models as documents
from consult.drafting import models as drafting
from consult.history import models as history
from consult.library import adoption_models, catalogue_models
from consult.library import models as library
from consult.notices import models as notices
from consult.outcomes import models as outcomes
from consult.people import group_models
from consult.people import models as people
from consult.question_sets import models as question_sets
from consult.sign_off import models as sign_off

STAGES = (
    people,
    group_models,
    history,
    notices,
    question_sets,
    drafting,
    comments,
    sign_off,
    documents,
    outcomes,
    library,
    adoption_models,
    catalogue_models,
    limits,
    once,
)
metadata = Base.metadata
