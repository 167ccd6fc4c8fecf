/// Turns bytes, in whatever pieces they arrive, into frames. Pure: it knows no descriptor. After an error it must not be used again.
package struct FrameDecoder: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0

    package init() {}

    /// Bytes that wait for the rest of their frame.
    package var pending: Int { buffer.count - start }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        } else if start > FrameFormat.most / 2 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame, `nil` while there is none. Lengths and kinds are checked as soon as their bytes are there, so that a frame which claims
    /// to be huge is refused before it is stored.
    package mutating func next() throws(ProtocolFault) -> Frame? {
        guard pending >= FrameFormat.prefix else { return nil }
        let length = Int(number(at: start))
        guard length <= FrameFormat.most else { throw .tooLarge(length) }
        guard length >= FrameFormat.fixed else { throw .malformed("a frame of \(length) bytes, which is less than its own header") }
        guard pending >= FrameFormat.prefix + FrameFormat.fixed else { return nil }
        let first = start + FrameFormat.prefix
        guard let kind = Frame.Kind(rawValue: buffer[first]) else { throw .unknownKind(buffer[first]) }
        let headSize = Int(number(at: first + 5))
        guard headSize <= length - FrameFormat.fixed else { throw .malformed("a frame whose head is longer than the frame") }
        guard pending >= FrameFormat.prefix + length else { return nil }
        let call = number(at: first + 1)
        let content = Array(buffer[(first + FrameFormat.fixed)..<(first + length)])
        start = first + length
        return Frame(kind, call: call, head: content[..<headSize], body: content[headSize...])
    }

    private func number(at offset: Int) -> UInt32 {
        UInt32(buffer[offset]) | UInt32(buffer[offset + 1]) << 8 | UInt32(buffer[offset + 2]) << 16 | UInt32(buffer[offset + 3]) << 24
    }
}
