"""The `consult` command line. Each command does one thing; an error is one line on standard error and exit status 2."""

import argparse
import json
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import consult.running.first
from consult.question_sets.paper import as_json
from consult.running.catalogue_command import load_catalogue
from consult.running.operating import (
    OperatingError,
    anonymise_person,
    create_admin,
    explain_paper,
    issue_documents,
    load_paper,
    read_paper,
    rebuild_index,
    search_library,
    similar_questions,
    verify_record,
)
from consult.running.serving import check_migrations, demo_sign_ins, migrate_database, seed_demo, serve
from consult.running.text_command import show_text
from consult.running.working import work

_SHOWN = 100
Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    typed = _parser().parse_args(arguments)
    run: Command = typed.run
    try:
        return run(typed)
    except OperatingError as error:
        print(f"consult: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is nobody to tell
        return 2


def extract_paper(typed: argparse.Namespace) -> int:
    """Print the question set that is recognised in a file as one JSON object, or what each block was taken for."""
    if typed.explain:
        for place, (taken_for, text) in chain.from_iterable(explain_paper(Path(typed.file))):
            print(f"{place:5} {taken_for}\n      | {text[:_SHOWN]}")
        return 0
    paper, _ = read_paper(Path(typed.file))
    json.dump(as_json(paper), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="consult", description="The consultation response system.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Command, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help, description=run.__doc__)
        added.set_defaults(run=run)
        return added

    _showing(command)
    _reading(command)
    _running(command)
    return parser


def _showing(command: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    text = command("text", show_text, "print what a reader sees of a text in the text form (needs no database)")
    text.add_argument("file", help="a .txt or .md file")
    text.add_argument(
        "--as", dest="shown", choices=("words", "tree"), default="words", help="words (the default), or blocks as JSON"
    )


def _reading(command: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    extract = command("extract", extract_paper, "print the questions found in a file as JSON (needs no database)")
    extract.add_argument("file", help="a consultation paper, a response to one, or a YAML bank")
    extract.add_argument(
        "--explain", action="store_true", help="print what each paragraph was taken for, and why, instead of JSON"
    )
    load = command("load", load_paper, "load a paper into the database, to be reviewed")
    load.add_argument("file")
    load.add_argument(
        "--organisation", metavar="NAME", help="whose consultation it is, when several have policy officers"
    )
    catalogue = command("load-catalogue", load_catalogue, "load a folder of old responses into the back catalogue")
    catalogue.add_argument("folder", help="Word, PDF, text and web page files; folders within it are read too")
    catalogue.add_argument(
        "--organisation", metavar="NAME", help="whose responses they are, when several have policy officers"
    )
    search = command("search", search_library, "search earlier answers")
    search.add_argument("query")
    similar = command("similar", similar_questions, "find earlier questions like a text")
    similar.add_argument("text")
    for added in (search, similar):
        added.add_argument("--json", action="store_true", help="print a JSON list")
        added.add_argument("--limit", type=int, default=10, help="print at most this many (10)")
    issue = command("issue", issue_documents, "write the documents of an approved version")
    issue.add_argument("response", type=int, help="the response’s number, as in its address")
    issue.add_argument("--round", type=int, metavar="N", help="which round, when several were approved")
    issue.add_argument("--out", required=True, metavar="DIR", help="the folder to write them to")
    verify = command("verify", verify_record, "check that the record was not tampered with")
    verify.add_argument("--expect", nargs=2, metavar=("N", "HASH"), help="entries and head noted earlier")


def _running(command: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    command("migrate", migrate_database, "bring the database to this release")
    command("check-migrations", check_migrations, "check that models and migrations agree (needs no database)")
    command("seed", seed_demo, "fill an empty database with the demonstration")
    command("demo-sign-ins", demo_sign_ins, "list the people of the demonstration")
    command("rebuild-index", rebuild_index, "write the search index anew from the database")
    admin = command("create-admin", create_admin, "add somebody who can manage people")
    admin.add_argument("--email", required=True)
    admin.add_argument("--name", required=True)
    admin.add_argument("--organisation", required=True, help="its name; it is added when it is new")
    admin.add_argument("--kind", default="council", help="kind of a new organisation (council)")
    admin.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    leaving = command("anonymise", anonymise_person, "take the name of somebody away who has left")
    leaving.add_argument("email", help="the address that they signed in with")
    command("work", work, "do what is due beside the pages, such as reading papers")
    serving = command("serve", serve, "bring the database up to date, serve the pages and run a worker")
    serving.add_argument("--demo", action="store_true", help="with the demonstration, on this machine only")


consult.running.first.all_is_loaded()

if __name__ == "__main__":
    sys.exit(main())
