"""Prose between questions, with what tempts a reader to see questions: rhetoric, quotations, FAQs, plans, data."""

PROSE = """
The {thing} of this country have served people well for more than a century. In 1931 there were 412 of them. Today
there are 187, and about a third are in poor repair.

But why does this matter? It matters because people who live more than five miles from one of the {thing} are half as
likely to use one.

{Body} has a duty to keep the law on {thing} under review. It last did so in 2011, when it asked "should the rules be
simpler?" and 62% of those who replied said that they should.

The present rules are in the {Thing} Act 1974 and in regulations made under it. They were written for a different
time. They say nothing about electronic records, for instance.

We have spoken to owners, users and councils. One owner told us: "Who is going to pay for all of this? I have not been
told." Others were more hopeful.

In our view a register would do three things. It would show where the {thing} are. It would show who keeps them. And
it would make it easier to see which of them are at risk.

There is some evidence that costs would fall. The pilot in two counties found savings of £3.20 a visit, though the
sample was small and the figures should be read with care.

Some have asked whether a voluntary scheme would be enough. We do not think so. Fewer than one in ten owners joined
the last voluntary scheme, and most of them left within two years.

We considered four options. Option 1 is to do nothing. Option 2 is guidance alone. Option 3 is a register. Option 4 is
a licence. For the reasons in the impact assessment we prefer Option 3.

What would this mean in practice? An owner would fill in one form a year, which takes about 20 minutes. A council
would check a sample of one in fifty.

The register would hold the name of the owner, the address, the date of the last survey and its result. It would not
hold anything about people who visit.

Owners would have six months to register. After that, a council could send a notice. A second notice would carry a
charge of no more than £150.

Respondents to the call for evidence asked us to say how the charge would be used. It would go towards the cost of
surveys and nothing else.

We recognise that small charities will find this harder than large ones. That is why we propose a lower fee for any
body with an income below £25,000 a year.

Is there a risk that people will simply close their doors? We think it is small. The fee is less than the cost of a
year's insurance.

The inspectorate would publish its findings each spring. It would list the ten best and the ten worst, and say what
had changed since the year before.

Our starting point is that whoever benefits should pay. How far that principle can be taken in rural areas is a matter
of debate, and we return to it in the next chapter.

An inspector may enter at any reasonable hour. An inspector who is asked to show a warrant must do so.

The table below shows how the number has changed. Figures before 1990 are estimates.

As one parish clerk put it, "if not us, then who?" The clerk had kept the keys for 31 years.

A further point was made by insurers. They told us that premiums depend on the age of the roof more than on anything
else, and that a survey every five years would be enough for them.

We do not propose to change the law on rights of way. Nothing in this paper affects the right of the public to cross
land.

The devolved administrations have their own rules. We will work with them so that owners near a border do not have to
register twice.

Under the proposals the fine for a late return would rise with time. In the first month there would be no fine at all.

Please note that the figures in this chapter are at 2025 prices and leave out value added tax.

It is sometimes said that the market will provide. Where is the evidence? In the ten years to 2024 not one new site
was opened without public money.

{Body} will write to every owner it knows of before the scheme begins. It will also place notices in libraries and
post offices.

If the proposals go ahead, the first returns would be due on 1 April 2028. Until then the present rules will stay in
force.

An equality assessment has been published beside this paper. It found no group that would be worse off, but the
evidence on disabled visitors was thin.

A council that does not have the staff could ask a neighbour to act for it. Eleven councils already do this for food
hygiene.

The costs to business are set out in Annex B. We estimate them at £1.1 million in the first year and £0.4 million a
year after that.

Why now? Because the grants that have kept many of the {thing} open end in March, and no more are planned.

We looked at how other countries do it. In one the state owns them all. In another a trust does. Neither model could
be copied here without new law.

The draft regulations use "owner" to mean whoever has the right to let the site. A tenant with a lease of more than
seven years would count as an owner.

Users told us that opening hours mattered to them more than price. Over half had found a door locked in the past year.

We are aware that this is a difficult time for many of those who keep {thing}. We have tried to ask for no more than
we need.

A survey by a chartered surveyor costs between £180 and £900. The median in the pilot was £310.

The burden of proof would lie with the council. It would have to show that it had sent the notice to the right
address.

Subject to the outcome of this consultation, regulations would be laid before the House in the autumn."""


def prose(first: int, count: int, thing: str, body: str) -> list[str]:
    """`count` paragraphs from the `first`, about `thing`, written by `body`; they come round again after the last."""
    texts = [" ".join(each.split()) for each in PROSE.strip().split("\n\n")]
    return [
        texts[(first + at) % len(texts)].format(thing=thing, Thing=thing.capitalize(), Body=body) for at in range(count)
    ]
