package import Core

/// What a connector says about itself: connector.json, read and checked. The file comes from a third party; nothing in it is trusted beyond its form.
package struct ConnectorManifest: Sendable, Hashable {
    package let id: String
    package let name: String
    package let vendor: String
    package let version: SemanticVersion
    /// The major number of the boundary it was built for.
    package let abi: Int
    /// The exported function.
    package let entry: String
    /// The library's file name; `nil` where the bundle holds only one.
    package let library: String?
    package let toolchain: String?
    package let platformAPIVersion: String?
    /// Where its requests may go.
    package let hosts: [HostPattern]
    package let auth: AuthDescription
    /// What a connection's settings may be.
    package let configSchema: ConfigSchema
    package let streams: [StreamDescription]
    package let operations: [OperationDescription]
    package let webhooks: [WebhookDescription]
    package let limits: [LimitDescription]
    /// JSON pointers (`*` for any) of values in responses that the connector must not see.
    package let secretPaths: [String]
    /// The whole document, with the members that this host does not know.
    package let document: JSON

    /// Reads the bytes of connector.json.
    /// - Throws: `ManifestFaults` with every fault and its JSON pointer.
    package init(parsing bytes: [UInt8]) throws(ManifestFaults) {
        let document: JSON
        do { document = try JSON(parsing: bytes, limits: JSONLimits(depth: 64, elements: 50_000, stringBytes: 65_536)) } catch {
            throw ManifestFaults(faults: [Problem.Fault(pointer: "", code: "malformed", detail: "is no JSON: \(error)")])
        }
        var reader = ManifestReader(document)
        id = reader.text(
            "id", pattern: Self.isIdentifier, rule: "must be lower-case letters, digits and hyphens, at most 64, and start with a letter")
        name = reader.text("name")
        vendor = reader.text("vendor")
        version = reader.version("version")
        abi = reader.integer("abi", in: 1...1_000)
        entry = reader.text("entry", pattern: Self.isSymbol, rule: "must be the name of a C function")
        library = reader.optionalText("library", pattern: Self.isFileName, rule: "must be a file name that ends with .so")
        toolchain = reader.optionalText("toolchain")
        platformAPIVersion = reader.optionalText("platform_api_version")
        configSchema = reader.schema("config_schema")
        hosts = reader.hosts("hosts", settings: configSchema)
        auth = reader.auth("auth")
        streams = reader.streams("streams")
        reader.checkRedirects("streams", streams, hosts)
        operations = reader.operations("operations")
        webhooks = reader.webhooks("webhooks")
        limits = reader.limits("limits")
        secretPaths = reader.texts("secret_paths")
        self.document = document
        guard reader.faults.isEmpty else { throw ManifestFaults(faults: reader.faults) }
    }

    /// The stream of that name.
    package func stream(_ name: String) -> StreamDescription? { streams.first { $0.name == name } }

    /// The faults of a connection's settings, pointers relative to them; empty when they may be used.
    package func validate(_ config: JSON) -> [Problem.Fault] { configSchema.validate(config) }

    private static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isSymbol(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first), text.utf8.count <= 200 else { return false }
        return text.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    private static func isFileName(_ text: String) -> Bool { text.hasSuffix(".so") && !text.contains("/") && text.utf8.count <= 200 }
}

/// All faults of a connector.json.
package struct ManifestFaults: Error, Sendable, Hashable {
    package let faults: [Problem.Fault]
}
