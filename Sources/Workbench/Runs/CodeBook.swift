/// Texts as dense codes in the order of first sight.
struct CodeBook {
    private(set) var names: [String] = []
    private var codes: [String: UInt32] = [:]
    private var last: (bytes: [UInt8], code: UInt32) = ([], 0)

    /// The code of a field; rows with the same text as the one before cost next to nothing.
    mutating func code(_ field: UnsafeBufferPointer<UInt8>) -> UInt32 {
        if !names.isEmpty, field.count == last.bytes.count, zip(field, last.bytes).allSatisfy({ $0 == $1 }) { return last.code }
        let code = code(of: String(decoding: field, as: UTF8.self))
        last.bytes.removeAll(keepingCapacity: true)
        last.bytes.append(contentsOf: field)
        last.code = code
        return code
    }

    mutating func code(of name: String) -> UInt32 {
        if let code = codes[name] { return code }
        let code = UInt32(names.count)
        codes[name] = code
        names.append(name)
        return code
    }
}
