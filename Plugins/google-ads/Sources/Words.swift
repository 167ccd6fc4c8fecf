import ConnectorKit

/// Google's states in our words.
enum Status {
    /// Nil for a word that is new: the platform's own stays beside it.
    static func of(_ view: JSONView) -> EntityStatus? {
        switch view["status"].string {
        case "ENABLED": .active
        case "PAUSED": .paused
        case "REMOVED": .removed
        default: nil
        }
    }
}

/// Amounts are millionths of the account's currency already.
enum Amounts {
    /// The amount; nil for none, which is absent or "0".
    static func micros(_ view: JSONView) -> Micros? { view.integer.flatMap { $0 == 0 ? nil : Micros($0) } }
}

/// A keyword's id. The same text has the same criterion in every ad group, so only both numbers together name a keyword, as in Google's own resource
/// names.
enum KeywordID {
    static func of(_ row: JSONView) -> String? {
        guard let group = row["adGroup.id"].filledString, let criterion = row["adGroupCriterion.criterionId"].filledString else { return nil }
        return "\(group)~\(criterion)"
    }
}

/// How a keyword matches.
enum Match {
    static func of(_ word: String?) -> KeywordMatch? {
        switch word {
        case "EXACT": .exact
        case "PHRASE": .phrase
        case "BROAD": .broad
        case nil: nil
        default: .other
        }
    }
}

/// Google's mark for a keyword, 1 to 10; 0 and absence say that there is none yet.
enum Quality {
    static func score(_ view: JSONView) -> Int64? { view.integer.flatMap { (1...10).contains($0) ? $0 : nil } }
}

/// Chosen values of an answer as an object of their own.
enum Attributes {
    static func of(_ values: [(name: String, value: JSONView)]) throws -> JSONView {
        let bytes = Row.bytes { row in
            for (name, value) in values where value.exists { row.raw(named: name, value) }
        }
        return try JSONDocument(bytes).root
    }
}
