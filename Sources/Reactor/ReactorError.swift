/// Why a wait on a reactor ended without what was waited for.
package enum ReactorError: Error, Sendable, Hashable {
    /// The deadline passed first.
    case timedOut
    /// The waiting task was cancelled.
    case cancelled
    /// The descriptor was deregistered while somebody waited for it, or was never registered.
    case closed
    /// The kernel refused: `errno`.
    case system(Int32)
}
