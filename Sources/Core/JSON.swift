/// A JSON value. Numbers keep their text, so that nothing is lost on the way through; objects keep the order of their members.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The number's text as RFC 8259 allows it.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Sendable, Hashable {
        package let name: String
        package let value: JSON

        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }
}

extension JSON {
    /// The member of that name; `nil` where this is no object or has none.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// A whole number that fits in 64 bits, `nil` for anything else (also for `1.0`).
    package var integer: Int64? {
        if case .number(let text) = self { Int64(text) } else { nil }
    }

    package var double: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    package var array: [JSON]? {
        if case .array(let items) = self { items } else { nil }
    }

    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    package var isNull: Bool { self == .null }

    /// This object with one member set (in its place, or at the end) or, for `nil`, removed.
    package func setting(_ name: String, _ value: JSON?) -> JSON {
        var members = self.members ?? []
        let index = members.firstIndex { $0.name == name }
        switch (index, value) {
        case (let index?, let value?): members[index] = Member(name, value)
        case (let index?, nil): members.remove(at: index)
        case (nil, let value?): members.append(Member(name, value))
        case (nil, nil): break
        }
        return .object(members)
    }

    package static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }
}

/// Null has no literal: where a `JSON?` is wanted, `nil` has to mean that there is no value, and never the value null.
extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { Member($0.0, $0.1) }) }
}

extension JSON: CustomStringConvertible {
    /// The compact text.
    package var description: String { String(decoding: encoded(), as: UTF8.self) }
}
