package import Core

/// What a schema says about itself: enough to write it down as JSON Schema 2020-12 and to read a query parameter by it.
package struct Shape: Sendable {
    package indirect enum Kind: Sendable {
        case string(format: String?, pattern: String?, length: ClosedRange<Int>?)
        case enumeration([String])
        case integer(min: String?, max: String?)
        case number(min: Double?, max: Double?)
        case boolean
        case array(Shape, min: Int = 0, max: Int)
        case map(Shape, max: Int)
        case object([Property])
        case anything
    }

    package struct Property: Sendable {
        let name: String
        let shape: Shape
        let isRequired: Bool
        let about: String
    }

    package var kind: Kind
    /// The name of the component in the API's document; `nil` for a shape that is written in place.
    package var name: String?
    package var isNullable = false
    package var about = ""
    package var defaultValue: JSON?

    package init(_ kind: Kind, name: String? = nil) {
        self.kind = kind
        self.name = name
    }
}

extension Shape {
    /// What a text of a query or a path stands for under this shape. What is no such value stays a text, for the schema to refuse.
    func value(ofText text: String) -> JSON {
        switch kind {
        case .integer, .number: Double(text) != nil && text.utf8.allSatisfy({ $0 != 0x20 }) ? .number(text) : .string(text)
        case .boolean: text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        case .array(let items, _, _):
            .array(text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map { items.value(ofText: String($0)) })
        default: .string(text)
        }
    }
}

/// The named shapes of a document, each written once.
struct ShapeComponents {
    private(set) var schemas: [String: JSON] = [:]

    /// The JSON Schema of a shape: a reference where it has a name.
    mutating func document(_ shape: Shape) -> JSON {
        var result = shape.name.map { reference($0, shape) } ?? inline(shape)
        if shape.isNullable { result = nullable(result) }
        if let value = shape.defaultValue { result = result.setting("default", value) }
        if !shape.about.isEmpty { result = result.setting("description", .string(shape.about)) }
        return result
    }

    private mutating func reference(_ name: String, _ shape: Shape) -> JSON {
        if schemas[name] == nil {
            schemas[name] = .null
            schemas[name] = inline(shape)
        }
        return ["$ref": .string("#/components/schemas/\(name)")]
    }

    private func nullable(_ schema: JSON) -> JSON {
        guard case .string(let type)? = schema["type"], schema["enum"] == nil else { return ["anyOf": [schema, ["type": "null"]]] }
        return schema.setting("type", [.string(type), "null"])
    }

    private mutating func inline(_ shape: Shape) -> JSON {
        switch shape.kind {
        case .string(let format, let pattern, let length):
            return text(format: format, pattern: pattern, length: length)
        case .enumeration(let values): return ["type": "string", "enum": .array(values.map { .string($0) })]
        case .integer(let min, let max):
            return JSON.object([.init("type", "integer")]).setting("minimum", min.map { .number($0) }).setting("maximum", max.map { .number($0) })
        case .number(let min, let max):
            return JSON.object([.init("type", "number")]).setting("minimum", min.map { .number("\($0)") }).setting(
                "maximum", max.map { .number("\($0)") })
        case .boolean: return ["type": "boolean"]
        case .array(let items, let min, let max):
            let list: JSON = ["type": "array", "items": document(items), "maxItems": .integer(max)]
            return list.setting("minItems", min > 0 ? .integer(min) : nil)
        case .map(let values, let max): return ["type": "object", "additionalProperties": document(values), "maxProperties": .integer(max)]
        case .object(let properties): return object(properties)
        case .anything: return .object([])
        }
    }

    private func text(format: String?, pattern: String?, length: ClosedRange<Int>?) -> JSON {
        var result: JSON = ["type": "string"]
        result = result.setting("format", format.map { .string($0) }).setting("pattern", pattern.map { .string($0) })
        if let length {
            if length.lowerBound > 0 { result = result.setting("minLength", .integer(length.lowerBound)) }
            result = result.setting("maxLength", .integer(length.upperBound))
        }
        return result
    }

    private mutating func object(_ properties: [Shape.Property]) -> JSON {
        var members: [JSON.Member] = []
        for property in properties {
            let schema = document(property.shape)
            members.append(.init(property.name, property.about.isEmpty ? schema : schema.setting("description", .string(property.about))))
        }
        let required = properties.filter(\.isRequired).map { JSON.string($0.name) }
        return JSON.object([.init("type", "object"), .init("properties", .object(members))])
            .setting("required", required.isEmpty ? nil : .array(required))
            .setting("additionalProperties", false)
    }
}
