package import Core

/// One frame of the runner's pipe (connector.h): what it is, which call it belongs to, a JSON head and raw bytes.
package struct Frame: Sendable, Hashable {
    /// The kinds of connector.h.
    package enum Kind: UInt8, Sendable, CaseIterable {
        case load = 1
        case call = 2
        case reply = 3
        case cancel = 4
        case ready = 16
        case result = 17
        case fault = 18
        case request = 32
        case readBody = 33
        case emit = 34
        case reject = 35
        case checkpoint = 36
        case estimate = 37
        case wait = 38
        case log = 39
        case now = 40

        /// Whether the runner may send it.
        package var comesFromRunner: Bool { rawValue >= Kind.ready.rawValue }
    }

    package let kind: Kind
    /// The call this frame opens or answers; 0 where nothing is answered.
    package let call: UInt32
    /// JSON text.
    package let head: ArraySlice<UInt8>
    package let body: ArraySlice<UInt8>

    package init(_ kind: Kind, call: UInt32 = 0, head: ArraySlice<UInt8>, body: ArraySlice<UInt8> = []) {
        self.kind = kind
        self.call = call
        self.head = head
        self.body = body
    }

    /// A frame whose head is a JSON value.
    package init(_ kind: Kind, call: UInt32 = 0, _ head: JSON = [:], body: ArraySlice<UInt8> = []) {
        self.init(kind, call: call, head: head.encoded()[...], body: body)
    }
}

/// The numbers of the pipe's format.
package enum FrameFormat {
    /// The most a frame's length field may say: kind, call, head length, head and body together.
    package static let most = 1 << 20
    /// Bytes of kind, call number and head length.
    package static let fixed = 9
    /// What head and body may hold together.
    package static let room = most - fixed
    /// Bytes of the length field.
    static let prefix = 4
}

/// Turns frames into bytes.
package enum FrameEncoder {
    /// The bytes of a frame.
    /// - Throws: `ProtocolFault.tooLarge` when head and body are more than `FrameFormat.room`.
    package static func encode(_ frame: Frame) throws(ProtocolFault) -> [UInt8] {
        let length = FrameFormat.fixed + frame.head.count + frame.body.count
        guard length <= FrameFormat.most else { throw .tooLarge(length) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(FrameFormat.prefix + length)
        append(UInt32(length), to: &bytes)
        bytes.append(frame.kind.rawValue)
        append(frame.call, to: &bytes)
        append(UInt32(frame.head.count), to: &bytes)
        bytes.append(contentsOf: frame.head)
        bytes.append(contentsOf: frame.body)
        return bytes
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// What the other side of the pipe did against the format or the order of frames. All of it is the plugin's fault: the runner's own code does none.
package enum ProtocolFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// A length field beyond 1 MiB.
    case tooLarge(Int)
    /// A length or head length that can not be.
    case malformed(String)
    case unknownKind(UInt8)
    /// A frame that is fine but may not stand here.
    case outOfOrder(String)

    package var description: String {
        switch self {
        case .tooLarge(let size): "a frame of \(size) bytes, where \(FrameFormat.most) are allowed"
        case .malformed(let what): what
        case .unknownKind(let kind): "a frame of the unknown kind \(kind)"
        case .outOfOrder(let what): what
        }
    }
}
