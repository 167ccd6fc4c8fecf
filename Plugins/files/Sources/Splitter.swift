/// Where a field stands: in the window, or in the scratch space when its text had to be changed.
struct Span {
    var start: Int
    var end: Int
    var isQuoted = false
    var inScratch = false
}

/// What stands at a place of the window.
enum Scan: Equatable {
    /// A row of so many fields; `next` is where the next one starts, `lines` how many line ends it had.
    case row(fields: Int, next: Int, lines: Int)
    /// An empty line.
    case blank(next: Int)
    /// The window ends inside the row.
    case needsMore
    /// The row can not be split.
    case broken(String)
}

/// Splits rows into fields without copying: RFC 4180 with any delimiter, or runs of blanks.
struct Splitter {
    /// No file of the kinds that are meant here comes near it.
    static let mostColumns = 1000

    let delimiter: UInt8
    let isRuns: Bool

    /// Splits the row that starts at `start` into `spans` (room for `mostColumns`).
    func split(_ bytes: UnsafeRawBufferPointer, from start: Int, atEnd: Bool, _ spans: UnsafeMutablePointer<Span>) -> Scan {
        isRuns ? runs(bytes, start, atEnd, spans) : delimited(bytes, start, atEnd, spans)
    }

    /// Behind the line end at `index`; nil when the window ends before that is known.
    @inline(__always) private func behindEnd(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ atEnd: Bool) -> Int? {
        if bytes[index] == 0x0A { return index + 1 }
        if index + 1 < bytes.count { return bytes[index + 1] == 0x0A ? index + 2 : index + 1 }
        return atEnd ? index + 1 : nil
    }

    private func runs(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ atEnd: Bool, _ spans: UnsafeMutablePointer<Span>) -> Scan {
        var index = start
        var fields = 0
        let count = bytes.count
        while true {
            while index < count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
            if index == count {
                guard atEnd else { return .needsMore }
                return fields == 0 ? .blank(next: index) : .row(fields: fields, next: index, lines: 1)
            }
            if bytes[index] == 0x0A || bytes[index] == 0x0D {
                guard let next = behindEnd(bytes, index, atEnd) else { return .needsMore }
                return fields == 0 ? .blank(next: next) : .row(fields: fields, next: next, lines: 1)
            }
            let first = index
            while index < count {
                let byte = bytes[index]
                if byte <= 0x20, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { break }
                index += 1
            }
            if fields == Splitter.mostColumns { return .broken("The row has more than \(Splitter.mostColumns) columns.") }
            spans[fields] = Span(start: first, end: index)
            fields += 1
        }
    }

    private func delimited(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ atEnd: Bool, _ spans: UnsafeMutablePointer<Span>) -> Scan {
        var index = start
        var fields = 0
        var lines = 1
        let count = bytes.count
        if index < count, bytes[index] == 0x0A || bytes[index] == 0x0D {
            return behindEnd(bytes, index, atEnd).map { .blank(next: $0) } ?? .needsMore
        }
        while true {
            if fields == Splitter.mostColumns { return .broken("The row has more than \(Splitter.mostColumns) columns.") }
            if index < count, bytes[index] == 0x22 {
                switch quoted(bytes, index, atEnd, &lines) {
                case .closed(let span, let behind):
                    spans[fields] = span
                    index = behind
                case .needsMore: return .needsMore
                case .open: return .broken("A quoted text has no closing quote.")
                }
                guard index == count || bytes[index] == delimiter || bytes[index] == 0x0A || bytes[index] == 0x0D else {
                    return .broken("Text stands behind a closing quote.")
                }
            } else {
                let first = index
                while index < count {
                    let byte = bytes[index]
                    if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
                    index += 1
                }
                spans[fields] = Span(start: first, end: index)
            }
            fields += 1
            if index == count { return atEnd ? .row(fields: fields, next: index, lines: lines) : .needsMore }
            if bytes[index] == delimiter {
                index += 1
                continue
            }
            return behindEnd(bytes, index, atEnd).map { .row(fields: fields, next: $0, lines: lines) } ?? .needsMore
        }
    }

    private enum Quoted {
        case closed(Span, behind: Int)
        case needsMore
        case open
    }

    private func quoted(_ bytes: UnsafeRawBufferPointer, _ quote: Int, _ atEnd: Bool, _ lines: inout Int) -> Quoted {
        var index = quote + 1
        var hasDoubled = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x22 {
                guard index + 1 < bytes.count || atEnd else { return .needsMore }
                if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
                    hasDoubled = true
                    index += 1
                } else {
                    return .closed(Span(start: quote + 1, end: index, isQuoted: hasDoubled), behind: index + 1)
                }
            } else if byte == 0x0A || (byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] != 0x0A) {
                lines += 1
            }
            index += 1
        }
        return atEnd ? .open : .needsMore
    }
}
