package import Core

/// How a sync reads.
package enum SyncMode: String, Sendable, CaseIterable {
    case incremental, full, backfill
}

/// What a check of a connection found.
package enum CheckResult: Sendable, Hashable {
    /// The platform answered: the account as it names it, where it does.
    case connected(accountID: String?, accountName: String?)
    /// It did not: `code` for machines (`unauthorized`, `rate_limited`, `plugin_fault`), a sentence for people.
    case failed(code: String, detail: String)
}

/// What connections ask of the part that reads platforms. The application fills it in.
package struct ConnectionSyncing: Sendable {
    /// Queues a sync of a connection: tenant, connection, mode, first and last day of a backfill, who asked.
    /// Throws a `DomainError` (409) while another sync of the connection is under way.
    package typealias Request = @Sendable (TenantID, ConnectionID, SyncMode, Day?, Day?, UserID?) async throws -> SyncID
    /// Asks the platform whether the connection works.
    package typealias Check = @Sendable (TenantID, ConnectionID) async throws -> CheckResult
    /// Forgets how far a stream was read, or all streams for `nil`.
    package typealias ResetStreams = @Sendable (TenantID, ConnectionID, String?) async throws -> Void

    let request: Request
    let check: Check
    let resetStreams: ResetStreams

    package init(request: @escaping Request, check: @escaping Check, resetStreams: @escaping ResetStreams) {
        self.request = request
        self.check = check
        self.resetStreams = resetStreams
    }
}
