package import Core

/// Collects every fault of an input while it is read, each with its place, so that a caller learns of all of them at once.
package struct Faults: Sendable {
    private enum Step: Sendable {
        case name(String)
        case index(Int)
    }

    /// After so many faults the rest is not worth an answer's bytes.
    static let limit = 100

    private let root: String
    private var path: [Step] = []
    package private(set) var list: [Problem.Fault] = []

    /// - Parameter root: what stands before the pointers: empty for a body, `?name` for a query parameter.
    package init(root: String = "") { self.root = root }

    package var isEmpty: Bool { list.isEmpty }

    /// Notes a fault of the place where reading stands now.
    package mutating func add(_ code: String, _ detail: String) {
        guard list.count < Self.limit else { return }
        list.append(Problem.Fault(pointer: pointer, code: code, detail: detail))
    }

    /// Takes over the faults that were found elsewhere.
    package mutating func take(_ other: Faults) { list.append(contentsOf: other.list.prefix(Self.limit - list.count)) }

    /// Reads a member of the value where reading stands.
    package mutating func within<Result>(_ name: String, _ body: (inout Faults) -> Result) -> Result {
        path.append(.name(name))
        defer { path.removeLast() }
        return body(&self)
    }

    /// Reads an item of the value where reading stands.
    package mutating func within<Result>(_ index: Int, _ body: (inout Faults) -> Result) -> Result {
        path.append(.index(index))
        defer { path.removeLast() }
        return body(&self)
    }

    /// RFC 6901: `~` and `/` inside of names are escaped.
    private var pointer: String {
        path.reduce(into: root) { text, step in
            text += "/"
            switch step {
            case .index(let index): text += String(index)
            case .name(let name):
                for character in name.unicodeScalars {
                    switch character {
                    case "~": text += "~0"
                    case "/": text += "~1"
                    default: text.unicodeScalars.append(character)
                    }
                }
            }
        }
    }
}

/// What the maker of a value throws when the members are fine one by one and wrong together.
package struct Refusal: Error, Sendable {
    /// The member to point at; `nil` for the whole object.
    package let member: String?
    package let code: String
    package let detail: String

    package init(_ member: String? = nil, code: String, _ detail: String) {
        self.member = member
        self.code = code
        self.detail = detail
    }
}
