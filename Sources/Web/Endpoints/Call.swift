package import Core

/// A request as its handler sees it: everything read, checked and typed.
package struct Call<Who: Sendable, Path: Sendable, Query: Sendable, Body: Sendable>: Sendable {
    /// Who asks: a `Principal`, or `Principal?` at a public endpoint.
    package let principal: Who
    package let path: Path
    package let query: Query
    package let body: Body
    let exchange: Exchange

    package var request: RequestFacts { exchange.facts }
    package var requestID: String { exchange.facts.requestID }
    /// The client's address, without a port.
    package var address: String { exchange.facts.address }
    package var userAgent: String? { exchange.facts.userAgent }

    /// A cookie of the request. The API takes none: this is for pages.
    package func cookie(_ name: String) -> String? { exchange.facts.headers.cookie(name) }

    /// Adds a field to the answer. Values with control characters are dropped.
    package func setHeader(_ name: String, _ value: String) {
        guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return }
        exchange.note(header: name, value)
    }

    /// Sets a cookie: always `HttpOnly`, `SameSite=Lax`, and `Secure` unless told otherwise.
    /// - Parameter lifetime: `nil` until the browser closes; zero to remove it.
    package func setCookie(_ name: String, _ value: Secret, path: String = "/", lifetime: Duration? = nil, isSecure: Bool = true) {
        let age = lifetime.map { "; Max-Age=\($0.components.seconds)" } ?? ""
        setHeader("Set-Cookie", "\(name)=\(value.reveal()); Path=\(path)\(age); HttpOnly; SameSite=Lax\(isSecure ? "; Secure" : "")")
    }

    /// Says what this request does, for its audit event. Requests that change something get an event anyway, named after the operation; a read only where this is called.
    /// - Parameters:
    ///   - changes: before and after, without secrets.
    ///   - tenant: where the caller has none yet (a login).
    ///   - actor: where it is not the caller.
    package func audit(
        _ action: String, resource type: String? = nil, id: String? = nil, changes: JSON? = nil, tenant: TenantID? = nil, actor: String? = nil,
        outcome: AuditEvent.Outcome? = nil
    ) {
        exchange.note(
            audit: .init(tenant: tenant, actor: actor, action: action, resourceType: type, resourceID: id, changes: changes, outcome: outcome))
    }
}

extension Call where Who == Principal {
    /// The caller's tenant: the only one that its request can touch.
    package var tenant: TenantID { principal.tenant }
}
