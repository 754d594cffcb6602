"""The consultation response system: from a consultation paper to an approved, issued and searchable response."""

from flask import Blueprint, Flask

from consult import bodies, web
from consult.config import Settings, read_settings


def create_app(settings: Settings | None = None) -> Flask:
    """The web application, its stages in the order of the journey. Raises SettingError when a setting is bad."""
    from consult import gate, outage, passwords, sending

    app = Flask(__name__, static_folder="static", template_folder=None)
    web.init_app(app, settings or read_settings())
    outage.init_app(app, app.extensions["database"])
    bodies.init_app(app)
    passwords.init_app(app)
    gate.init_app(app)
    sending.init_app(app)
    for stage in (*_coming_in(), *_people(), *_asking(), *_answering(), *_library(), *_around()):
        app.register_blueprint(stage)
    return app


def _coming_in() -> tuple[Blueprint, ...]:
    """Signing in, and one's own account."""
    from consult.people.account_views import account
    from consult.people.openid_views import openid
    from consult.people.own_address_views import own_address
    from consult.people.passkey_views import passkeys
    from consult.people.sign_in_views import sign_in

    return sign_in, openid, account, own_address, passkeys


def _people() -> tuple[Blueprint, ...]:
    """Managing people and organisations."""
    from consult.people.import_views import people_import
    from consult.people.joining_views import joining
    from consult.people.leaving_views import leaving
    from consult.people.list_views import lists
    from consult.people.organisation_views import organisations
    from consult.people.views import people

    return people, organisations, people_import, lists, joining, leaving


def _asking() -> tuple[Blueprint, ...]:
    """The consultation and its questions."""
    from consult.question_sets.load_views import load_paper
    from consult.question_sets.review_views import review
    from consult.question_sets.views import question_sets

    return load_paper, question_sets, review


def _answering() -> tuple[Blueprint, ...]:
    """The response: drafted, commented on, decided, issued, submitted."""
    from consult.comments.views import comments
    from consult.documents.views import documents
    from consult.drafting.answer_views import answer
    from consult.drafting.decider_views import deciders
    from consult.drafting.incoming_views import incoming
    from consult.drafting.invite_views import invite
    from consult.drafting.views import drafting
    from consult.outcomes.views import outcomes
    from consult.sign_off.views import sign_off

    return drafting, incoming, invite, deciders, answer, comments, sign_off, documents, outcomes


def _library() -> tuple[Blueprint, ...]:
    """Earlier answers."""
    from consult.library.adoption_views import adoption
    from consult.library.catalogue_views import catalogue
    from consult.library.reuse_views import reuse
    from consult.library.review_views import library_review
    from consult.library.views import library

    return reuse, library_review, catalogue, adoption, library


def _around() -> tuple[Blueprint, ...]:
    """What belongs to no stage: the record, mail, and what needs somebody now."""
    from consult.history.views import history
    from consult.home.views import home
    from consult.notices.views import notices

    return history, notices, home
