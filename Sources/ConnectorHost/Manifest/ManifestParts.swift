package import Core

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
            interval: interval(), followsRedirects: flag("follow_redirects"))
    }

    /// A stream that asks for redirects must have somewhere to be sent to.
    mutating func checkRedirects(_ name: String, _ streams: [StreamDescription], _ hosts: [HostPattern]) {
        guard hosts.allSatisfy({ if case .upload = $0 { true } else { false } }) else { return }
        for (index, stream) in streams.enumerated() where stream.followsRedirects {
            fault("\(name)/\(index)/follow_redirects", "unused", "asks for redirects to be followed, but hosts names nothing on the network")
        }
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
            let scheme = reader.document["scheme"] == nil ? nested ?? reader.text("signature") : reader.webhookScheme()
            return WebhookDescription(signature: scheme, topics: reader.texts("topics"), document: reader.document)
        }
    }

    /// The scheme of a webhook that this host verifies, with its settings checked.
    private mutating func webhookScheme() -> String {
        let name = choice("scheme", of: WebhookScheme.allCases.map(\.rawValue))
        let rule = "must be the name of a header field"
        if let scheme = WebhookScheme(rawValue: name), scheme.usualHeader == nil {
            _ = text("header", pattern: Self.isFieldName, rule: rule)
        } else {
            _ = optionalText("header", pattern: Self.isFieldName, rule: rule)
        }
        for member in ["timestamp_header", "topic_header", "id_header"] { _ = optionalText(member, pattern: Self.isFieldName, rule: rule) }
        for (index, field) in texts("headers").enumerated() where !Self.isFieldName(field) { fault("headers/\(index)", "pattern", rule) }
        _ = text("secret")
        _ = optionalText("verify_token")
        _ = integer("tolerance_seconds", in: 1...3_600, default: WebhookDescription.usualTolerance)
        return name
    }

    /// RFC 9110, 5.6.2, without the marks that no platform uses.
    private static func isFieldName(_ text: String) -> Bool {
        text.utf8.count <= 100
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
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

/// How a platform signs what it sends; the host verifies it, over the bytes as they came.
package enum WebhookScheme: String, Sendable, Hashable, CaseIterable {
    /// HMAC-SHA-256 over the body, in base64 (Shopify).
    case base64 = "hmac_sha256_base64"
    /// The same in hexadecimal digits.
    case hexadecimal = "hmac_sha256_hex"
    /// `t=<seconds>,v1=<hex>[,v1=…]` over `<t>.<body>`.
    case stripe
    /// Hexadecimal digits over the body followed by the text of another header field.
    case klaviyo
    /// `sha256=<hex>` over the body, and a handshake by GET.
    case meta
    /// `t=<seconds>,s=<hex>` over `<t>.<body>`.
    case tiktok

    /// The header field of the signature where the manifest names none.
    package var usualHeader: String? {
        switch self {
        case .base64, .hexadecimal: nil
        case .stripe: "stripe-signature"
        case .klaviyo: "klaviyo-signature"
        case .meta: "x-hub-signature-256"
        case .tiktok: "tiktok-signature"
        }
    }
}

extension WebhookDescription {
    /// Seconds that a signature's time may be off, where the manifest says nothing else.
    static let usualTolerance = 300

    /// The webhook of a document whose form was checked before.
    package init(checked document: JSON) {
        let topics = (document["topics"]?.array ?? []).compactMap(\.string)
        self.init(signature: document["scheme"]?.string ?? document["signature"]?.string ?? "", topics: topics, document: document)
    }

    /// `nil` for a scheme that this host does not know: nothing is taken then.
    package var scheme: WebhookScheme? { WebhookScheme(rawValue: signature) }

    /// The header field of the signature, in lower case.
    package var header: String? { (document["header"]?.string ?? scheme?.usualHeader)?.lowercased() }

    /// The header field of the time that is signed, for the scheme that has one.
    package var timestampHeader: String { (document["timestamp_header"]?.string ?? "klaviyo-timestamp").lowercased() }

    /// The header field that names what a delivery is about; `nil` where the body does.
    package var topicHeader: String? { document["topic_header"]?.string?.lowercased() }

    /// The header field that names a delivery; `nil` where the body does. It is not signed, so that nothing rests on it.
    package var idHeader: String? { document["id_header"]?.string?.lowercased() }

    /// The header fields that the connector may see, in lower case.
    package var passedHeaders: [String] {
        let named = (document["headers"]?.array ?? []).compactMap { $0.string?.lowercased() }
        let own = scheme == .klaviyo ? [timestampHeader, "klaviyo-webhook-id"] : []
        return ["content-type"] + own + [topicHeader, idHeader].compactMap(\.self) + named
    }

    /// The member of the connection's credential that signs.
    package var secretMember: String? { document["secret"]?.string }

    /// The member of the connection's credential that the platform shows in its handshake; `nil` for the token of the address.
    package var verifyTokenMember: String? { document["verify_token"]?.string }

    /// How far the time of a signature may be off.
    package var tolerance: Duration { .seconds(document["tolerance_seconds"]?.integer ?? Int64(Self.usualTolerance)) }
}
