"""Forms on the web: legends, labels that only a screen reader sees, tables for looks, later pages hidden."""

from html import escape
from random import Random

from tests.question_sets.generating.asked import HTML, MANY, Asked, Drawn, family
from tests.question_sets.generating.numbering import PLAIN, numbered
from tests.question_sets.generating.words import Words


def _choices(n: int, asked: Asked) -> str:
    kind = "checkbox" if asked.kind == MANY else "radio"
    return "".join(
        f"<div><input type='{kind}' id='q{n}o{o}' name='q{n}'><label for='q{n}o{o}'>{escape(option)}</label></div>"
        for o, option in enumerate(asked.options)
    )


@family("web form with legends and hidden labels", (HTML,))
def legends(random: Random) -> Drawn:
    words = Words(random)
    counted = numbered(words.some(3, 6, words.of_any_kind), PLAIN[0])
    made = [f"<h1>{escape(words.title())}</h1><p>{escape(words.prose())}</p><form>"]
    for n, (label, asked) in enumerate(counted):
        heading = f"{label} {escape(asked.text)}"
        if asked.options:
            made.append(f"<fieldset><legend>{heading}</legend>{_choices(n, asked)}</fieldset>")
        elif random.random() < 0.5:
            hidden = f"<label class='visually-hidden' for='q{n}'>{heading}</label>"
            made.append(
                f"<fieldset><legend>{heading}</legend>{hidden}<textarea id='q{n}' name='q{n}'></textarea></fieldset>"
            )
        else:
            made.append(f"<div><label for='q{n}'>{heading}</label><textarea id='q{n}' name='q{n}'></textarea></div>")
    made.append("<button type='submit'>Continue</button></form>")
    return Drawn(tuple(asked for _, asked in counted), html="".join(made))


@family("web form in a table for looks", (HTML,))
def layout_table(random: Random) -> Drawn:
    """A survey tool's page: a question in each row, a star where it must be answered, the next page hidden."""
    words = Words(random)
    asked = words.some(4, 6, words.of_any_kind)
    rows = []
    for n, each in enumerate(asked):
        star = " <span>*</span>" if random.random() < 0.5 else ""
        field = _choices(n, each) if each.options else f"<textarea name='q{n}'></textarea>"
        rows.append(f"<tr><td>{escape(each.text)}{star}</td></tr><tr><td>{field}</td></tr>")
    middle = len(rows) // 2
    pages = [
        f"<table>{''.join(rows[:middle])}</table>",
        f"<div style='display: none'><table>{''.join(rows[middle:])}</table></div>",
    ]
    return Drawn(tuple(asked), html=f"<h1>{escape(words.title())}</h1><form>{''.join(pages)}</form>")
