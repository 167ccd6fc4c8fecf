import Core

/// Checks a value against a schema and gathers all faults.
enum SchemaCheck {
    /// A text beyond this is refused before a pattern is tried on it: the patterns come from third parties and may be slow. Bytes.
    private static let longestForPattern = 4_096

    static func check(_ value: JSON, _ node: SchemaNode, at pointer: String, _ faults: inout [Problem.Fault]) {
        guard node.types.isEmpty || node.types.contains(where: { isOf($0, value) }) else {
            faults.append(Problem.Fault(pointer: pointer, code: "type", detail: "must be of type \(node.types.joined(separator: " or "))"))
            return
        }
        if let choices = node.choices, !choices.contains(value) {
            faults.append(
                Problem.Fault(pointer: pointer, code: "enum", detail: "must be one of \(choices.map(\.description).joined(separator: ", "))"))
        }
        checkAny(value, node, at: pointer, &faults)
        switch value {
        case .string(let text): checkText(text, node, at: pointer, &faults)
        case .number: checkNumber(value.double ?? .nan, node, at: pointer, &faults)
        case .array(let items): checkItems(items, node, at: pointer, &faults)
        case .object(let members): checkMembers(members, node, at: pointer, &faults)
        case .null, .bool: break
        }
    }

    private static func isOf(_ type: String, _ value: JSON) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("object", .object), ("array", .array), ("number", .number), ("string", .string): true
        case ("integer", .number): value.integer != nil || value.double.map { $0 == $0.rounded() } ?? false
        default: false
        }
    }

    private static func checkAny(_ value: JSON, _ node: SchemaNode, at pointer: String, _ faults: inout [Problem.Fault]) {
        guard !node.anyOf.isEmpty else { return }
        let fits = node.anyOf.contains { choice in
            var found: [Problem.Fault] = []
            check(value, choice, at: pointer, &found)
            return found.isEmpty
        }
        if !fits { faults.append(Problem.Fault(pointer: pointer, code: "any_of", detail: "fits none of the allowed forms")) }
    }

    private static func checkText(_ text: String, _ node: SchemaNode, at pointer: String, _ faults: inout [Problem.Fault]) {
        let length = text.unicodeScalars.count
        if length < node.length.lowerBound {
            faults.append(Problem.Fault(pointer: pointer, code: "length", detail: "must have at least \(node.length.lowerBound) characters"))
        }
        if length > node.length.upperBound {
            faults.append(Problem.Fault(pointer: pointer, code: "length", detail: "must have at most \(node.length.upperBound) characters"))
        }
        if let format = node.format, !SettingFormat.fits(text, format) {
            faults.append(Problem.Fault(pointer: pointer, code: "format", detail: "must be of the format \(format)"))
        }
        if let pattern = node.pattern, !matches(text, pattern) {
            faults.append(Problem.Fault(pointer: pointer, code: "pattern", detail: "must match \(pattern)"))
        }
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        guard text.utf8.count <= longestForPattern, let expression = try? Regex(pattern) else { return false }
        return text.firstMatch(of: expression) != nil
    }

    private static func checkNumber(_ number: Double, _ node: SchemaNode, at pointer: String, _ faults: inout [Problem.Fault]) {
        if let range = node.range, !range.contains(number) {
            faults.append(Problem.Fault(pointer: pointer, code: "range", detail: "must be from \(range.lowerBound) to \(range.upperBound)"))
        }
        if let least = node.exclusiveMinimum, number <= least {
            faults.append(Problem.Fault(pointer: pointer, code: "range", detail: "must be more than \(least)"))
        }
        if let most = node.exclusiveMaximum, number >= most {
            faults.append(Problem.Fault(pointer: pointer, code: "range", detail: "must be less than \(most)"))
        }
    }

    private static func checkItems(_ items: [JSON], _ node: SchemaNode, at pointer: String, _ faults: inout [Problem.Fault]) {
        if !node.count.contains(items.count) {
            faults.append(Problem.Fault(pointer: pointer, code: "count", detail: "has \(items.count) elements, which are too few or too many"))
        }
        if node.hasUniqueItems, Set(items).count != items.count {
            faults.append(Problem.Fault(pointer: pointer, code: "unique", detail: "has an element twice"))
        }
        guard let schema = node.items.first else { return }
        for (index, item) in items.enumerated() { check(item, schema, at: "\(pointer)/\(index)", &faults) }
    }

    private static func checkMembers(_ members: [JSON.Member], _ node: SchemaNode, at pointer: String, _ faults: inout [Problem.Fault]) {
        for name in node.required where !members.contains(where: { $0.name == name }) {
            faults.append(Problem.Fault(pointer: "\(pointer)/\(escaped(name))", code: "required", detail: "is missing"))
        }
        for member in members {
            let place = "\(pointer)/\(escaped(member.name))"
            if let property = node.properties.first(where: { $0.name == member.name }) {
                check(member.value, property.node, at: place, &faults)
            } else if let schema = node.others.first {
                check(member.value, schema, at: place, &faults)
            } else if !node.allowsOthers {
                faults.append(Problem.Fault(pointer: place, code: "unknown", detail: "is no setting of this connector"))
            }
        }
    }

    /// A member's name in a JSON pointer (RFC 6901).
    private static func escaped(_ name: String) -> String {
        name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0").split(separator: "/", omittingEmptySubsequences: false)
            .joined(separator: "~1")
    }
}

/// The formats that settings may name.
enum SettingFormat {
    static func fits(_ text: String, _ format: String) -> Bool {
        switch format {
        case "uri": isURI(text)
        case "email": isEmail(text)
        case "date": Day(text) != nil
        case "date-time": Instant(text) != nil
        case "uuid": UniqueID(text) != nil
        case "hostname": isHostname(text)
        default: true
        }
    }

    private static func isURI(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return false }
        let scheme = text[..<colon].utf8
        let isScheme = scheme.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
        return isScheme && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E } && text[colon...].count > 1
    }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && text.utf8.count <= 254 && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
            && isHostname(String(parts[1]))
    }

    private static func isHostname(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D }
            }
    }
}
