import Core

/// What a recorded body is made of, and how it is changed without losing its form.
enum Shape: Sendable, Equatable {
    case json
    /// A JSON document a line.
    case lines
    case text

    init(_ body: [UInt8]) {
        if Self.parse(body)?.isContainer == true {
            self = .json
        } else {
            let lines = body.split(separator: 0x0A)
            self = lines.count > 1 && lines.allSatisfy { Self.parse($0)?.isContainer == true } ? .lines : .text
        }
    }

    private static func parse(_ bytes: some Sequence<UInt8>) -> JSON? { try? JSON(parsing: bytes, limits: .trusted) }

    /// The documents of a body.
    static func documents(_ body: [UInt8]) -> [JSON] {
        switch Shape(body) {
        case .json: parse(body).map { [$0] } ?? []
        case .lines: body.split(separator: 0x0A).compactMap { parse($0) }
        case .text: []
        }
    }

    /// The body with each document changed.
    static func change(_ body: [UInt8], _ change: (JSON) -> JSON) -> [UInt8] {
        switch Shape(body) {
        case .json: documents(body).flatMap { change($0).encoded() }
        case .lines: documents(body).flatMap { change($0).encoded() + [0x0A] }
        case .text: body
        }
    }

    /// The outermost arrays without their elements.
    @Sendable static func withoutElements(_ body: [UInt8]) -> [UInt8] { change(body, emptied) }

    private static func emptied(_ value: JSON) -> JSON {
        switch value {
        case .array: .array([])
        case .object(let members): .object(members.map { JSON.Member($0.name, emptied($0.value)) })
        default: value
        }
    }

    /// A byte that no UTF-8 has, put into the last text of the body.
    @Sendable static func withBadText(_ body: [UInt8]) -> [UInt8] {
        var changed = body
        let letters = body.indices.filter { (0x61...0x7A).contains(body[$0]) }
        if let middle = letters.dropFirst(letters.count / 2).first { changed[middle] = 0xFF }
        return changed
    }
}

/// A place in a document: names, and `*` for every element of an array.
typealias MemberPath = [String]

extension JSON {
    var isContainer: Bool { array != nil || members != nil }

    /// The paths of all members, without repetition, in order.
    var memberPaths: [MemberPath] {
        var seen: Set<MemberPath> = []
        var paths: [MemberPath] = []
        func walk(_ value: JSON, _ path: MemberPath) {
            for member in value.members ?? [] {
                let place = path + [member.name]
                if seen.insert(place).inserted { paths.append(place) }
                walk(member.value, place)
            }
            for element in value.array ?? [] { walk(element, path + ["*"]) }
        }
        walk(self, [])
        return paths
    }

    /// This document with what stands at a path changed, or taken out for `nil`.
    func changing(_ path: ArraySlice<String>, _ change: (JSON) -> JSON?) -> JSON {
        guard let name = path.first else { return self }
        let rest = path.dropFirst()
        switch self {
        case .array(let elements) where name == "*": return .array(elements.map { $0.changing(rest, change) })
        case .object(let members):
            return .object(
                members.compactMap { member in
                    guard member.name == name else { return member }
                    guard rest.isEmpty else { return Member(name, member.value.changing(rest, change)) }
                    return change(member.value).map { Member(name, $0) }
                })
        default: return self
        }
    }

    /// A value of another type.
    var ofAnotherType: JSON {
        switch self {
        case .string: ["conformance": ["another", 1]]
        case .number: "conformance"
        case .bool: "conformance"
        case .array: "conformance"
        case .object: [1, 2]
        case .null: ["conformance": 1]
        }
    }

    /// Every object with one member more.
    func withUnknownMember(_ name: String) -> JSON {
        switch self {
        case .object(let members):
            let inner = members.map { Member($0.name, $0.value.withUnknownMember(name)) }
            return .object(inner + [Member(name, ["new": [1, .null]])])
        case .array(let items): return .array(items.map { $0.withUnknownMember(name) })
        default: return self
        }
    }

    /// Without members of that name at any depth, and without objects that hold nothing.
    func withoutMember(_ name: String) -> JSON {
        switch self {
        case .object(let members):
            .object(
                members.compactMap { member in
                    let value = member.value.withoutMember(name)
                    return member.name == name || value == .object([]) ? nil : Member(member.name, value)
                })
        case .array(let items): .array(items.map { $0.withoutMember(name) })
        default: self
        }
    }
}
