import CLibPQ
package import Logging
import Reactor

/// What comes out of a subscription.
package enum DatabaseNotification: Sendable, Hashable {
    /// The channel is listened to from here on: at the start and after each reconnect. What was sent before may have been missed, so look for
    /// yourself.
    case listening
    /// `NOTIFY channel, 'payload'`.
    case message(channel: String, payload: String)
}

/// LISTEN on a direct connection (not through PgBouncer in transaction mode). Every iteration has its own connection, opened at its first element; it
/// reconnects with growing pauses and ends when its task is cancelled.
package struct Listener: Sendable {
    private let configuration: DatabaseConfiguration
    private let logger: Logger

    package init(_ configuration: DatabaseConfiguration, logger: Logger = Logger(label: "postgres.listener")) {
        self.configuration = configuration
        self.logger = logger
    }

    /// The notifications of the channels: lower-case letters, digits and underscores.
    package func notifications(_ channels: String...) -> Notifications {
        for channel in channels {
            precondition(channel.utf8.allSatisfy { Self.isPlain($0) } && !channel.isEmpty, "a channel's name is made of a-z, 0-9 and _")
        }
        return Notifications(configuration: configuration, channels: channels, logger: logger)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
    }
}

/// An endless sequence of notifications; it ends with its task.
package struct Notifications: AsyncSequence, Sendable {
    package typealias Element = DatabaseNotification
    package typealias Failure = Never

    let configuration: DatabaseConfiguration
    let channels: [String]
    let logger: Logger

    package func makeAsyncIterator() -> Iterator { Iterator(source: self) }

    package struct Iterator: AsyncIteratorProtocol {
        let source: Notifications
        private var connection: Connection?
        private var failures = 0

        init(source: Notifications) { self.source = source }

        package mutating func next() async -> DatabaseNotification? {
            while !Task.isCancelled {
                do {
                    guard let connection else { return try await listen() }
                    return try await connection.nextNotification()
                } catch {
                    source.logger.debug("listening again soon", metadata: ["reason": "\(error)"])
                    await drop()
                }
            }
            await drop()
            return nil
        }

        private mutating func listen() async throws(PostgresError) -> DatabaseNotification {
            let fresh = try await Connection.open(source.configuration)
            connection = fresh
            _ = try await fresh.exchange(source.channels.map { Query(unchecked: "LISTEN \($0)") })
            failures = 0
            return .listening
        }

        /// Closes the connection and pauses: 50 ms at first, doubled up to about 6 s, of which a random half is taken.
        private mutating func drop() async {
            await connection?.close()
            connection = nil
            let pause = 50.0 * Double(1 << Swift.min(failures, 7))
            failures += 1
            try? await Task.sleep(for: .milliseconds(pause * Double.random(in: 0.5...1)))
        }
    }
}

extension Connection {
    /// Waits for the next notification, for as long as it takes.
    func nextNotification() async throws(PostgresError) -> DatabaseNotification {
        let handle = try begin()
        defer { end() }
        while true {
            if let notification = PQnotifies(handle.pointer) {
                defer { PQfreemem(notification) }
                return .message(channel: String(cString: notification.pointee.relname), payload: String(cString: notification.pointee.extra))
            }
            try await receive(handle, until: nil)
        }
    }
}
