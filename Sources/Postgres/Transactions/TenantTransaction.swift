package import Core

/// A transaction whose rows are those of one tenant: PostgreSQL shows and takes no others. Lent, never kept.
package struct TenantTransaction: ~Copyable, SQLTransaction {
    package let tenant: TenantID
    package let session: TransactionSession
}

/// A transaction across tenants, through the functions listed for the platform's role. Lent, never kept.
package struct PlatformTransaction: ~Copyable, SQLTransaction {
    /// Why it is done, for the log.
    package let reason: String
    package let session: TransactionSession
}
