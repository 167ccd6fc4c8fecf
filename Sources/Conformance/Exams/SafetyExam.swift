import ConnectorHost
import Core

/// Secrets, addresses and log lines of all calls that were made.
extension Examination {
    mutating func examineSafety() async {
        let seen = await bench.seen
        examineSecrets(seen)
        examineEgress(seen)
        let unused = scenario.exchanges.indices.filter { !seen.exchanges.contains($0) }
        let names = unused.prefix(3).map { scenario.exchanges[$0].url.text }.joined(separator: ", ")
        findings.expect("scenario.used", unused.isEmpty, "\(unused.count) exchanges are never used, such as \(names).")
        findings.expect("secrets.quiet", seen.mostLog <= 200, "A read wrote \(seen.mostLog) lines.")
        let withAddress = seen.log.first { $0.containsMailAddress }
        findings.expect("secrets.personal", withAddress == nil, withAddress ?? "")
    }

    /// The secrets of the scenario: those that the author names, those of the settings, and those that stand in answers by their names.
    private var secrets: Set<String> {
        var secrets = Set(scenario.secrets)
        for name in manifest.configSchema.secretNames { if let value = scenario.config[name]?.string { secrets.insert(value) } }
        for exchange in scenario.exchanges {
            for document in Shape.documents(exchange.answer.body) { secrets.formUnion(document.secretTexts) }
        }
        return secrets.filter { $0.utf8.count >= 6 }
    }

    private mutating func examineSecrets(_ seen: Bench.Seen) {
        for id in ["secrets.log", "secrets.rows", "secrets.errors", "secrets.requests"] { findings.ran(id) }
        for secret in secrets {
            if let line = seen.log.first(where: { $0.contains(secret) }) {
                findings.fail("secrets.log", "A line holds a secret: \(line.prefix(60))…")
            }
            if seen.documents.contains(where: { $0.contains(secret) }) { findings.fail("secrets.rows", "A row, reject or cursor holds a secret.") }
            if seen.errors.contains(where: { $0.contains(secret) }) { findings.fail("secrets.errors", "An error holds a secret.") }
            if seen.requests.keys.contains(where: { $0.contains(secret) }) { findings.fail("secrets.requests", "A request holds a secret.") }
        }
        let paths = SecretPaths(manifest.secretPaths)
        findings.ran("secrets.declared")
        for exchange in scenario.exchanges {
            for document in Shape.documents(paths.redacted(exchange.answer.body)) where !document.secretTexts.isEmpty {
                findings.fail("secrets.declared", "\(exchange.url.text) answers with a secret that secret_paths does not name.")
            }
        }
    }

    private mutating func examineEgress(_ seen: Bench.Seen) {
        for id in ["egress.hosts", "egress.https", "egress.headers"] { findings.ran(id) }
        if seen.requests.isEmpty { for id in ["egress.hosts", "egress.https", "egress.headers"] { findings.skip(id, "There was no request.") } }
        let reach = Reach(manifest, scenario.config)
        for request in seen.requests.values {
            for header in request.headers where ["authorization", "cookie", "host", "proxy-authorization"].contains(header.name) {
                findings.fail("egress.headers", "\(request.url.prefix(200)) brings \(header.name).")
            }
            if reach.isUpload(request.url) { continue }
            findings.expect("egress.https", request.url.hasPrefix("https://"), "\(request.method) \(request.url.prefix(200))")
            findings.expect("egress.hosts", reach.holds(request.url), "\(request.method) \(request.url.prefix(200))")
        }
    }
}

extension JSON {
    /// The texts that stand under a name that says secret.
    fileprivate var secretTexts: Set<String> {
        switch self {
        case .object(let members):
            members.reduce(into: []) { texts, member in
                let isSecret = Examination.secretWords.contains { member.name.lowercased() == $0 }
                if isSecret, let text = member.value.string, text != "<redacted>" { texts.insert(text) }
                if let text = member.value.string, text.contains("access_token="), text != "<redacted>" { texts.insert(text) }
                texts.formUnion(member.value.secretTexts)
            }
        case .array(let items): items.reduce(into: []) { $0.formUnion($1.secretTexts) }
        default: []
        }
    }
}

extension String {
    /// Letters, an at sign, and a name with a dot.
    fileprivate var containsMailAddress: Bool {
        split(whereSeparator: { " ,;:<>\"'()".contains($0) }).contains { word in
            let parts = word.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].dropFirst().contains(".")
        }
    }
}
