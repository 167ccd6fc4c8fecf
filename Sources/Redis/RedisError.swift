package import Core

/// Why a call to Redis has no reply.
package enum RedisError: Error, Sendable, Hashable {
    /// There is no connection now; said at once, without a wait.
    case unavailable
    /// The connection broke while the reply was outstanding: whether the command was carried out is not known.
    case connectionLost
    /// The deadline passed while the reply was outstanding: whether the command was carried out is not known.
    case timedOut
    /// Too many replies are outstanding already.
    case overloaded
    /// The server refused the command: its code (`WRONGTYPE`, `NOSCRIPT`, `NOPERM` …) and its sentence.
    case server(code: String, message: String)
    /// What came is not what was asked for.
    case unexpectedReply
}

extension RedisError: DomainError {
    package var problem: Problem { .unavailable("The cache") }
}

/// Why a text is no address of a Redis server. Never shows the text, as it may hold a password.
package struct RedisURLError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
}
