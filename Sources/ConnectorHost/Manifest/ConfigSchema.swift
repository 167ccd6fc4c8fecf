package import Core

/// What a connection's settings may be: the part of JSON Schema (draft 2020-12) that forms need. A keyword beyond it is a fault of the manifest, so
/// that nothing an author wrote goes unchecked.
package struct ConfigSchema: Sendable, Hashable {
    /// As the manifest has it, for forms.
    package let document: JSON
    let root: SchemaNode

    static let empty = ConfigSchema(document: ["type": "object"], root: SchemaNode())

    private init(document: JSON, root: SchemaNode) {
        self.document = document
        self.root = root
    }

    /// Reads a schema; its faults go to `faults`, with pointers that begin with `pointer`.
    package init(_ document: JSON, pointer: String, faults: inout [Problem.Fault]) {
        self.document = document
        root = SchemaNode(document, pointer: pointer, faults: &faults)
        if root.types != ["object"] { faults.append(Problem.Fault(pointer: "\(pointer)/type", code: "type", detail: "must be \"object\"")) }
    }

    /// The names of the settings, in the schema's order.
    package var propertyNames: [String] { root.properties.map(\.name) }

    /// The settings that are secrets (`secret: true`, `writeOnly: true` or `format: password`): stored sealed, never shown, never handed to the
    /// connector.
    package var secretNames: Set<String> { Set(root.properties.filter(\.node.isSecret).map(\.name)) }

    /// All faults of the settings at once; pointers are relative to them.
    package func validate(_ config: JSON) -> [Problem.Fault] {
        var faults: [Problem.Fault] = []
        SchemaCheck.check(config, root, at: "", &faults)
        return faults
    }

    /// The settings with the defaults of those that are left out.
    package func withDefaults(_ config: JSON) -> JSON {
        root.properties.reduce(config) { config, property in
            guard config[property.name] == nil, let value = property.node.defaultValue else { return config }
            return config.setting(property.name, value)
        }
    }

    /// The settings without the secrets: what the connector is given.
    package func withoutSecrets(_ config: JSON) -> JSON { secretNames.reduce(config) { $0.setting($1, nil) } }
}

/// One schema, compiled.
struct SchemaNode: Sendable, Hashable {
    struct Property: Sendable, Hashable {
        let name: String
        let node: SchemaNode
    }

    var types: [String] = []
    var choices: [JSON]?
    var pattern: String?
    var format: String?
    var length = 0...Int.max
    var range: (ClosedRange<Double>)?
    var exclusiveMinimum: Double?
    var exclusiveMaximum: Double?
    var count = 0...Int.max
    var hasUniqueItems = false
    /// One element where there is a schema for items; an array because a struct can not hold itself.
    var items: [SchemaNode] = []
    var properties: [Property] = []
    var required: [String] = []
    var allowsOthers = true
    var others: [SchemaNode] = []
    var anyOf: [SchemaNode] = []
    var isSecret = false
    var defaultValue: JSON?
}
