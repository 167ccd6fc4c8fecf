import ConnectorHost
import Core

/// What every row must be, whatever its stream.
enum RowRule {
    struct Fault {
        let check: String
        let what: String
    }

    static func faults(_ row: EmittedRow, _ manifest: ConnectorManifest) -> [Fault] {
        guard let json = row.json, let members = json.members else {
            return [Fault(check: "rows.json", what: "It is no JSON object: \(row.text.prefix(120))")]
        }
        if json["$replace"] != nil { return [] }
        guard let stream = manifest.stream(row.stream) else { return [] }
        var faults: [Fault] = []
        for name in stream.primaryKey where (json[name] ?? .null).isNull || json[name]?.string == "" {
            if stream.kind == nil, (json[name] ?? .null).isNull {
                faults.append(Fault(check: "rows.keys", what: "\(row.stream) has a row without \(name): \(json.short)"))
                continue
            }
            // A row of facts without a breakdown has none: it is a part of the key that may be empty.
            guard name == stream.primaryKey.first || stream.primaryKey.count == 1 else { continue }
            faults.append(Fault(check: "rows.keys", what: "\(row.stream) has a row without \(name): \(json.short)"))
        }
        guard json["$deleted"]?.bool != true, let kind = stream.kind else { return faults }
        let missing = CanonicalFields.required(kind).filter { (json[$0] ?? .null).isNull }
        if !missing.isEmpty {
            faults.append(Fault(check: "rows.complete", what: "\(row.stream) has a row without \(missing.joined(separator: ", ")): \(json.short)"))
        }
        for member in members { faults += self.faults(member, json, row.stream) }
        return faults
    }

    private static func faults(_ member: JSON.Member, _ row: JSON, _ stream: String) -> [Fault] {
        let value = member.value
        if value.isNull { return [] }
        let words = "\(stream).\(member.name) is \(value.short)"
        if member.name.hasSuffix("_micros") {
            if value.integer == nil { return [Fault(check: "rows.micros", what: words)] }
            return row["currency"]?.string.flatMap { Currency($0) } == nil && row["currency"]?.isNull != false && !isRate(member.name)
                ? [Fault(check: "rows.currency", what: "\(stream) has \(member.name) without a currency: \(row.short)")] : []
        }
        switch member.name {
        case "currency", "base", "quote":
            return value.string.flatMap { Currency($0) } == nil ? [Fault(check: "rows.currency", what: words)] : []
        case "day": return value.string.flatMap { Day($0) } == nil ? [Fault(check: "rows.days", what: words)] : []
        case let name where name.hasSuffix("_at"):
            return value.string.flatMap { Instant($0) } == nil ? [Fault(check: "rows.instants", what: words)] : []
        default:
            guard case .number(let text) = value, text.contains(where: { $0 == "e" || $0 == "E" }) else { return [] }
            return [Fault(check: "rows.whole", what: words)]
        }
    }

    /// Bids and budgets of entities whose account has the currency.
    private static func isRate(_ name: String) -> Bool { name.contains("budget") || name.contains("bid") || name.contains("price") }
}

extension EmittedRow {
    /// Whether it says all that an earlier row of its key said, and more: what became known later.
    fileprivate func completes(_ former: EmittedRow) -> Bool {
        guard let now = json, let before = former.json?.members else { return false }
        return now != former.json && before.allSatisfy { now[$0.name] == $0.value }
    }
}

/// The rows of the healthy reads.
extension Examination {
    mutating func examineRows() {
        let ids = Check.rows.map(\.id)
        guard healthy.contains(where: { !$0.run.emitted.isEmpty }) else {
            for id in ids { findings.skip(id, "No row came.") }
            return
        }
        for id in ids where id != "rows.minor_units" { findings.ran(id) }
        findings.skip("rows.minor_units", "No amount is in a currency without cents.")
        for (script, run) in healthy {
            var keys: [String: EmittedRow] = [:]
            for row in run.emitted {
                for fault in RowRule.faults(row, manifest) { findings.fail(fault.check, fault.what) }
                examineMinorUnits(row)
                guard let json = row.json, json["$replace"] == nil, let stream = manifest.stream(row.stream) else { continue }
                let key = row.stream + "\u{1F}" + RowState.key(json, stream.primaryKey)
                guard let former = keys.updateValue(row, forKey: key) else { continue }
                findings.expect("rows.unique", row.completes(former), "\(script.name) gives a key twice: \(json.short)")
            }
        }
    }

    private mutating func examineMinorUnits(_ row: EmittedRow) {
        guard let json = row.json, let currency = json["currency"]?.string.flatMap({ Currency($0) }), currency.minorDigits == 0 else { return }
        for member in json.members ?? []
        where ["total_micros", "gross_micros", "amount_micros", "spend_micros", "spent_micros"].contains(member.name) {
            guard let micros = member.value.integer else { continue }
            findings.expect("rows.minor_units", micros % 1_000_000 == 0, "\(row.stream) has \(micros) millionths of \(currency).")
        }
    }
}
