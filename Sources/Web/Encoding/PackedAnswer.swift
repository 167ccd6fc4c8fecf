import NIOCore
import NIOHTTP1

// Packs answers for clients that ask for it. Not packed are: short ones, event streams, what is packed already, and answers with secrets, whose length
// would tell of their content where a part of it is of somebody else's choosing (the BREACH attack).

extension Pipeline {
    /// An answer below so many bytes goes into one packet as it is.
    static let leastPacked = 1_024

    /// Packs the answer where it is fit for that and the client takes it, and says so in its fields.
    func pack(_ answer: inout Answer, _ head: HTTPRequestHead, _ trip: Trip) {
        guard Self.isPackable(answer), trip.route?.endpoint.options.isSensitive != true else { return }
        // Said also of an answer that goes unpacked: a cache must not give the one to who wants the other.
        answer.varies = true
        guard let coding = ContentCoding(accepted: head.headers), let packed = Self.packed(answer.content, coding) else { return }
        answer.content = packed
        answer.headers.append(("Content-Encoding", coding.rawValue))
    }

    private static func isPackable(_ answer: Answer) -> Bool {
        guard let type = answer.contentType, isText(type), answer.status != 206,
            !answer.headers.contains(where: { $0.name.lowercased() == "content-encoding" })
        else { return false }
        switch answer.content {
        case .none: return false
        case .bytes(let bytes): return bytes.count >= leastPacked
        case .pieces(let length, let isEndless, _): return !isEndless && (length ?? .max) >= leastPacked
        }
    }

    /// Text of any kind but event streams: their events would wait in the packer.
    private static func isText(_ contentType: String) -> Bool {
        if contentType == "application/json" { return true }
        let type = contentType.lowercased().prefix { $0 != ";" && $0 != " " }
        if type == "text/event-stream" { return false }
        return type.hasPrefix("text/") || type.hasSuffix("+json") || type.hasSuffix("+xml")
            || ["application/json", "application/javascript", "application/xml", "application/x-ndjson"].contains(type)
    }

    /// `nil` where packing gains nothing.
    private static func packed(_ content: AnswerContent, _ coding: ContentCoding) -> AnswerContent? {
        switch content {
        case .none: return nil
        case .bytes(let bytes):
            guard let packed = try? Deflater(coding).pack(bytes, isLast: true), packed.count < bytes.count else { return nil }
            return .bytes(packed)
        case .pieces(_, let isEndless, let write):
            guard let deflater = try? Deflater(coding) else { return nil }
            return .pieces(length: nil, isEndless: isEndless) { writer in
                try await write(
                    BodyWriter { piece in
                        let packed = try deflater.pack(Array(piece.readableBytesView))
                        if !packed.isEmpty { try await writer.write(packed) }
                    })
                try await writer.write(try deflater.pack([], isLast: true))
            }
        }
    }
}
