/// Tells what a file is from its first bytes, whatever its name or declared type says.
enum ContentCheck {
    /// So many bytes from the front are looked at.
    static let length = 4_096

    private static let signatures: [(bytes: [UInt8], name: String)] = [
        ([0x1F, 0x8B], "gzip"), ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive or an Office document"), ([0x25, 0x50, 0x44, 0x46], "a PDF"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"), ([0x4D, 0x5A], "a program"), ([0x89, 0x50, 0x4E, 0x47], "an image"),
        ([0xFF, 0xD8, 0xFF], "an image"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), ([0x42, 0x5A, 0x68], "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"),
        ([0x50, 0x41, 0x52, 0x31], "Parquet"), ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65], "an SQLite file"),
    ]

    /// The media type of a text.
    /// - Throws: `UploadRefusal.notText` for anything that is none.
    static func mediaType(of head: some Collection<UInt8>) throws(UploadRefusal) -> String {
        let start = Array(head.prefix(length))
        if let known = signatures.first(where: { start.starts(with: $0.bytes) }) { throw .notText(known.name) }
        if start.contains(0) { throw .notText("binary") }
        let firstLine = start.prefix { $0 != 0x0A && $0 != 0x0D }
        let separators = Set<UInt8>([UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")])
        return firstLine.contains { separators.contains($0) } ? "text/csv" : "text/plain"
    }
}
