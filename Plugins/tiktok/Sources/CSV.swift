/// A small reader of CSV (RFC 4180): records of cells, quotes doubled inside quotes, lines ended by LF or CRLF.
struct CSV {
    private(set) var records: [[String]] = []

    init(_ bytes: [UInt8]) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var index = start
        func text() -> String { String(decoding: cell, as: UTF8.self) }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte != 0x22 {
                    cell.append(byte)
                } else if index < bytes.count, bytes[index] == 0x22 {
                    cell.append(0x22)
                    index += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case 0x22: isQuoted = true
            case 0x2C:
                cells.append(text())
                cell = []
            case 0x0A:
                cells.append(text())
                if cells != [""] { records.append(cells) }
                cells = []
                cell = []
            case 0x0D: break
            default: cell.append(byte)
            }
        }
        cells.append(text())
        if cells != [""] { records.append(cells) }
    }
}
