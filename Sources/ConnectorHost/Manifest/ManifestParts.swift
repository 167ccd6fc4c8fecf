import Core

/// The parts of a manifest that are more than one value.
extension ManifestReader {
    mutating func schema(_ name: String) -> ConfigSchema {
        guard let value = document[name] else {
            fault(name, "required", "is missing; a connector without settings says {\"type\": \"object\", \"additionalProperties\": false}")
            return .empty
        }
        var found: [Problem.Fault] = []
        let schema = ConfigSchema(value, pointer: "/\(name)", faults: &found)
        faults += found
        return schema
    }

    mutating func hosts(_ name: String, settings: ConfigSchema) -> [HostPattern] {
        if document[name] == nil { fault(name, "required", "is missing; a connector without requests says []") }
        var patterns: [HostPattern] = []
        for (index, text) in texts(name).enumerated() {
            guard let pattern = HostPattern(text) else {
                fault(
                    "\(name)/\(index)", "pattern",
                    "must be a host name in lower case (with {setting} for a subdomain), config:setting or upload:current")
                continue
            }
            for setting in pattern.settings where !settings.propertyNames.contains(setting) {
                fault("\(name)/\(index)", "unknown_setting", "names the setting \(setting), which config_schema does not have")
            }
            patterns.append(pattern)
        }
        return patterns
    }

    mutating func auth(_ name: String) -> AuthDescription {
        guard let value = document[name] else {
            fault(name, "required", "is missing; a connector without credentials says {\"scheme\": \"none\"}")
            return AuthDescription(scheme: "none", authorizationEndpoint: nil, tokenEndpoint: nil, scopes: [], document: [:])
        }
        var reader = ManifestReader(value, at: "/\(name)")
        defer { faults += reader.faults }
        let isAddress: (String) -> Bool = { $0.hasPrefix("https://") }
        return AuthDescription(
            scheme: reader.text("scheme"),
            authorizationEndpoint: reader.optionalText("authorization_endpoint", pattern: isAddress, rule: "must begin with https://"),
            tokenEndpoint: reader.optionalText("token_endpoint", pattern: isAddress, rule: "must begin with https://"),
            scopes: reader.texts("scopes"),
            document: value)
    }

    mutating func streams(_ name: String) -> [StreamDescription] {
        let streams = list(name, isRequired: true) { $0.stream() }
        var seen: Set<String> = []
        for (index, stream) in streams.enumerated() where !seen.insert(stream.name).inserted {
            fault("\(name)/\(index)/name", "duplicate", "stands twice")
        }
        return streams
    }

    private mutating func stream() -> StreamDescription {
        let streamName = text("name", pattern: { $0.utf8.count <= HostCall.longestStream }, rule: "must be at most \(HostCall.longestStream) bytes")
        let kind = optionalText(
            "kind", pattern: StreamDescription.canonicalKinds.contains,
            rule: "must be a canonical stream; leave it out for a stream with its own schema")
        let schema = document["schema"]
        if kind == nil, schema?.members == nil, document["kind"]?.string == nil {
            fault("schema", "required", "is missing for a stream that is no canonical one")
        }
        let keys = texts("primary_key")
        if keys.isEmpty { fault("primary_key", "required", "must name at least one field") }
        return StreamDescription(
            name: streamName, kind: kind, schema: schema, primaryKey: keys, cursorField: optionalText("cursor_field"), modes: modes(),
            lookBackDays: integer("look_back_days", in: 0...1_000, default: 0), settleDays: integer("settle_days", in: 0...1_000, default: 0),
            interval: interval())
    }

    private mutating func modes() -> [StreamDescription.Mode] {
        let words = texts("modes")
        if words.isEmpty { fault("modes", "required", "must name at least one of incremental, full, backfill") }
        return words.enumerated().compactMap { index, word in
            if let mode = StreamDescription.Mode(rawValue: word) { return mode }
            fault("modes/\(index)", "enum", "must be incremental, full or backfill")
            return nil
        }
    }

    private mutating func interval() -> Duration? {
        guard let text = optionalText("schedule") else { return nil }
        if let interval = StreamDescription.interval(text) { return interval }
        fault("schedule", "pattern", "must be like \"every 15m\", \"every 6h\" or \"every 1d\"")
        return nil
    }

    mutating func operations(_ name: String) -> [OperationDescription] {
        list(name) { reader in
            OperationDescription(
                name: reader.text("name"), impact: reader.choice("impact", of: ["low", "medium", "high", "critical"]),
                hasDryRun: reader.document["dry_run"]?.bool ?? false, document: reader.document)
        }
    }

    mutating func webhooks(_ name: String) -> [WebhookDescription] {
        list(name) { reader in
            let nested = reader.document["signature"]?["scheme"]?.string
            return WebhookDescription(signature: nested ?? reader.text("signature"), topics: reader.texts("topics"), document: reader.document)
        }
    }

    mutating func limits(_ name: String) -> [LimitDescription] {
        list(name) { reader in
            LimitDescription(
                scope: reader.choice("scope", of: ["app", "account", "token"]), rate: reader.document["rate"]?.double,
                burst: reader.document["burst"]?.double,
                headers: reader.texts("headers"), document: reader.document)
        }
    }
}
