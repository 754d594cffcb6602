"""How people sign in: passwords, links, OpenID Connect, passkeys, codes, and the sessions that follow."""
