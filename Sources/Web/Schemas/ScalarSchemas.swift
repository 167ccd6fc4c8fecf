import Core

/// A rule for texts that is also written into the API's document.
package struct TextPattern: Sendable {
    /// As an ECMA-262 regular expression, for readers of the document.
    let expression: String
    let matches: @Sendable (String) -> Bool

    package init(_ expression: String, _ matches: @escaping @Sendable (String) -> Bool) {
        self.expression = expression
        self.matches = matches
    }

    /// Lower-case letters, digits, and `-` or `_` between them.
    package static let identifier = TextPattern("^[a-z][a-z0-9_-]*$") { text in
        text.utf8.first.map { (0x61...0x7A).contains($0) } == true
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
    }
}

extension Schema where Value == String {
    /// A text of `min` to `max` code points. Texts over 64 KiB and U+0000 never get as far as this.
    package static func string(min: Int = 0, max: Int = 65_536, pattern: TextPattern? = nil) -> Schema {
        text(shape: Shape(.string(format: nil, pattern: pattern?.expression, length: min...max))) { text, faults in
            // Code points, as JSON Schema counts; the bytes are a cheap bound that spares the count.
            let count = text.utf8.count < 4 * min || text.utf8.count > max ? text.unicodeScalars.count : min
            if count < min { faults.add("too_short", min == 1 ? "This must not be empty." : "This must have at least \(min) characters.") }
            if count > max { faults.add("too_long", "This must have at most \(max) characters.") }
            if text.utf8.contains(0) { faults.add("nul", "U+0000 can not be stored.") }
            if let pattern, !pattern.matches(text) { faults.add("pattern", "This must match \(pattern.expression).") }
            return faults.isEmpty
        }
    }

    /// An e-mail address as RFC 5321 bounds it (64 before the @, 254 in all), kept as it was written.
    package static var email: Schema {
        text(shape: Shape(.string(format: "email", pattern: nil, length: 3...254))) { text, faults in
            if !isEmail(text) { faults.add("email", "This is not an e-mail address.") }
            return faults.isEmpty
        }
    }

    private static func text(shape: Shape, rule: @escaping @Sendable (String, inout Faults) -> Bool) -> Schema {
        Schema(
            shape: shape,
            read: { json, faults in
                guard case .string(let text) = json else {
                    faults.wrongType("a text")
                    return nil
                }
                let before = faults.list.count
                _ = rule(text, &faults)
                return faults.list.count == before ? text : nil
            }, write: { $1.string($0) })
    }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty && $0.utf8.count <= 63 }
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !"<>()[]\\,;:\"".unicodeScalars.contains($0) }
    }
}

extension Faults {
    mutating func wrongType(_ expected: String) { add("type", "This must be \(expected).") }
}

extension Schema where Value: FixedWidthInteger {
    /// A whole number from `min` to `max`; `1.0` and `1e3` are refused.
    package static func integer(min: Value = .min, max: Value = .max) -> Schema {
        Schema(
            shape: Shape(.integer(min: min == .min ? nil : String(min), max: max == .max ? nil : String(max))),
            read: { json, faults in
                guard case .number(let text) = json, let value = Value(text) else {
                    faults.wrongType("a whole number")
                    return nil
                }
                guard value >= min, value <= max else {
                    faults.add("range", "This must be from \(min) to \(max).")
                    return nil
                }
                return value
            }, write: { $1.integer($0) })
    }
}

extension Schema where Value == Double {
    /// A finite number.
    package static func number(min: Double? = nil, max: Double? = nil) -> Schema {
        Schema(
            shape: Shape(.number(min: min, max: max)),
            read: { json, faults in
                guard case .number(let text) = json, let value = Double(text), value.isFinite else {
                    faults.wrongType("a number")
                    return nil
                }
                guard value >= min ?? -.infinity, value <= max ?? .infinity else {
                    faults.add("range", "This is out of range.")
                    return nil
                }
                return value
            }, write: { value, writer in value.isFinite ? writer.raw("\(value)".utf8) : writer.raw("null") })
    }
}

extension Schema where Value == Bool {
    package static var boolean: Schema {
        Schema(
            shape: Shape(.boolean),
            read: { json, faults in
                guard case .bool(let value) = json else {
                    faults.wrongType("true or false")
                    return nil
                }
                return value
            }, write: { value, writer in value ? writer.raw("true") : writer.raw("false") })
    }
}
