/// Where finished log lines go.
package struct LogSink: Sendable {
    private let take: @Sendable ([UInt8], _ isUrgent: Bool) -> Void

    package init(_ take: @escaping @Sendable ([UInt8]) -> Void) { self.take = { line, _ in take(line) } }

    private init(gatheredBy gatherer: LogGatherer) { take = { gatherer.write($0, isUrgent: $1) } }

    /// - Parameter isUrgent: the line, and those before it, must be out when this returns.
    package func write(_ line: [UInt8], isUrgent: Bool = false) { take(line, isUrgent) }

    /// Standard error, in few calls: lines are gathered for a moment, urgent ones are not.
    package static let standardError = LogSink(gatheredBy: .standardError)
}
