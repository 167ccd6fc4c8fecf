import Core
import NIOHTTP1

/// The trace that a request belongs to (W3C Trace Context, the field `traceparent`): the caller's where it sends a sane one, otherwise a new one.
struct TraceContext: Sendable, Hashable {
    /// 32 hexadecimal digits, not all of them 0.
    let traceID: String

    /// A second field, or one that is not as the standard wants it, counts as none.
    init(_ headers: HTTPHeaders) {
        let given = headers["traceparent"]
        traceID = given.count == 1 ? Self.traceID(in: given[0]) ?? Self.newTraceID() : Self.newTraceID()
    }

    /// The trace id of `version-traceid-parentid-flags`, in lower-case hexadecimal. Version 00 has nothing more; later ones may, and `ff` is no version.
    static func traceID(in text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash else { return nil }
        let (version, trace, parent, flags) = (bytes[0..<2], bytes[3..<35], bytes[36..<52], bytes[53..<55])
        guard [version, trace, parent, flags].allSatisfy({ $0.allSatisfy(isLowerHexadecimal) }) else { return nil }
        guard !version.elementsEqual("ff".utf8), trace.contains(where: { $0 != zero }), parent.contains(where: { $0 != zero }) else { return nil }
        guard bytes.count == 55 || (!version.elementsEqual("00".utf8) && bytes[55] == dash) else { return nil }
        return String(decoding: trace, as: UTF8.self)
    }

    private static func newTraceID() -> String {
        // Never 0: the lowest bit is set.
        let (high, low) = RandomWords.pair()
        return hexadecimal(UniqueID(high: high, low: low | 1).bytes)
    }

    private static let dash = UInt8(ascii: "-")
    private static let zero = UInt8(ascii: "0")

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
