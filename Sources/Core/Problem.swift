/// What is told to a caller when something is refused or broken: RFC 9457's members, with a stable `code` for machines.
package struct Problem: Error, Sendable, Hashable {
    /// One fault of an input, pointed at by a JSON pointer (RFC 6901), or by `?name` for a query parameter.
    package struct Fault: Sendable, Hashable {
        package let pointer: String
        package let code: String
        package let detail: String

        package init(pointer: String, code: String, detail: String) {
            self.pointer = pointer
            self.code = code
            self.detail = detail
        }
    }

    /// The HTTP status.
    package var status: Int
    /// Stable and machine-readable, `snake_case`.
    package var code: String
    /// The kind of problem in a few words, the same for every occurrence.
    package var title: String
    /// This occurrence in a sentence: what, where, and what to do. Never a secret, never another tenant's.
    package var detail: String?
    /// All faults of the input at once.
    package var faults: [Fault]
    /// How long to wait before trying again; becomes `Retry-After`.
    package var retryAfter: Duration?
    /// Further response headers that belong to the answer (`Allow`, `WWW-Authenticate`).
    package var headers: [String: String]

    package init(
        status: Int, code: String, title: String, detail: String? = nil, faults: [Fault] = [], retryAfter: Duration? = nil,
        headers: [String: String] = [:]
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.faults = faults
        self.retryAfter = retryAfter
        self.headers = headers
    }
}

/// An error of the domain: one that speaks to the caller.
package protocol DomainError: Error {
    var problem: Problem { get }
}

extension Problem: DomainError {
    package var problem: Problem { self }

    /// The answer for what is not there and for what belongs to another tenant: the two can not be told apart.
    package static let notFound = Problem(
        status: 404, code: "not_found", title: "Not found", detail: "There is nothing here, or nothing that you may see.")
    package static let unauthenticated = Problem(
        status: 401, code: "unauthenticated", title: "Not signed in", detail: "Send a valid access token or API key in the Authorization header.",
        headers: ["WWW-Authenticate": "Bearer"])

    package static func forbidden(_ permission: String) -> Problem {
        Problem(status: 403, code: "forbidden", title: "Not allowed", detail: "This needs the permission \(permission).")
    }

    package static func conflict(_ code: String, _ detail: String) -> Problem {
        Problem(status: 409, code: code, title: "Conflict", detail: detail)
    }

    package static func invalid(_ faults: [Fault]) -> Problem {
        Problem(
            status: 422, code: "invalid", title: "Invalid input",
            detail: "The request has \(faults.count == 1 ? "a fault" : "\(faults.count) faults").", faults: faults)
    }

    package static func unavailable(_ what: String, retryAfter: Duration = .seconds(2)) -> Problem {
        Problem(
            status: 503, code: "unavailable", title: "Temporarily unavailable", detail: "\(what) can not be reached now. Try again soon.",
            retryAfter: retryAfter)
    }
}
