/// Finds the end of one value without reading it: brackets are counted, texts passed over.
struct JSONEdge {
    private var depth = 0
    private var inText = false
    private var escaped = false
    private var isBare = false

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// The index behind the value's last byte, nil where it lies beyond these bytes. `from` is where the last call stopped.
    mutating func end(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if inText {
                if escaped { escaped = false } else if byte == 0x5C { escaped = true } else if byte == 0x22 { inText = false }
                if !inText, depth == 0 { return index + 1 }
            } else if isBare {
                if byte == 0x2C || byte == 0x5D || byte == 0x7D || JSONEdge.isSpace(byte) { return index }
            } else {
                switch byte {
                case 0x22: inText = true
                case 0x7B, 0x5B: depth += 1
                case 0x7D, 0x5D:
                    depth -= 1
                    if depth <= 0 { return index + 1 }
                default: if depth == 0 { isBare = true }
                }
            }
            index += 1
        }
        return nil
    }
}

/// What stands around the array: keeps its bytes, and says when the array begins.
struct JSONOutside {
    private let name: [UInt8]?
    private(set) var skeleton: [UInt8] = []
    private var depth = 0
    private var inText = false
    private var escaped = false
    private var text: [UInt8] = []
    /// Whether the value that comes next is the array that is wanted.
    private var isNext: Bool
    private var wasFound = false

    init(name: String?) {
        self.name = name.map { Array($0.utf8) }
        isNext = name == nil
    }

    /// Takes a byte; true where it opens the array.
    mutating func take(_ byte: UInt8) -> Bool {
        skeleton.append(byte)
        if inText {
            takeText(byte)
            return false
        }
        switch byte {
        case 0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF: return false
        case 0x3A where depth == 1:
            isNext = !wasFound && name == text
            return false
        case 0x5B where isNext && !wasFound:
            wasFound = true
            return true
        case 0x22:
            inText = true
            text = []
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D: depth -= wasFound && byte == 0x5D && isNext ? 0 : 1
        default: break
        }
        isNext = false
        return false
    }

    private mutating func takeText(_ byte: UInt8) {
        if escaped { escaped = false } else if byte == 0x5C { escaped = true } else if byte == 0x22 { inText = false }
        if inText, depth == 1, text.count < 256 { text.append(byte) }
    }
}
