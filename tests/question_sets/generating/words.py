"""Words of our own, of invented places: what papers say and ask, drawn so that no paper asks the same twice."""

from collections.abc import Callable, Sequence
from random import Random

from tests.question_sets.generating.asked import MANY, ONE, RATING, YES_NO, Asked

PLACES = ("Eastmere", "Low Wickstead", "Harrowgill", "Port Ansley", "Thornby Vale", "Great Orlingham", "Saltcote")
BODIES = ("parish council", "county council", "harbour board", "health trust", "university", "water regulator")
THINGS = (
    "the harbour path",
    "the village hall",
    "the evening bus",
    "the school crossing",
    "the market square",
    "the river ferry",
    "the library van",
    "the allotment gate",
    "the night clinic",
    "the recycling yard",
    "the coastal railway",
    "the flood wall",
    "the open-air pool",
    "the youth club",
    "the mill footbridge",
    "the orchard car park",
)
PROPOSALS = (
    "the ferry should run on Sundays",
    "lamps should be switched off after midnight",
    "the square should be closed to lorries",
    "hedges should be cut only in autumn",
    "each ward should keep a clinic of its own",
    "water meters should be read once a year",
    "the hall should be let at half price to clubs",
    "new homes should have a shed for bicycles",
    "the old quay should be repaired before the new one",
    "maps of every footpath should be published",
    "plans should be shown in the library for six weeks",
    "bins should be emptied every three weeks",
)
ASKS = (
    "What should be done about {thing}?",
    "How could {thing} be made better for those who live nearby?",
    "Do you agree that {proposal}? Please give your reasons.",
    "Please describe how {thing} is used today.",
    "What would change for you if {thing} were closed?",
    "Are there other places that need something like {thing}? Please say which.",
    "We have heard many views on {thing}. Which of them have we missed?",
    "Should the cost of {thing} be shared, and if so, how?",
    "To what extent would you support a charge for {thing}, and why?",
    "If {thing} cannot be kept open all year, when should it close?",
)
YES_OR_NO = (
    "Do you agree that {proposal}?",
    "Have you used {thing} in the past year?",
    "Should {thing} be open on public holidays?",
    "Would you pay more to keep {thing} open?",
)
OF_SOME = (
    ("How often do you use {thing}?", ("Every day", "Once a week", "Once a month", "Never")),
    ("How do you usually reach {thing}?", ("On foot", "By bicycle", "By bus", "By car")),
    ("When do you mostly use {thing}?", ("In the morning", "At midday", "In the evening")),
    ("Who should look after {thing}?", ("The council", "A trust", "Volunteers", "Nobody")),
)
OF_MANY = (
    ("What keeps you from using {thing}?", ("The cost", "The distance", "The opening hours", "Something else")),
    ("What should be put beside {thing}?", ("Benches", "Trees", "Lamps", "A shelter")),
    ("Who in your household uses {thing}?", ("Adults", "Children", "Guests")),
)
SCALES = (
    ("Very satisfied", "Fairly satisfied", "Neither", "Fairly dissatisfied", "Very dissatisfied"),
    ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"),
    ("Very important", "Fairly important", "Not important"),
)
RATED = (("How satisfied are you with {thing}?", SCALES[0]), ("How important is {thing} to you?", SCALES[2]))
NOUNS = ("Barriers to using {thing}", "Your connection to {thing}", "Main reasons for visiting {thing}")
STATEMENTS = (
    "Whether {proposal} was asked before, and the replies are in the library.",
    "How {thing} is paid for is set out in the accounts.",
    "For example, some ask why {thing} is closed in winter.",
    "If you need this paper in large print, please call the office.",
    "What we heard last year is that {proposal}.",
    "Has been obtained, in the tables, means that a licence was given for {thing}.",
    "Do not send money with your reply.",
    "Please answer by 4 May 2031.",
    "You may be asked to show where you live.",
)
PROSE = (
    "The {body} of {place} has looked after {thing} for many years. The money for it comes from the general fund.",
    "Last spring a storm damaged {thing}. Repairs began in June and were finished before the winter.",
    "Many people told us that {proposal}. Others feared that it would cost too much.",
    "There are about 4,200 households in {place}, and one in five has no car. Most of them use {thing}.",
    "This chapter describes {thing} as it is now. A map is shown on the next page.",
)
ANSWERS = (
    "We think that this would help, as long as {thing} stays open to all.",
    "Our members were divided. A small majority was in favour, and nobody wished to lose {thing}.",
    "The {body} has no view on this.",
    "It works well today. We see no need to change it before the next survey.",
)
CHAPTERS = ("Where we are now", "Getting about", "Paying for it", "Looking after it", "What comes next", "Safety")


class Words:
    """What one paper says: each thing and each proposal is used once as long as there are others."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.place, self.body = random.choice(PLACES), random.choice(BODIES)
        self._things, self._proposals = self._shuffled(THINGS), self._shuffled(PROPOSALS)
        self._asks, self._chapters = self._shuffled(ASKS), self._shuffled(CHAPTERS)
        self._asked: set[str] = set()

    def _shuffled(self, all_of: Sequence[str]) -> list[str]:
        return self.random.sample(all_of, len(all_of))

    def _next(self, left: list[str]) -> str:
        left.append(left.pop(0))
        return left[-1]

    def said(self, pattern: str) -> str:
        thing = self._next(self._things) if "{thing}" in pattern else ""
        proposal = self._next(self._proposals) if "{proposal}" in pattern else ""
        return pattern.format(thing=thing, proposal=proposal, body=self.body, place=self.place)

    def title(self) -> str:
        subject = self._next(self._things)
        return f"{self.random.choice(('The future of', 'Proposals for', 'Our plans for'))} {subject} in {self.place}"

    def chapter(self) -> str:
        return self._next(self._chapters)

    def prose(self) -> str:
        return self.said(self.random.choice(PROSE))

    def statement(self) -> str:
        return self.said(self.random.choice(STATEMENTS))

    def answer(self) -> str:
        return self.said(self.random.choice(ANSWERS))

    def fresh(self, draw: Callable[[], Asked]) -> Asked:
        """A question that this paper does not ask elsewhere."""
        for _ in range(100):
            asked = draw()
            if asked.text not in self._asked:
                break
        self._asked.add(asked.text)
        return asked

    def some(self, fewest: int, most: int, draw: Callable[[], Asked]) -> list[Asked]:
        """From `fewest` to `most` questions, all different."""
        return [self.fresh(draw) for _ in range(self.random.randint(fewest, most))]

    def asks(self) -> Asked:
        return Asked(self.said(self._next(self._asks)))

    def yes_no(self) -> Asked:
        return Asked(self.said(self.random.choice(YES_OR_NO)), kind=YES_NO, options=("Yes", "No"))

    def one(self) -> Asked:
        text, options = self.random.choice(OF_SOME)
        return Asked(self.said(text), kind=ONE, options=options)

    def many(self) -> Asked:
        text, options = self.random.choice(OF_MANY)
        return Asked(
            f"{self.said(text)} {self.random.choice(('(tick all that apply)', 'Please tick all that apply.'))}",
            kind=MANY,
            options=options,
        )

    def rated(self) -> Asked:
        """On a scale of numbers a question is rated, on one of words it is a choice."""
        text, scale = self.random.choice(RATED)
        if self.random.random() < 0.5:
            return Asked(self.said(text), kind=ONE, options=scale)
        said = f"On a scale of 1 to 5, {self.said(text[0].lower() + text[1:])}"
        return Asked(said, kind=RATING, options=("1", "2", "3", "4", "5"))

    def of_any_kind(self) -> Asked:
        return self.random.choice((self.asks, self.yes_no, self.one, self.many))()
