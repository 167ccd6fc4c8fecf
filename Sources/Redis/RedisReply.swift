import CHiredis

/// What Redis answers (RESP 2).
package enum RedisReply: Sendable, Hashable {
    case null
    case integer(Int64)
    case status(String)
    case bytes([UInt8])
    case array([RedisReply])
    /// A refusal. Of a whole command it is thrown; inside an array (of a transaction, of a script) it stands here.
    case error(code: String, message: String)

    package var isNull: Bool { self == .null }

    /// The number, also where it came as a text.
    package var integer: Int64? {
        if case .integer(let value) = self { return value }
        return string.flatMap { Int64($0) }
    }

    package var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }

    /// Status and bytes as text; `nil` where they are no UTF-8.
    package var string: String? {
        switch self {
        case .status(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }

    package var array: [RedisReply]? {
        if case .array(let items) = self { items } else { nil }
    }

    /// Copies a reply of hiredis, which stays its caller's to free.
    init(_ reply: UnsafePointer<redisReply>) {
        switch reply.pointee.type {
        case REDIS_REPLY_INTEGER: self = .integer(Int64(reply.pointee.integer))
        case REDIS_REPLY_STATUS: self = .status(String(decoding: Self.text(reply), as: UTF8.self))
        case REDIS_REPLY_STRING: self = .bytes(Array(Self.text(reply)))
        case REDIS_REPLY_ERROR: self = Self.refusal(String(decoding: Self.text(reply), as: UTF8.self))
        case REDIS_REPLY_ARRAY:
            self = .array((0..<reply.pointee.elements).compactMap { reply.pointee.element[$0].map { RedisReply($0) } })
        default: self = .null
        }
    }

    private static func text(_ reply: UnsafePointer<redisReply>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: reply.pointee.str, count: reply.pointee.len)
    }

    private static func refusal(_ text: String) -> RedisReply {
        .error(code: String(text.prefix { $0 != " " }), message: text)
    }
}
