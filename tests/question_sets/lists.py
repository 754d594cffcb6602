"""Lists of questions in the shapes that papers have."""

from hypothesis import strategies as st

from tests.question_sets.layouts import Asked

WORDS = ("square", "trees", "benches", "lamps", "paving", "market", "visitors", "traffic", "water", "older", "people")
OPENINGS = (
    "What should be done about", "How can the council improve", "Do you agree with the plans for",
    "Which of the proposals would help", "Would it be right to move", "Where would you put", "Who should pay for",
    "To what extent do you support changes to", "Should there be limits on", "Why do you visit",
)  # fmt: skip
MORE = ("", "", "", " Please give reasons.", " If not, why not?", " What would it cost?", " (See paragraphs 3 to 9)")
phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=12).map(" ".join)
texts = st.builds(
    lambda start, phrase, end: f"{start} {phrase}?{end}", st.sampled_from(OPENINGS), phrases, st.sampled_from(MORE)
)
answers = st.builds(
    lambda phrase, end: f"We think that {phrase} {end}.",
    phrases,
    st.sampled_from(
        ["matters most to us", "should come first", "can wait. It costs too much", "is well cared for now"]
    ),
)
question_lists = st.lists(st.tuples(texts, answers), min_size=3, max_size=9, unique_by=lambda pair: pair[0]).map(
    lambda pairs: [Asked(n, text, answer) for n, (text, answer) in enumerate(pairs, 1)]
)
