package import Core

extension Schema {
    /// A value with a text form: read by `make`, written by `text`.
    package static func text(
        format: String? = nil, pattern: String? = nil, expected: String, _ make: @escaping @Sendable (String) -> Value?,
        text: @escaping @Sendable (Value) -> String
    ) -> Schema {
        Schema(
            shape: Shape(.string(format: format, pattern: pattern, length: nil)),
            read: { json, faults in
                guard case .string(let written) = json else {
                    faults.wrongType("a text")
                    return nil
                }
                guard let value = make(written) else {
                    faults.add("format", "This must be \(expected).")
                    return nil
                }
                return value
            }, write: { $1.string(text($0)) })
    }

    /// A typed id as a UUID.
    package static func id<Subject>(_ type: ID<Subject>.Type = ID<Subject>.self) -> Schema where Value == ID<Subject> {
        text(format: "uuid", expected: "a UUID", { ID<Subject>($0) }, text: { $0.description })
    }

    /// One of the cases of an enumeration, by its raw value.
    package static func enumeration(_ type: Value.Type = Value.self) -> Schema
    where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
        let names = Value.allCases.map(\.rawValue)
        return Schema(
            shape: Shape(.enumeration(names)),
            read: { json, faults in
                guard case .string(let text) = json, let value = Value(rawValue: text) else {
                    faults.add("enumeration", "This must be one of \(names.joined(separator: ", ")).")
                    return nil
                }
                return value
            }, write: { $1.string($0.rawValue) })
    }
}

extension Schema where Value == String {
    /// One of a few texts.
    package static func enumeration(_ names: [String]) -> Schema {
        Schema(
            shape: Shape(.enumeration(names)),
            read: { json, faults in
                guard case .string(let text) = json, names.contains(text) else {
                    faults.add("enumeration", "This must be one of \(names.joined(separator: ", ")).")
                    return nil
                }
                return text
            }, write: { $1.string($0) })
    }
}

extension Schema where Value == Day {
    /// `YYYY-MM-DD`.
    package static var day: Schema { text(format: "date", expected: "a date as YYYY-MM-DD", { Day($0) }, text: { $0.description }) }
}

extension Schema where Value == Instant {
    /// RFC 3339; answers are in UTC.
    package static var instant: Schema { text(format: "date-time", expected: "a time as RFC 3339", { Instant($0) }, text: { $0.description }) }
}

extension Schema where Value == Slug {
    package static var slug: Schema {
        text(
            pattern: "^[a-z][a-z0-9-]{1,38}$", expected: "a lower-case letter, then 1 to 38 letters, digits or hyphens", { Slug($0) },
            text: { $0.text })
    }
}

extension Schema where Value == Currency {
    /// An ISO 4217 code.
    package static var currency: Schema {
        text(pattern: "^[A-Z]{3}$", expected: "a currency code of three letters", { Currency($0) }, text: { $0.code })
    }
}

extension Schema where Value == Secret {
    /// A text that only goes in: an answer shows `null` in its place.
    package static func secret(min: Int = 1, max: Int = 4_096) -> Schema {
        Schema(
            shape: Shape(.string(format: "password", pattern: nil, length: min...max)),
            read: { json, faults in
                guard case .string(let text) = json else {
                    faults.wrongType("a text")
                    return nil
                }
                guard (min...max).contains(text.unicodeScalars.count), !text.utf8.contains(0) else {
                    faults.add("length", "This must have \(min) to \(max) characters.")
                    return nil
                }
                return Secret(text)
            }, write: { $1.raw("null") })
    }
}

extension Schema where Value == JSON {
    /// Any JSON value: for what only its owner understands.
    package static var json: Schema {
        Schema(shape: Shape(.anything), read: { json, _ in json }, write: { $1.value($0) })
    }
}
