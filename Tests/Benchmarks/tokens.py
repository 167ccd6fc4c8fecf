"""Access tokens for the first 200 tenants, one a line. usage: tokens.py SECRET FILE

Both services take them: the peer looks at issuer, audience and tenant; Tactics at everything (Sources/Tokens/ClaimRules.swift)."""
import hashlib
import os
import sys
import time
import uuid

import jwt

TENANTS = 200


def derived(text: str) -> str:
    """What PostgreSQL's md5(text)::uuid gives in schema.sql and seed.sql."""
    return str(uuid.UUID(hashlib.md5(text.encode()).hexdigest()))


def token(number: int, secret: str, now: int) -> str:
    claims = {
        "iss": "tactics", "aud": "tactics", "sub": derived(f"u{number}"), "tenant_id": derived(f"t{number}"), "roles": ["viewer"],
        "permissions": ["campaigns:read"], "sid": derived(f"s{number}"), "jti": str(uuid.uuid4()), "iat": now, "nbf": now, "exp": now + 900,
        "token_use": "access",
    }
    return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": "bench"})


secret, path = sys.argv[1:]
draft = path + ".new"
with open(draft, "w") as file:
    file.writelines(token(number, secret, int(time.time())) + "\n" for number in range(1, TENANTS + 1))
os.rename(draft, path)
