/// Writes one JSON object straight to bytes: the row of a stream, a cursor, a request's body. Members that are nil are left out: absent means
/// unknown. Texts are made safe on the way: bytes that are no UTF-8 and the character U+0000 (no data base takes it) become U+FFFD.
public struct Row: ~Copyable {
    var buffer: ByteBuffer
    private var needsComma = false

    init(capacity: Int = 4096) { buffer = ByteBuffer(capacity: capacity) }

    /// The bytes of an object that `build` writes.
    public static func bytes(_ build: (inout Row) throws -> Void) rethrows -> [UInt8] {
        var row = Row()
        try row.braces(build)
        return row.buffer.copy
    }

    /// The text of an object that `build` writes.
    public static func json(_ build: (inout Row) throws -> Void) rethrows -> String { String(decoding: try bytes(build), as: UTF8.self) }

    /// A text.
    public mutating func text(_ name: StaticString, _ value: String?) {
        guard var value else { return }
        self.name(name)
        value.withUTF8 { quoted(UnsafeRawBufferPointer($0)) }
    }

    /// A text from bytes.
    public mutating func text(_ name: StaticString, bytes: UnsafeRawBufferPointer) {
        self.name(name)
        quoted(bytes)
    }

    /// A text that is copied from a response.
    public mutating func text(_ name: StaticString, _ value: JSONView) {
        guard value.exists else { return }
        _ = value.withPlain { bytes -> Bool? in
            text(name, bytes: bytes)
            return true
        }
    }

    /// A text that `write` composes; what it writes must need no escapes.
    public mutating func composed(_ name: StaticString, _ write: (inout ByteBuffer) -> Void) {
        self.name(name)
        buffer.append(0x22)
        write(&buffer)
        buffer.append(0x22)
    }

    /// A whole number.
    public mutating func integer(_ name: StaticString, _ value: Int64?) {
        guard let value else { return }
        self.name(name)
        buffer.append(decimal: value)
    }

    /// An amount, as an integer of millionths. The name ends in `_micros`.
    public mutating func micros(_ name: StaticString, _ value: Micros?) { integer(name, value?.value) }

    /// A decimal text such as `"12.5"`, for counts that are not whole.
    public mutating func decimal(_ name: StaticString, _ value: Micros?) { text(name, value?.description) }

    /// A truth.
    public mutating func boolean(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        buffer.append((value ? "true" : "false") as StaticString)
    }

    /// A day.
    public mutating func day(_ name: StaticString, _ value: Day?) {
        guard let value else { return }
        composed(name) { $0.append(day: value) }
    }

    /// A time in UTC.
    public mutating func instant(_ name: StaticString, _ value: Instant?) {
        guard let value else { return }
        composed(name) { $0.append(instant: value) }
    }

    /// Null: known to be empty.
    public mutating func null(_ name: StaticString) {
        self.name(name)
        buffer.append("null" as StaticString)
    }

    /// Any value of a response as it came (white space between lines aside).
    public mutating func raw(_ name: StaticString, _ value: JSONView) {
        guard value.index >= 0 else { return }
        self.name(name)
        copy(value)
    }

    /// An object.
    public mutating func object(_ name: StaticString, _ build: (inout Row) throws -> Void) rethrows {
        self.name(name)
        try braces(build)
    }

    /// An array of objects.
    public mutating func objects<Items: Sequence>(
        _ name: StaticString, _ items: Items, _ build: (inout Row, Items.Element) throws -> Void
    ) rethrows {
        self.name(name)
        try brackets(items) { row, item in try row.braces { try build(&$0, item) } }
    }

    /// An array of texts.
    public mutating func texts(_ name: StaticString, _ items: [String]) {
        self.name(name)
        strings(items)
    }

    /// An array whose elements `build` writes bare.
    mutating func arrays<Items: Sequence>(_ name: StaticString, _ items: Items, _ build: (inout Row, Items.Element) -> Void) {
        self.name(name)
        brackets(items, build)
    }

    mutating func strings(_ items: [String]) {
        brackets(items) { row, item in
            var item = item
            item.withUTF8 { row.quoted(UnsafeRawBufferPointer($0)) }
        }
    }

    /// A member whose name is only known at run time.
    public mutating func text(named name: String, _ value: String?) {
        guard var value else { return }
        comma()
        var name = name
        name.withUTF8 { quoted(UnsafeRawBufferPointer($0)) }
        buffer.append(0x3A)
        value.withUTF8 { quoted(UnsafeRawBufferPointer($0)) }
    }

    /// A value of a response under a name that is only known at run time.
    public mutating func raw(named name: String, _ value: JSONView) {
        guard value.index >= 0 else { return }
        comma()
        var name = name
        name.withUTF8 { quoted(UnsafeRawBufferPointer($0)) }
        buffer.append(0x3A)
        copy(value)
    }

    mutating func braces(_ build: (inout Row) throws -> Void) rethrows {
        buffer.append(0x7B)
        needsComma = false
        try build(&self)
        buffer.append(0x7D)
        needsComma = true
    }

    private mutating func brackets<Items: Sequence>(_ items: Items, _ build: (inout Row, Items.Element) throws -> Void) rethrows {
        buffer.append(0x5B)
        needsComma = false
        for item in items {
            comma()
            try build(&self, item)
        }
        buffer.append(0x5D)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { buffer.append(0x2C) }
        needsComma = true
    }

    private mutating func name(_ name: StaticString) {
        buffer.reserve(name.utf8CodeUnitCount + 4)
        comma()
        buffer.append(0x22)
        buffer.append(name)
        buffer.append(0x22)
        buffer.append(0x3A)
    }
}
