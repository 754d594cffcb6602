"""The consultation response system: from a consultation paper to an approved, issued and searchable response."""

from flask import Flask

from consult import web
from consult.config import Settings, read_settings


def create_app(settings: Settings | None = None) -> Flask:
    """The web application, its stages in the order of the journey. Raises SettingError when a setting is bad."""
    from consult import gate
    from consult.comments.views import comments
    from consult.documents.views import documents
    from consult.drafting.answer_views import answer
    from consult.drafting.incoming_views import incoming
    from consult.drafting.views import drafting
    from consult.history.views import history
    from consult.home.views import home
    from consult.library.views import library
    from consult.notices.views import notices
    from consult.outcomes.views import outcomes
    from consult.people.account_views import account
    from consult.people.views import people
    from consult.question_sets.load_views import load_paper
    from consult.question_sets.review_views import review
    from consult.question_sets.views import question_sets
    from consult.sign_off.views import sign_off

    app = Flask(__name__, static_folder="static", template_folder=None)
    web.init_app(app, settings or read_settings())
    gate.init_app(app)
    asking = (load_paper, question_sets, review)
    answering = (drafting, incoming, answer, comments, sign_off, documents, outcomes, library)
    for stage in (account, people, *asking, *answering, history, notices, home):
        app.register_blueprint(stage)
    return app
