import Foundation

/// The layout of connector.h as text, one fact a line, and what may not change in it once it is released.
struct ReleasedABI: Sendable, Hashable {
    /// Bytes of each structure, and its members in their order.
    var structures: [String: Structure] = [:]
    /// The numbers of `#define` and of enumerators.
    var numbers: [String: String] = [:]

    struct Structure: Sendable, Hashable {
        var size = ""
        var members: [Member] = []
    }

    /// A member: where it lies, how long it is, and how it is declared.
    struct Member: Sendable, Hashable {
        let offset: String
        let size: String
        let declaration: String
    }

    /// Tables that may grow at their end, because both sides say how long theirs is.
    private static let growing: Set<String> = ["tactics_host", "tactics_connector"]

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 4).map(String.init)
            switch words.first {
            case "struct" where words.count >= 3: structures[words[1], default: Structure()].size = words[2]
            case "member" where words.count == 5:
                structures[words[1], default: Structure()].members.append(Member(offset: words[2], size: words[3], declaration: words[4]))
            case "number" where words.count >= 3: numbers[words[1]] = words[2]
            default: continue
            }
        }
    }

    /// What the present layout breaks of this one, and what it has that is not recorded; empty when they are the same.
    func differences(from now: ReleasedABI) -> [String] {
        var found: [String] = []
        for (name, structure) in structures.sorted(by: { $0.key < $1.key }) {
            guard let other = now.structures[name] else {
                found.append("\(name) is gone")
                continue
            }
            found += Self.differences(name, structure, other)
        }
        for name in now.structures.keys.sorted() where structures[name] == nil { found.append("\(name) is not recorded") }
        for (name, number) in numbers.sorted(by: { $0.key < $1.key }) where now.numbers[name] != number {
            found.append("\(name) was \(number) and is \(now.numbers[name] ?? "gone")")
        }
        for name in now.numbers.keys.sorted() where numbers[name] == nil { found.append("\(name) is not recorded") }
        return found
    }

    private static func differences(_ name: String, _ old: Structure, _ new: Structure) -> [String] {
        var found: [String] = []
        for (index, member) in old.members.enumerated() {
            guard index < new.members.count else {
                found.append("\(name) lost \"\(member.declaration)\"")
                continue
            }
            if new.members[index] != member {
                found.append("\(name): \"\(member.declaration)\" became \"\(new.members[index].declaration)\" or moved")
            }
        }
        for member in new.members.dropFirst(old.members.count) {
            let advice = growing.contains(name) ? "raise TACTICS_ABI_MINOR and record it" : "only tables may grow"
            found.append("\(name) has the new \"\(member.declaration)\": \(advice)")
        }
        if found.isEmpty, old.size != new.size { found.append("\(name) has \(new.size) bytes instead of \(old.size)") }
        return found
    }
}

/// Reads connector.h as far as its structures and numbers go, and has the C compiler say where everything lies.
enum HeaderLayout {
    /// The layout's text, of a header's text.
    static func text(of header: String) throws -> String {
        let code = withoutComments(header)
        let structures = structures(in: code)
        let numbers = numbers(in: code)
        var program = "#include \"connector.h\"\n#include <stdio.h>\nint main(void) {\n"
        for (name, members) in structures {
            program += "printf(\"struct \(name) %zu\\n\", sizeof(\(name)));\n"
            for member in members {
                program += "printf(\"member \(name) %zu %zu %s\\n\", offsetof(\(name), \(member.name)), sizeof(((\(name) *)0)->\(member.name)), "
                program += "\"\(member.declaration)\");\n"
            }
        }
        for name in numbers { program += "printf(\"number \(name) %lld\\n\", (long long)(\(name)));\n" }
        return try TestBundle.output(ofProgram: program + "}\n", header: header)
    }

    private static func withoutComments(_ text: String) -> String { text.replacing(#/\/\*(.|\n)*?\*\//#, with: "") }

    private static func structures(in code: String) -> [(name: String, members: [(name: String, declaration: String)])] {
        code.matches(of: #/typedef struct (\w+) \{([^}]*)\} (\w+);/#).map { match in
            let members = match.2.split(separator: ";").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.filter { !$0.isEmpty }
            return (String(match.3), members.map { (name(of: $0), $0) })
        }
    }

    /// `type (*name)(…)` or `type *name`.
    private static func name(of declaration: String) -> String {
        if let function = declaration.firstMatch(of: #/\(\*(\w+)\)/#) { return String(function.1) }
        return String(declaration.split { !($0.isLetter || $0.isNumber || $0 == "_") }.last ?? "")
    }

    private static func numbers(in code: String) -> [String] {
        let defined = code.matches(of: #/\#define (TACTICS_\w+) +\S/#).map { String($0.1) }
        let enumerated = code.matches(of: #/(TACTICS_FRAME_\w+) = /#).map { String($0.1) }
        return defined + enumerated
    }
}
