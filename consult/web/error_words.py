"""What the error pages say, by the status of the answer."""

from consult.config import LARGEST_UPLOAD

_HEADINGS = {
    400: "The form could not be read",
    403: "You cannot do this",
    404: "Page not found",
    405: "Page not found",
    409: "This cannot be done now",
    413: "What you sent is too large",
    414: "The address is too long",
    429: "You have done this too often",
    500: "Sorry, there is a problem with the service",
    503: "Sorry, the service is unavailable",
}
_ADVICE = {
    400: "Go back, open the page again and try once more.",
    403: "Your role does not allow this. Ask your administrator if you think it should.",
    404: "If you typed the address, check that it is right. The page may also belong to somebody else.",
    405: "If you typed the address, check that it is right.",
    413: f"Send less text at once, or select a file of {LARGEST_UPLOAD // 2**20} MB or less.",
    414: "Go back, and ask for less at once.",
    429: "Try again later.",
    500: "Nothing was changed. Try again in a few minutes.",
    503: "Nothing was changed. Try again in a few minutes.",
}


def explain(code: int) -> tuple[str, str]:
    """The heading and the advice for a status; one that has no words of its own gets those of its kind."""
    kind = 400 if code < 500 else 500
    return _HEADINGS.get(code, _HEADINGS[kind]), _ADVICE.get(code, _ADVICE[kind])
