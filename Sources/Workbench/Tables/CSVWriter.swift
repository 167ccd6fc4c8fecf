/// Writes a CSV file row by row through a buffer. The file appears under its name only when it is whole: what fails leaves none behind.
package final class CSVWriter {
    private let file: WholeFile
    private var buffer: [UInt8] = []
    private var fields = 0

    /// - Throws: `TableFault` for a place that can not be written.
    package init(path: String, columns: [String]) throws {
        file = try WholeFile(path: path)
        buffer.reserveCapacity(1 << 18 + 1 << 12)
        for column in columns { text(column) }
        try endRow()
    }

    package func text(_ text: some StringProtocol) {
        separate()
        append(text.utf8)
    }

    /// A field as it stood in the file that was read.
    package func bytes(_ bytes: UnsafeBufferPointer<UInt8>) {
        separate()
        append(bytes)
    }

    private func append(_ bytes: some Collection<UInt8>) {
        guard bytes.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return buffer.append(contentsOf: bytes) }
        buffer.append(0x22)
        for byte in bytes {
            if byte == 0x22 { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(0x22)
    }

    /// The shortest text that reads back as the same number; an empty field for what is none.
    package func number(_ value: Double) {
        separate()
        guard value.isFinite else { return }
        buffer.append(contentsOf: NumberText.exact(value).utf8)
    }

    package func integer(_ value: some BinaryInteger) {
        separate()
        buffer.append(contentsOf: String(value).utf8)
    }

    package func endRow() throws {
        buffer.append(0x0A)
        fields = 0
        if buffer.count > 1 << 18 { try flush() }
    }

    /// Puts the whole file in its place.
    package func finish() throws {
        try flush()
        try file.finish()
    }

    private func separate() {
        if fields > 0 { buffer.append(0x2C) }
        fields += 1
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { try file.append($0) }
        buffer.removeAll(keepingCapacity: true)
    }
}
