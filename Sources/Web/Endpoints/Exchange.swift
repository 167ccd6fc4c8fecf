import Core
import Synchronization

/// One request on its way through the pipeline, and what its handler adds to the answer beside the body.
final class Exchange: Sendable {
    /// What a handler says about the audit event of its request.
    struct Note: Sendable {
        var tenant: TenantID?
        var actor: String?
        var action: String
        var resourceType: String?
        var resourceID: String?
        var changes: JSON?
        var outcome: AuditEvent.Outcome?
    }

    struct Notes: Sendable {
        var headers: [(name: String, value: String)] = []
        var audit: [Note] = []
        /// The query as it was taken apart for the handler.
        var query: QueryText?
    }

    let facts: RequestFacts
    let principal: Principal?
    let pathTexts: GivenParameters
    let query: Substring
    let body: RequestBody
    let bodyLimit: Int
    let services: Services
    private let notes = Mutex(Notes())

    init(
        facts: RequestFacts, principal: Principal?, pathTexts: GivenParameters, query: Substring, body: RequestBody, bodyLimit: Int,
        services: Services
    ) {
        self.facts = facts
        self.principal = principal
        self.pathTexts = pathTexts
        self.query = query
        self.body = body
        self.bodyLimit = bodyLimit
        self.services = services
    }

    func note(header name: String, _ value: String) { notes.withLock { $0.headers.append((name, value)) } }

    func note(audit: Note) { notes.withLock { $0.audit.append(audit) } }

    var noted: Notes { notes.withLock { $0 } }

    func keep(_ query: QueryText) { notes.withLock { $0.query = query } }

    /// The query, taken apart once for a request.
    var queryText: QueryText {
        if let kept = notes.withLock({ $0.query }) { return kept }
        var faults = Faults()
        return QueryText(query, &faults)
    }
}

/// What encoding needs from the application.
struct Services: Sendable {
    let cursors: Cursors?
    let validatesResponses: Bool
}
