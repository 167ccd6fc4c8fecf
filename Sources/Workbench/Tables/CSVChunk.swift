import Glibc

/// The part of a file that is in memory: the row at hand and what was read behind it.
struct CSVChunk {
    private let descriptor: Int32
    private let path: String
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 18
    /// Bytes behind the chunk that may be read, whatever stands there: the reader looks at eight bytes at once.
    private static let slack = 8
    private var filled = 0
    private var position = 0
    private var begin = 0

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw TableFault(file: path, "The file can not be opened. Check the path and whether you may read it.") }
        buffer = .allocate(capacity: capacity + Self.slack)
        buffer.initialize(repeating: 0, count: capacity + Self.slack)
    }

    func close() {
        _ = Glibc.close(descriptor)
        buffer.deallocate()
    }

    /// The first byte that no row has taken yet.
    var rest: UnsafeMutablePointer<UInt8> { buffer + position }
    /// Bytes from there on.
    var count: Int { filled - position }
    /// The first byte of the row taken last.
    var row: UnsafeMutablePointer<UInt8> { buffer + begin }

    mutating func take(_ count: Int) {
        begin = position
        position += count
    }

    /// Reads on; the bytes that no row has taken move to the front. `false` where the file is over.
    mutating func more() throws -> Bool {
        if position > 0 {
            memmove(buffer, buffer + position, filled - position)
            filled -= position
            position = 0
        }
        if filled == capacity {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + Self.slack)
            larger.initialize(repeating: 0, count: 2 * capacity + Self.slack)
            larger.update(from: buffer, count: filled)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        }
        while true {
            let got = read(descriptor, buffer + filled, capacity - filled)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw TableFault(file: path, "The file can not be read: \(String(cString: strerror(errno))).") }
            filled += got
            return got > 0
        }
    }

    /// Passes over a byte order mark; refuses the two-byte encodings.
    mutating func skipMark() throws {
        while count < 3, try more() {}
        if count >= 2, (rest[0] == 0xFF && rest[1] == 0xFE) || (rest[0] == 0xFE && rest[1] == 0xFF) {
            throw TableFault(file: path, line: 1, "The file is in UTF-16. Save it as CSV in UTF-8.")
        }
        if count >= 3, rest[0] == 0xEF, rest[1] == 0xBB, rest[2] == 0xBF { take(3) }
    }

    /// What separates the header's fields: a comma, or a semicolon or tab where it has no comma.
    mutating func separator() throws -> UInt8 {
        while count < 4_096, try more() {}
        var seen: Set<UInt8> = []
        var isOpen = false
        for index in 0..<min(count, 4_096) {
            if rest[index] == 0x0A, !isOpen { break }
            if rest[index] == 0x22 { isOpen.toggle() }
            if !isOpen { seen.insert(rest[index]) }
        }
        return [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].first(where: seen.contains) ?? UInt8(ascii: ",")
    }
}
