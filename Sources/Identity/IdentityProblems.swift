extension Identity {
    /// What the problem codes of this slice mean, for their pages.
    package static let problems = [
        "beyond_your_reach": "Nobody gives away more than they may do themselves. Ask somebody whose role includes it.",
        "busy": "Passwords are checked a few at a time, so that they can be checked slowly. Try again in a moment.",
        "email_taken": "A user's e-mail address is the only one of its kind in a tenant. Change that user, or invite another address.",
        "last_admin": "Without an admin nobody could let people in any more. Make another admin first, then change this one.",
        "no_session": "Only a person who signed in has a session. A key is ended by withdrawing it.",
        "quota_reached": "The plan has a number of everything: seats, connections. Remove what is not needed, or have the plan raised.",
        "refresh_refused":
            "A refresh token works once and for seven days. One that comes twice ends its session, because somebody may have copied it. Sign in again.",
        "tenant_closed": "The tenant is suspended: nobody gets in, and nothing is lost. Its operator can open it again.",
        "too_many_attempts": "After some wrong passwords every further attempt has to wait, longer each time. Retry-After says how long.",
        "wrong_credentials":
            "Tenant, e-mail address and password do not belong together. Which of them is wrong is not told, so that nobody can find out who has an account.",
        "yourself": "Who removes or disables themselves can not take it back. Another admin can do it.",
    ]
}
