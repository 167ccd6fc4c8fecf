package import Core

/// What can not be done with users and sessions.
package enum IdentityError: DomainError, Hashable {
    /// The same for a wrong tenant, a wrong address and a wrong password.
    case wrongCredentials
    case tenantClosed
    case tooManyAttempts(Duration)
    case emailTaken
    case lastAdmin
    case yourself
    case unknownRole(String)
    case seatsTaken(Int)
    case refreshRefused
    /// A role or a key that can do more than the caller.
    case beyondYourReach

    package var problem: Problem {
        switch self {
        case .wrongCredentials:
            Problem(status: 401, code: "wrong_credentials", title: "Sign-in refused", detail: "Tenant, e-mail or password are not right.")
        case .tenantClosed:
            Problem(status: 403, code: "tenant_closed", title: "Tenant closed", detail: "This tenant is suspended. Ask its operator.")
        case .tooManyAttempts(let wait):
            Problem(
                status: 429, code: "too_many_attempts", title: "Too many attempts", detail: "Wait before you try to sign in again.", retryAfter: wait)
        case .emailTaken: .conflict("email_taken", "There is a user with this e-mail address already.")
        case .lastAdmin: .conflict("last_admin", "A tenant needs an admin who can sign in. Make another one first.")
        case .yourself: .conflict("yourself", "You can not remove or disable yourself. Ask another admin.")
        case .unknownRole(let role):
            .invalid([.init(pointer: "/role", code: "unknown_role", detail: "There is no role \(role.prefix(40)). GET /api/v1/roles lists them.")])
        case .seatsTaken(let seats): .conflict("quota_reached", "The plan has \(seats) seats, and all are taken. Remove a user or raise the plan.")
        case .refreshRefused:
            Problem(
                status: 401, code: "refresh_refused", title: "Refresh refused",
                detail: "The refresh token is unknown, used or expired. Sign in again.")
        case .beyondYourReach:
            Problem(
                status: 403, code: "beyond_your_reach", title: "Beyond your reach",
                detail: "This role or key can do more than you can yourself. Ask an admin.")
        }
    }
}
