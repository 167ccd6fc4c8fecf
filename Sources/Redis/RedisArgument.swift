import CHiredis

/// One word of a command. Literals are command names and options; keys, texts, bytes and numbers say what they are. Any bytes pass unharmed.
package struct RedisArgument: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package let bytes: [UInt8]

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    package init(stringLiteral value: StaticString) { bytes = value.withUTF8Buffer { Array($0) } }
    package init(integerLiteral value: Int64) { bytes = Array(String(value).utf8) }

    package static func key(_ key: RedisKey) -> RedisArgument { RedisArgument(Array(key.text.utf8)) }
    package static func text(_ text: String) -> RedisArgument { RedisArgument(Array(text.utf8)) }
    package static func bytes(_ bytes: [UInt8]) -> RedisArgument { RedisArgument(bytes) }
    package static func integer(_ value: some BinaryInteger) -> RedisArgument { RedisArgument(Array(String(value).utf8)) }
    /// Whole milliseconds, rounded up, as `PX` and `PEXPIRE` want them.
    package static func milliseconds(_ duration: Duration) -> RedisArgument {
        let (seconds, attoseconds) = duration.components
        return .integer(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

/// A command as it goes over the wire.
enum RedisCommand {
    static func encode(_ arguments: [RedisArgument]) throws(RedisError) -> [UInt8] {
        guard !arguments.isEmpty, arguments.count <= Int(Int32.max) else { throw .unexpectedReply }
        // Closures, because key paths would be walked at run time for every word.
        let lengths = arguments.map { $0.bytes.count }
        var words: [UInt8] = []
        words.reserveCapacity(lengths.reduce(0, +))
        for argument in arguments { words.append(contentsOf: argument.bytes) }
        let encoded: [UInt8]? = words.withUnsafeBytes { buffer in
            // An empty buffer has no address, and hiredis reads none of it then.
            var next = buffer.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) }
            var starts: [UnsafePointer<CChar>?] = []
            for length in lengths {
                starts.append(next)
                next = next.map { $0 + length }
            }
            var target: UnsafeMutablePointer<CChar>?
            let count = redisFormatCommandArgv(&target, Int32(lengths.count), &starts, lengths)
            guard count > 0, let target else { return nil }
            defer { redisFreeCommand(target) }
            return Array(UnsafeRawBufferPointer(start: target, count: Int(count)))
        }
        guard let encoded else { throw .overloaded }
        return encoded
    }
}
