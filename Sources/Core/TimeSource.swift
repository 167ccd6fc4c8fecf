/// Where the time comes from: the wall clock, or a test's own.
package struct TimeSource: Sendable {
    private let read: @Sendable () -> Instant

    package init(_ read: @escaping @Sendable () -> Instant) { self.read = read }

    package var now: Instant { read() }

    package static let wall = TimeSource { .now }

    /// Always the same instant.
    package static func fixed(_ instant: Instant) -> TimeSource { TimeSource { instant } }
}
