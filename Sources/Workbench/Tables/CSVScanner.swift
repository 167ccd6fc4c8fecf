/// Finds the fields of one row after another in a file's bytes. Rows without quotes, which are nearly all, are found eight bytes at a time.
struct CSVScanner {
    /// A row may not be longer: a quote that is never closed would otherwise swallow the file.
    static let longestRow = 1 << 20

    private let file: String
    private var source: CSVChunk
    private var separator = UInt8(ascii: ",")
    private var nextLine = 1
    /// The line at which the row begins, counted from 1.
    private(set) var line = 1
    /// Where each field begins and ends, counted from the row's first byte.
    private(set) var starts: UnsafeMutablePointer<Int>
    private(set) var ends: UnsafeMutablePointer<Int>
    private var room = 64
    /// Fields of the row.
    private(set) var count = 0

    init(path: String) throws {
        file = path
        source = try CSVChunk(path: path)
        starts = .allocate(capacity: room)
        ends = .allocate(capacity: room)
    }

    func close() {
        starts.deallocate()
        ends.deallocate()
        source.close()
    }

    /// The row's first byte.
    var row: UnsafePointer<UInt8> { UnsafePointer(source.row) }

    /// Passes over a byte order mark and sees what separates the fields.
    mutating func begin() throws {
        try source.skipMark()
        separator = try source.separator()
    }

    /// Goes to the next row that is not empty; `false` where the file is over.
    mutating func next() throws -> Bool {
        while true {
            line = nextLine
            if takePlain() {
                if count > 1 || ends[0] > starts[0] { return true }
                continue
            }
            guard let found = try scan() else { return false }
            if count == 1, ends[0] == starts[0], !found.isQuoted { continue }
            if found.isQuoted { try unquote() }
            return true
        }
    }

    // MARK: Rows without quotes

    /// Takes the next row where it is whole in memory and no quote stands in it; `false` leaves it to `scan`.
    private mutating func takePlain() -> Bool {
        let (base, limit, last) = (source.rest, source.count, room - 1)
        let (starts, ends, separator) = (self.starts, self.ends, self.separator)
        let separators = Self.eight(separator)
        var (at, field, start) = (0, 0, 0)
        while at < limit {
            let bytes = UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
            var marks = Self.zeros(bytes ^ separators) | Self.zeros(bytes ^ Self.newlines) | Self.zeros(bytes ^ Self.quotes)
            while marks != 0 {
                let place = at &+ marks.trailingZeroBitCount &>> 3
                marks &= marks &- 1
                guard place < limit, field < last, base[place] != Self.quote else { return false }
                starts[field] = start
                ends[field] = place
                field &+= 1
                start = place &+ 1
                if base[place] == separator { continue }
                if place > starts[field &- 1], base[place &- 1] == Self.carriage { ends[field &- 1] = place &- 1 }
                count = field
                nextLine &+= 1
                source.take(start)
                return true
            }
            at &+= 8
        }
        return false
    }

    private static let quote = UInt8(ascii: "\""), newline = UInt8(ascii: "\n"), carriage = UInt8(ascii: "\r")
    private static let newlines = eight(newline), quotes = eight(quote)

    private static func eight(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The top bit of every byte that is 0, and no other.
    @inline(__always)
    private static func zeros(_ bytes: UInt64) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        return ~(((bytes & low) &+ low) | bytes | low)
    }

    // MARK: All rows

    /// Finds the fields of the next row, quotes and all, and moves the source behind it; nil where the file is over.
    private mutating func scan() throws -> (isQuoted: Bool, length: Int)? {
        var at = 0
        var (isOpen, hasQuotes) = (false, false)
        count = 0
        starts[0] = 0
        while true {
            let (base, limit) = (source.rest, source.count)
            while at < limit {
                let byte = base[at]
                if byte == separator, !isOpen {
                    endField(at)
                } else if byte == Self.newline {
                    nextLine += 1
                    if !isOpen {
                        endField(at > 0 && base[at - 1] == Self.carriage ? at - 1 : at, next: at + 1)
                        source.take(at + 1)
                        return (hasQuotes, at)
                    }
                } else if byte == Self.quote {
                    isOpen.toggle()
                    hasQuotes = true
                }
                at += 1
            }
            guard at <= Self.longestRow else {
                throw TableFault(file: file, line: nextLine, "The row is longer than a megabyte. Is a quote not closed?")
            }
            guard try source.more() else { break }
        }
        if isOpen { throw TableFault(file: file, line: nextLine, "A quote is not closed before the end of the file.") }
        guard at > 0 else { return nil }
        endField(source.rest[at - 1] == Self.carriage ? at - 1 : at)
        source.take(at)
        return (hasQuotes, at)
    }

    private mutating func endField(_ end: Int, next: Int? = nil) {
        ends[count] = max(end, starts[count])
        count += 1
        if count == room { grow() }
        starts[count] = next ?? end + 1
    }

    private mutating func grow() {
        let (oldStarts, oldEnds) = (starts, ends)
        (starts, ends) = (.allocate(capacity: 2 * room), .allocate(capacity: 2 * room))
        starts.update(from: oldStarts, count: room)
        ends.update(from: oldEnds, count: room)
        oldStarts.deallocate()
        oldEnds.deallocate()
        room *= 2
    }

    /// Takes the quotes off the fields that have them, in place.
    private func unquote() throws {
        let bytes = source.row
        for field in 0..<count where (starts[field]..<ends[field]).contains(where: { bytes[$0] == Self.quote }) {
            guard bytes[starts[field]] == Self.quote else {
                throw TableFault(file: file, line: line, "A quote stands inside a field that does not begin with one. Double it and quote the field.")
            }
            var (from, to) = (starts[field] + 1, starts[field])
            while from < ends[field] {
                if bytes[from] == Self.quote {
                    from += 1
                    guard from < ends[field] else { break }
                    guard bytes[from] == Self.quote else {
                        throw TableFault(file: file, line: line, "Text stands behind a closing quote. Double quotes that belong to the text.")
                    }
                }
                bytes[to] = bytes[from]
                (from, to) = (from + 1, to + 1)
            }
            ends[field] = to
        }
    }
}
