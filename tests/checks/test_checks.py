"""The checks of files find what they are there to find."""

import json
import shutil
from pathlib import Path

import pytest

from tests.bench.__main__ import complete
from tests.bench.__main__ import main as bench
from tests.checks import locks, names, numbers, secrets, sizes, templates

PROJECT = Path(__file__).resolve().parent.parent.parent
LOCKED = (
    "setup.cfg",
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-node.txt",
    "requirements-bench.txt",
    "package.json",
    "package-lock.json",
)
SOME_HASH = "    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("source", "line", "fault"),
    [
        ("<p>\n{% if x %}", 2, "end of template"),
        ("\n{{ text|safe }}", 2, "|safe"),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", 1, "autoescape"),
        ("{% if x %}\n<p style='color: red'>{% endif %}", 2, "inline style on <p>"),
        ("<style>p {}</style>", 1, "inline style on <style>"),
        ("<button {% if x %}onclick='go()'{% endif %}>", 1, "onclick on <button>"),
        ("<script>go()</script>", 1, "<script> without src or nonce"),
        ("{{ a\n~ b }}\n<a href='{{ x }}' target=_blank>x</a>", 3, 'without rel="noopener"'),
        ("<img src='{{ x }}'>", 1, "<img> without alt"),
        ("<img src='/a.png'/>", 1, "<img> without alt"),
        ("<script src='//cdn.example/x.js'></script>", 1, "loads from another host"),
        ("\n" + "x" * 161, 2, "a line of 161 characters"),
        ('<a class="govuk-back-link" href="/">x</a>', 1, "call the macro in macros/back.html"),
        ('<div class="govuk-warning-text app-x"></div>', 1, "call the macro in macros/parts.html"),
        ('{% extends "base.html" %}', 1, 'extends "page.html"'),
        ("{% from 'a.html' import b, c as d %}\n{{ b() }}", 1, "d is imported and not used"),
        ("{% import 'a.html' as parts %}", 1, "parts is imported and not used"),
        ("\n{% if may('read every paper') %}x{% endif %}", 2, "'read every paper' is no permission"),
        ("{% if x or 'draft' in rights %}x{% endif %}", 1, "'draft' is no permission"),
        ("{% if 'draft' not in rights %}x{% endif %}", 1, "'draft' is no permission"),
        ("{% for a, b in [('x', 'comment'), ('y', 'shout')] if may(b) %}{% endfor %}", 1, "'shout' is no permission"),
        ("{% for a, b in rows if may(b) %}{% endfor %}", 1, "'this' is no permission"),
        ("{{ tag('New', {'a': 'grey'}[x.value]) }}", 1, "a tag's colour"),
        ("{{ tag('New', 'grey' if x else 'gray') }}", 1, "a tag's colour"),
    ],
)
def test_a_bad_template_is_found_with_its_line(source: str, line: int, fault: str) -> None:
    found = list(templates.template_faults(source, "x.html"))
    assert [(number, fault in words) for number, words in found] == [(line, True)], found


@pytest.mark.parametrize(
    "source",
    [
        "<a href='{{ url_for(\"home\") }}' target='_blank' rel='noopener noreferrer'>Paper (opens in a new tab)</a>",
        "<script nonce='{{ nonce }}'>go()</script><script src='{{ asset(\"app.js\") }}' type='module'></script>",
        "<img src='/a.png' alt=''>{# <p style='x'> #}",
        "{% from 'a.html' import b, c as d %}{{ b() }}{{ d }}",
        "{% if may('comment') and 'draft answers' in rights %}x{% endif %}",
        "x" * 160,
        '{% extends "page.html" %}<div class="govuk-warning"></div>',
        "{{ tag('New') }}{{ tag(x.label, x.colour) }}{{ tag('New', 'grey' if x else y.colour) }}",
        "{% set rows = [] %}{% do rows.append(1) %}{% for row in rows %}<p>{{ row }}</p>{% endfor %}",
    ],
)
def test_a_good_template_passes(source: str) -> None:
    assert list(templates.template_faults(source, "x.html")) == []


def test_a_template_that_may_say_safe_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(templates.MAY_SAY_SAFE, "x.html", "the text is our own")
    assert list(templates.template_faults("{{ text|safe }}", "x.html")) == []


# Put together here so that the scan does not find its own examples.
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("token = gh" + "p_" + "a" * 36, "an access token"),
        ("AKI" + "A" + "B" * 16, "an access token"),
        ("url = https://pypi" + ".org/simple", "a registry's address"),
        ("registry.npm" + "js.org", "a registry's address"),
        ("folder = '/" + "tmp/x'", "a path of one machine"),
        ("/" + "root/project", "a path of one machine"),
        ("postgresql://consult:hunter2" + "@db.service.com/consult", "a password for db.service.com"),
        ("someone" + "@council.gov.uk", "an e-mail address at council.gov.uk"),
    ],
)
def test_what_must_not_be_kept_is_found(text: str, fault: str) -> None:
    assert fault in [words.partition(";")[0] for _, words in secrets.text_faults(f"first line\n{text}\n")]


@pytest.mark.parametrize(
    "text",
    [
        "officer@example.org and partner@police.example",
        "postgresql+psycopg://consult:consult@127.0.0.1:5432/consult",
        "https://example.org/tmp/x and {{ base }}/work/plan and src/tmp/y",
        "npm install @ministryofjustice/frontend@11.1.0",
        "@dataclass",
    ],
)
def test_what_may_be_kept_passes(text: str) -> None:
    assert list(secrets.text_faults(text)) == []


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the files that the lock check reads."""
    for name in LOCKED:
        shutil.copy(PROJECT / name, tmp_path)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    """Replace one piece of a file that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_locks_in_step_pass(checkout: Path) -> None:
    assert list(locks.faults(checkout)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("setup.cfg", "whoosh==2.7.4", "whoosh==2.7.5", "asks for whoosh==2.7.5"),
        ("setup.cfg", "    tzdata\n", "    tzdata\n    pendulum\n", "asks for pendulum"),
        ("setup.cfg", "    tzdata\n", "", "tzdata is locked, and setup.cfg does not ask for it"),
        ("requirements.txt", "whoosh==2.7.4 \\", "whoosh==2.7.3 \\", "whoosh is not 2.7.3 as in requirements.txt"),
        ("requirements.txt", "\nwhoosh", "\nnohash==1.0\nwhoosh", "nohash has no hash"),
        ("requirements.txt", "\nwhoosh", "\n--index-url x\nwhoosh", "neither a pin nor a hash"),
        ("requirements-node.txt", "nodejs", f"left==1 \\\n{SOME_HASH}\n--find-links x\nnodejs", "neither a pin"),
        ("package.json", '"6.3.0"', '"^6.3.0"', "must be one exact version"),
        ("package.json", '"6.3.0"', '"6.3.1"', "differ from package.json"),
        ("package.json", '"6.3.0"', '"6.3.1"', "must be 4.1.0 and 6.3.0 together"),
    ],
)
def test_a_lock_out_of_step_is_found(checkout: Path, name: str, old: str, new: str, fault: str) -> None:
    change(checkout / name, old, new)
    assert [words for words in locks.faults(checkout) if fault in words]


def test_a_registry_in_the_npm_lock_is_found(checkout: Path) -> None:
    path = checkout / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    lock["packages"]["node_modules/sass"]["resolved"] = "https://registry.example/sass.tgz"
    del lock["packages"]["node_modules/esbuild"]["integrity"]
    path.write_text(json.dumps(lock), encoding="utf-8")
    assert list(locks.faults(checkout)) == [
        "package-lock.json: node_modules/esbuild has no hash",
        "package-lock.json: node_modules/sass names a registry",
    ]


def test_a_function_that_is_too_long_is_found_with_its_line() -> None:
    at_most = (
        "class Book:\n    def read(\n        self,\n    ):\n" + '        """Read it.\n\n        All.\n        """\n'
    )
    at_most += "        self.x = 1\n" * (sizes.LONGEST_FUNCTION - 3)
    assert list(sizes.module_faults(at_most)) == []
    assert list(sizes.module_faults(at_most + "        self.x = 2\n")) == [":2: read has 31 lines, more than 30"]


def test_a_name_that_stands_for_two_things_is_found() -> None:
    one, other = "class Paper:\n    pass\n", "class _Own:\n    pass\nPaper = str\nMOST = 1\n"
    modules = {Path("a.py"): one, Path("b.py"): other, Path("c.py"): "class _Own: pass\nMOST = 2\n"}
    assert names.shared_names(modules) == ["Paper"]
    assert names.shared_names({Path("a.py"): one, Path("shapes/shape_1.py"): one}) == []


def test_a_module_that_is_too_long_is_found() -> None:
    assert list(sizes.module_faults("x = 1\n" * sizes.LONGEST_MODULE)) == []
    assert list(sizes.module_faults("x = 1\n" * 301)) == [": 301 lines, more than 300"]


def test_a_measurement_gets_its_ratio_and_must_be_complete() -> None:
    entry = {"name": "page", "value": 3.0, "unit": "ms", "peer": "the other way", "peer_value": 12.0}
    assert complete(entry)["ratio"] == 0.25
    assert complete({**entry, "peer_value": None})["ratio"] is None
    with pytest.raises(ValueError, match="lacks unit"):
        complete({key: value for key, value in entry.items() if key != "unit"})
    assert bench(["nosuch"]) == 2


PLACES = frozenset({"answers", "responses", "library", "use"})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("visitor.open('/answers/13')", "/answers/13"),
        ("visitor.open(f'/responses/2/{page}')", "/responses/2"),
        ("visitor.open(f'/answers/{number}/use/1')", "/use/1"),
        ("ANSWER = 7\nvisitor.open(f'/answers/{ANSWER}')", "/answers/{ANSWER}"),
        ("def led(number=2):\n    return f'/responses/{number}/plan'", "/responses/{number}"),
        ("for place in (1, 2):\n    visitor.open(f'/answers/{place}')", "/answers/{place}"),
        ("ROUND, CLERK = 2, 'Clerk'\nget_round(session, round_id=ROUND)", "round_id=ROUND"),
        ("get_response(session, viewer=officer, response_id=2)", "response_id=2"),
        ("def led(*, number: int = 2):\n    get_response(session, response_id=number)", "response_id=number"),
        ("session.get_one(Answer, 7, options=[])", "session.get_one(Answer, 7, options=[])"),
        ("where(Answer.response_id == 2)", "Answer.response_id == 2"),
        ("sa.text('UPDATE people SET name = 1 WHERE id = 12')", "id = 12"),
        ("{'entry_id': 1}", "'entry_id'"),
    ],
)
def test_a_bare_number_of_something_stored_is_found(source: str, said: str) -> None:
    assert [found for _, found in numbers.bare_numbers(source, PLACES)] == [said]


@pytest.mark.parametrize(
    "source",
    [
        "visitor.open(f'/answers/{drafting.answers[0]}')",
        "visitor.open('/answers/987654', expect=404)",
        "visitor.open('/elsewhere/13')",
        "visitor.open('https://council.example/2021/answers')",
        "for number in drafting.answers:\n    visitor.open(f'/answers/{number}')",
        "def one():\n    number = 7\ndef two(number):\n    get_response(session, response_id=number)",
        "get_version(session, answer_id=answer.id, n=2)",
        "settings.get('THREADS', 4)",
        "count == 2 and numbers[1] == 3",
        "sa.text('SELECT name FROM people WHERE id = :id')",
    ],
)
def test_a_number_that_was_asked_for_passes(source: str) -> None:
    assert list(numbers.bare_numbers(source, PLACES)) == []


def test_the_places_of_numbers_are_those_of_the_routes_and_no_exception_is_left_over() -> None:
    assert {"answers", "responses", "library", "question-sets"} <= numbers.places_of(PROJECT)
    none = {"tests/checks/secrets.py": "it has none"}
    left = [fault for fault in numbers.faults(PROJECT, {**numbers.EXCEPTIONS, **none}) if "secrets.py" in fault]
    assert left == ["tests/checks/secrets.py has no bare number, and needs no exception"]
