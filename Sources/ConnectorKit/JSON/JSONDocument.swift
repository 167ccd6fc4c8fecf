/// A JSON document over the bytes it came in. One pass checks it whole (RFC 8259) and notes where each value starts and ends: no trees, no texts, no
/// numbers are built until somebody asks for them.
public final class JSONDocument: Sendable {
    /// The bytes that were read.
    public let bytes: [UInt8]
    let nodes: [JSONNode]
    /// Whether some text holds \u0000 or half a surrogate pair: legal for JSON's grammar, refused by most data bases.
    let hasOddEscapes: Bool

    /// The most bytes of a document: the response bodies that connectors read whole are far smaller.
    public static let maximumSize = 256 * 1024 * 1024

    /// Checks and indexes bytes.
    public init(_ bytes: [UInt8]) throws(JSONFault) {
        guard bytes.count <= JSONDocument.maximumSize else { throw JSONFault(reason: .tooLarge, offset: JSONDocument.maximumSize) }
        var fault: JSONFault?
        var nodes: [JSONNode] = []
        var odd = false
        bytes.withUnsafeBytes { raw in
            var scanner = JSONScanner(raw)
            do throws(JSONFault) {
                try scanner.document()
                nodes = scanner.nodes
                odd = scanner.hasOddEscapes
            } catch {
                fault = error
            }
        }
        if let fault { throw fault }
        self.bytes = bytes
        self.nodes = nodes
        hasOddEscapes = odd
    }

    init(bytes: [UInt8], nodes: [JSONNode]) {
        self.bytes = bytes
        self.nodes = nodes
        hasOddEscapes = false
    }

    /// Checks and indexes text.
    public convenience init(_ text: String) throws(JSONFault) { try self.init(Array(text.utf8)) }

    /// The outermost value.
    public var root: JSONView { JSONView(document: self, index: 0) }
}

/// One value (or the key of a member, which is a text) of a document.
struct JSONNode {
    enum Kind: UInt8 { case null, no, yes, number, text, escapedText, array, object }

    /// The index of its first byte; of a text the quote.
    let start: UInt32
    /// The index behind its last byte.
    var end: UInt32
    /// The index of the node behind everything inside it.
    var next: UInt32
    /// How many elements or members it has.
    var count: UInt32
    let kind: Kind
}
