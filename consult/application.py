"""The web application: the frame of web/ around the pages of every stage, in the order of the journey.

Nothing else imports pages, and nothing but a web server imports this.
"""

from flask import Flask

from consult.comments.pages.comments import comments
from consult.config import Settings, read_settings
from consult.documents.pages.documents import documents
from consult.drafting.pages.answers import answer
from consult.drafting.pages.deciders import deciders
from consult.drafting.pages.incoming import incoming
from consult.drafting.pages.invitations import invite
from consult.drafting.pages.notes import notes
from consult.drafting.pages.responses import drafting
from consult.drafting.pages.unsaved import unsaved_text
from consult.drafting.pages.versions import versions
from consult.history.pages.record import history
from consult.home.pages.home import home
from consult.library.pages.adoption import adoption
from consult.library.pages.catalogue import catalogue
from consult.library.pages.library import library
from consult.library.pages.reuse import reuse
from consult.library.pages.review import library_review
from consult.notices.pages.messages import notices
from consult.outcomes.pages.outcomes import outcomes
from consult.people.pages.importing import people_import
from consult.people.pages.joining import joining
from consult.people.pages.leaving import leaving
from consult.people.pages.lists import lists
from consult.people.pages.organisations import organisations
from consult.people.pages.people import people
from consult.question_sets.pages.loading import load_paper
from consult.question_sets.pages.question_sets import question_sets
from consult.question_sets.pages.review import review
from consult.sign_in.pages.account import account
from consult.sign_in.pages.openid import openid
from consult.sign_in.pages.own_address import own_address
from consult.sign_in.pages.own_mail import own_mail
from consult.sign_in.pages.passkeys import passkeys
from consult.sign_in.pages.sign_in import sign_in
from consult.sign_off.pages.comparing import comparing
from consult.sign_off.pages.rounds import sign_off
from consult.web import bodies, every_page, gate, outage, passwords, restraint

COMING_IN = (sign_in, openid, account, own_address, own_mail, passkeys)
PEOPLE = (people, organisations, people_import, lists, joining, leaving)
ASKING = (load_paper, question_sets, review)
DRAFTING = (drafting, incoming, invite, deciders, answer, versions, notes, unsaved_text, comments)
DECIDING = (sign_off, comparing, documents, outcomes)
LIBRARY = (reuse, library_review, catalogue, adoption, library)
AROUND = (history, notices, home)


def create_app(settings: Settings | None = None) -> Flask:
    """The web application, its stages in the order of the journey. Raises SettingError when a setting is bad."""
    app = make_pages()
    take_up(app, settings or read_settings())
    return app


def make_pages() -> Flask:
    """All pages and what stands around them; what they are made of, and for whom, comes with `take_up`."""
    app = Flask(__name__, static_folder="static", template_folder=None)
    every_page.init_app(app)
    outage.init_app(app)
    bodies.init_app(app)
    gate.init_app(app)
    passwords.init_app(app)
    gate.ask_for_proof(app)
    restraint.init_app(app)
    for stage in (*COMING_IN, *PEOPLE, *ASKING, *DRAFTING, *DECIDING, *LIBRARY, *AROUND):
        app.register_blueprint(stage)
    return app


def take_up(app: Flask, settings: Settings) -> None:
    """Let the application serve with these settings and their database. Raises SettingError when a setting is bad.

    A service does it once. Whoever does it again, as tests do, has nothing left of the settings before.
    """
    every_page.take_up(app, settings)
    outage.follow(app.extensions["database"])
