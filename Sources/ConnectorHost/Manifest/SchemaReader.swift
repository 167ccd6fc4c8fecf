import Core

extension SchemaNode {
    private static let known: Set<String> = [
        "type", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "minItems",
        "maxItems", "uniqueItems", "items", "properties", "required", "additionalProperties", "anyOf", "default",
    ]
    /// What describes and does not check.
    private static let notes: Set<String> = [
        "$schema", "$id", "$comment", "title", "description", "examples", "secret", "writeOnly", "readOnly", "deprecated", "placeholder", "order",
    ]
    private static let typeNames: Set<String> = ["null", "boolean", "object", "array", "number", "string", "integer"]
    static let formats: Set<String> = ["uri", "email", "date", "date-time", "uuid", "hostname", "password"]

    /// Reads a schema; what it does not know or can not use is a fault.
    init(_ document: JSON, pointer: String, faults: inout [Problem.Fault], depth: Int = 0) {
        guard let members = document.members, depth < 16 else {
            faults.append(Problem.Fault(pointer: pointer, code: "type", detail: "must be a schema object, nested at most 16 deep"))
            return
        }
        var reader = ManifestReader(document, at: pointer)
        for member in members where !Self.known.contains(member.name) && !Self.notes.contains(member.name) && !member.name.hasPrefix("x-") {
            reader.fault(member.name, "unknown_keyword", "is no keyword that this host checks")
        }
        readTypes(document, &reader)
        readText(document, &reader)
        readNumbers(document, &reader)
        choices = document["const"].map { [$0] } ?? document["enum"]?.array
        isSecret = document["secret"]?.bool == true || document["writeOnly"]?.bool == true || format == "password"
        defaultValue = document["default"]
        required = reader.texts("required")
        faults += reader.faults
        readNested(document, pointer, &faults, depth)
        checkDefault(pointer, &faults)
    }

    private mutating func readTypes(_ document: JSON, _ reader: inout ManifestReader) {
        types = document["type"]?.string.map { [$0] } ?? document["type"]?.array?.compactMap(\.string) ?? []
        for type in types where !Self.typeNames.contains(type) { reader.fault("type", "enum", "\(type) is no type of JSON Schema") }
    }

    private mutating func readText(_ document: JSON, _ reader: inout ManifestReader) {
        format = reader.optionalText(
            "format", pattern: Self.formats.contains, rule: "must be one of \(Self.formats.sorted().joined(separator: ", "))")
        pattern = reader.optionalText("pattern")
        if let pattern, (try? Regex(pattern)) == nil { reader.fault("pattern", "pattern", "is no regular expression") }
        length = span("minLength", "maxLength", &reader)
        count = span("minItems", "maxItems", &reader)
        hasUniqueItems = document["uniqueItems"]?.bool ?? false
    }

    private func span(_ least: String, _ most: String, _ reader: inout ManifestReader) -> ClosedRange<Int> {
        let lower = reader.integer(least, in: 0...Int.max, default: 0)
        let upper = reader.integer(most, in: 0...Int.max, default: Int.max)
        guard lower <= upper else {
            reader.fault(most, "range", "is less than \(least)")
            return 0...Int.max
        }
        return lower...upper
    }

    private mutating func readNumbers(_ document: JSON, _ reader: inout ManifestReader) {
        let lower = document["minimum"]?.double ?? -.infinity
        let upper = document["maximum"]?.double ?? .infinity
        if lower <= upper { range = lower...upper } else { reader.fault("maximum", "range", "is less than minimum") }
        exclusiveMinimum = document["exclusiveMinimum"]?.double
        exclusiveMaximum = document["exclusiveMaximum"]?.double
    }

    private mutating func readNested(_ document: JSON, _ pointer: String, _ faults: inout [Problem.Fault], _ depth: Int) {
        properties = (document["properties"]?.members ?? []).map { member in
            Property(
                name: member.name, node: SchemaNode(member.value, pointer: "\(pointer)/properties/\(member.name)", faults: &faults, depth: depth + 1))
        }
        if let schema = document["items"] { items = [SchemaNode(schema, pointer: "\(pointer)/items", faults: &faults, depth: depth + 1)] }
        switch document["additionalProperties"] {
        case nil, .bool(true)?: allowsOthers = true
        case .bool(false)?: allowsOthers = false
        case let schema?: others = [SchemaNode(schema, pointer: "\(pointer)/additionalProperties", faults: &faults, depth: depth + 1)]
        }
        anyOf = (document["anyOf"]?.array ?? []).enumerated().map { index, schema in
            SchemaNode(schema, pointer: "\(pointer)/anyOf/\(index)", faults: &faults, depth: depth + 1)
        }
    }

    /// A default that the schema itself refuses would make a connection that can not be saved.
    private func checkDefault(_ pointer: String, _ faults: inout [Problem.Fault]) {
        guard let defaultValue else { return }
        var found: [Problem.Fault] = []
        SchemaCheck.check(defaultValue, self, at: "", &found)
        if !found.isEmpty { faults.append(Problem.Fault(pointer: "\(pointer)/default", code: "default", detail: "does not fit its own schema")) }
    }
}
