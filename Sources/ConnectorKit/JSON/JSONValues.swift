extension JSONView {
    /// The bytes of the value as they came; of a text with its quotes. Empty where nothing stands.
    public func withRaw<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        guard index >= 0 else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let node = document.nodes[index]
        return try document.bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[Int(node.start)..<Int(node.end)])) }
    }

    /// The bytes between the quotes of a text, or of a number; nil for anything else and for texts with escapes (ask `string` then).
    public func withPlain<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result?) rethrows -> Result? {
        guard index >= 0 else { return nil }
        switch document.nodes[index].kind {
        case .number: return try withRaw(body)
        case .text: return try withRaw { try body(UnsafeRawBufferPointer(rebasing: $0[1..<($0.count - 1)])) }
        case .escapedText:
            var text = string ?? ""
            return try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
        default: return nil
        }
    }

    /// The value as JSON text, as it came.
    public var json: String { withRaw { String(decoding: $0, as: UTF8.self) } }

    /// The text. A number gives its digits and a boolean `true` or `false`, because platforms send ids either way.
    public var string: String? {
        guard index >= 0 else { return nil }
        switch document.nodes[index].kind {
        case .null, .array, .object: return nil
        case .yes, .no, .number: return json
        case .text: return withRaw { String(decoding: $0[1..<($0.count - 1)], as: UTF8.self) }
        case .escapedText: return withRaw { JSONText.decode(UnsafeRawBufferPointer(rebasing: $0[1..<($0.count - 1)])) }
        }
    }

    /// The text, nil where it is empty.
    public var filledString: String? { string.flatMap { $0.isEmpty ? nil : $0 } }

    /// An ISO 4217 code: three capital letters; nil for anything else.
    public var currencyCode: String? {
        string.flatMap { text in text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil }
    }

    /// A whole number, also from a text or from a form such as `12.0` and `1e3`; nil where it is not whole.
    public var integer: Int64? {
        withPlain { bytes in
            if let plain = Int64(String(decoding: bytes, as: UTF8.self)) { return plain }
            guard let read = Decimal.read(bytes), read.exact, read.micros.value % 1_000_000 == 0 else { return nil }
            return read.micros.value / 1_000_000
        }
    }

    /// A decimal amount in millionths, also from a text, and whether it was exact.
    public var decimal: Decimal.Reading? { withPlain { Decimal.read($0) } }

    /// A decimal amount in millionths, also from a text; half-even beyond the sixth decimal.
    public var micros: Micros? { decimal?.micros }

    /// An amount in a currency's minor unit, also from a text.
    public func minor(_ currency: String) -> Micros? { integer.flatMap { Micros(minor: $0, currency: currency) } }

    /// A truth, also from `"true"`, `"false"`, 0 and 1.
    public var boolean: Bool? {
        guard index >= 0 else { return nil }
        switch document.nodes[index].kind {
        case .yes: return true
        case .no: return false
        case .number, .text:
            return withPlain { bytes in
                switch String(decoding: bytes, as: UTF8.self) {
                case "true", "1": true
                case "false", "0": false
                default: nil
                }
            }
        default: return nil
        }
    }

    /// A day: the first ten characters of `YYYY-MM-DD` or of a time, as written, without any zone.
    public var day: Day? {
        withPlain { bytes in
            guard bytes.count >= 10, bytes.count == 10 || bytes[10] | 0x20 == 0x74 || bytes[10] == 0x20 else { return nil }
            return Day(iso: UnsafeRawBufferPointer(rebasing: bytes[0..<10]))
        }
    }

    /// A time with an offset, or a number of seconds since 1970.
    public var instant: Instant? {
        if kind == .number { return integer.map { Instant(seconds: $0) } }
        return withPlain { Instant(rfc3339: $0) }
    }

    /// A time; without an offset it is a local time of the zone.
    public func instant(in zone: Zone) -> Instant? {
        if kind == .number { return integer.map { Instant(seconds: $0) } }
        return withPlain { zone.instant($0) }
    }

    /// The texts of an array; a single text counts as an array of one.
    public var strings: [String] { kind == .array ? elements.compactMap(\.string) : string.map { [$0] } ?? [] }

    /// The value at a path. Where nothing stands that is a `contract` failure which names the path.
    public func required(_ path: String) throws -> JSONView {
        let view = self[path]
        guard view.exists else { throw missing(path) }
        return view
    }

    /// The text at a path, or a `contract` failure.
    public func requiredString(_ path: String) throws -> String {
        guard let value = self[path].string else { throw missing(path) }
        return value
    }

    private func missing(_ path: String) -> ConnectorFailure {
        ConnectorFailure(.contract, "The platform's answer lacks \"\(path)\".", detail: String(json.prefix(500)))
    }
}
