"""Naming a browser in plain words, so that people recognise their own sign-ins in a list."""

_BROWSERS = (
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chromium", "Chromium"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
# An iPad and an Android phone also name the system that theirs descends from: the particular one comes first.
_SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("cros", "ChromeOS"),
    ("mac os", "Mac"),
    ("linux", "Linux"),
)


def name_browser(user_agent: str) -> str:
    """'Firefox on Windows' for a User-Agent header; 'Unknown browser' when it tells nothing."""
    told = user_agent.lower()
    browser = next((name for mark, name in _BROWSERS if mark in told), "")
    system = next((name for mark, name in _SYSTEMS if mark in told), "")
    return f"{browser or 'Unknown browser'} on {system}" if system else browser or "Unknown browser"
