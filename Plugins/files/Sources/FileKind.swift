import ConnectorKit

/// What the first bytes of a file tell.
enum FileKind {
    /// Throws for files that are not text of the kinds that can be read.
    static func confirm(_ bytes: UnsafeRawBufferPointer) throws {
        if bytes.starts(with: [0x1F, 0x8B]) { throw ConnectorFailure(.config, "The file is compressed (gzip): unpack it first.") }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            throw ConnectorFailure(.config, "The file is a spreadsheet or an archive: save it as CSV.")
        }
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            throw ConnectorFailure(.config, "The file is encoded as UTF-16: save it as UTF-8.")
        }
        if bytes.starts(with: Array("<!DOCTYPE".utf8)) || bytes.starts(with: Array("<html".utf8)) {
            throw ConnectorFailure(.config, "The file is a web page, not data.")
        }
    }

    /// The delimiter that the first line has most of, outside quotes; a comma when it has none.
    static func delimiter(_ bytes: UnsafeRawBufferPointer) -> UInt8 {
        let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
        var counts = [0, 0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return most == 0 ? 0x2C : candidates[counts.firstIndex(of: most) ?? 0]
    }

    /// Whether bytes are UTF-8.
    static func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    /// Bytes read as ISO 8859-1.
    static func latin1(_ bytes: Slice<UnsafeRawBufferPointer>) -> String { String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })) }
}
