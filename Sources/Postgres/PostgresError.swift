import CLibPQ
package import Core

/// What went wrong between this process and PostgreSQL. `description` says nothing of the data; `debugDescription` is for the log of a developer.
package struct PostgresError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// No connection could be made.
        case cannotConnect
        /// The connection broke under the statement: whether a write took place is not known.
        case connectionLost
        /// The deadline passed. The connection is closed.
        case timedOut
        /// The task was cancelled. The connection is closed.
        case cancelled
        /// No connection of the pool became free in time.
        case poolExhausted
        /// The pool is shut down.
        case closed
        /// A bind that PostgreSQL can not take: a text with U+0000.
        case invalidBind
        /// A column's value is not of the type asked for.
        case decoding
        /// COMMIT was answered by a rollback, because a statement before it had failed.
        case rolledBack
        /// The connection said something unexpected, or was used wrongly.
        case misuse
        /// The server is older than this kit supports.
        case unsupportedServer
    }

    package let kind: Kind
    /// Five characters (PostgreSQL manual, appendix A); `nil` unless the server said so.
    package let sqlState: String?
    /// Safe to show and to log: no values.
    package let message: String
    /// The names of what is concerned, where the server gives them.
    package let constraint: String?
    package let table: String?
    package let column: String?
    /// The server's or libpq's own words; may quote values.
    private let detail: String

    package init(_ kind: Kind, _ message: String, detail: String = "") {
        self.kind = kind
        self.message = message
        self.detail = detail
        (sqlState, constraint, table, column) = (nil, nil, nil, nil)
    }

    /// The error that a failed result carries.
    init(result: OpaquePointer) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        let state = field(DiagnosticField.sqlState)
        sqlState = state
        constraint = field(DiagnosticField.constraint)
        table = field(DiagnosticField.table)
        column = field(DiagnosticField.column)
        // A result without a SQLSTATE was made by libpq itself: the connection is gone.
        kind = state == nil ? .connectionLost : .server
        let subject = [constraint.map { "constraint \($0)" }, table.map { "table \($0)" }, column.map { "column \($0)" }].compactMap { $0 }
        message = state.map { "SQLSTATE \($0)\(subject.isEmpty ? "" : " (\(subject.joined(separator: ", ")))")" } ?? "the connection was lost"
        let parts = [field(DiagnosticField.primary), field(DiagnosticField.detail), field(DiagnosticField.hint), field(DiagnosticField.context)]
        let words = parts.compactMap { $0 }.joined(separator: "; ")
        detail = words.isEmpty ? String(cString: PQresultErrorMessage(result)) : words
    }

    /// Whether the same transaction, run again from its beginning, may well succeed: serialisation failures, deadlocks, a stale plan, and a server
    /// that was away. Of a lost connection only the caller knows whether doing it twice does harm.
    package var isRetryable: Bool {
        if isUnavailable { return true }
        return ["40001", "40P01", "26000"].contains(sqlState ?? "")
    }

    /// Whether the database can not be reached or does not answer in time.
    package var isUnavailable: Bool {
        switch kind {
        case .cannotConnect, .connectionLost, .timedOut, .poolExhausted, .closed: true
        case .server: sqlState.map { Self.unavailable.contains($0) || $0.hasPrefix("08") } ?? false
        default: false
        }
    }

    /// Whether a statement that this connection prepared fits the schema no longer (a migration ran meanwhile) or is not there (a pooler changed the
    /// server's side): a new connection prepares anew.
    var isStalePlan: Bool { sqlState == "0A000" || sqlState == "26000" }

    /// Whether a unique constraint (of that name, when one is given) was violated.
    package func isUniqueViolation(of name: String? = nil) -> Bool { sqlState == "23505" && (name == nil || name == constraint) }

    /// Statement timeout, lock timeout, shutdown (three ways), too many connections.
    private static let unavailable: Set<String> = ["57014", "55P03", "57P01", "57P02", "57P03", "53300"]
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "PostgreSQL: \(message)" }
    package var debugDescription: String { detail.isEmpty ? description : "\(description): \(detail)" }
}

/// The database can not be reached or does not answer in time: thrown in place of such a `PostgresError` where a caller may be told (503).
package struct DatabaseUnavailable: DomainError, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    package let cause: PostgresError

    package init(cause: PostgresError) { self.cause = cause }

    package var problem: Problem { .unavailable("The database") }
    package var description: String { cause.description }
    package var debugDescription: String { cause.debugDescription }
}

extension PostgresError {
    /// The error as callers of the kit see it.
    var surfaced: any Error {
        if kind == .cancelled { return CancellationError() }
        return isUnavailable ? DatabaseUnavailable(cause: self) : self
    }
}

/// `PG_DIAG_…` of <postgres_ext.h>: character macros, which Swift does not import as `Int32`.
enum DiagnosticField {
    static let sqlState = code("C")
    static let primary = code("M")
    static let detail = code("D")
    static let hint = code("H")
    static let context = code("W")
    static let table = code("t")
    static let column = code("c")
    static let constraint = code("n")

    private static func code(_ letter: Unicode.Scalar) -> Int32 { Int32(letter.value) }
}
