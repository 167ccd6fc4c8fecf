import Core

/// The `filtering` parameter: `[{"field","operator","value"}]`, all of which must hold.
struct MetaFilter: Sendable {
    private let conditions: [Condition]

    private struct Condition: Sendable {
        let field: String
        let test: @Sendable (String) -> Bool
    }

    /// What a filter can see of an object.
    struct Subject {
        let id: String
        let status: String
        let updated: Instant
    }

    /// - Parameter prefix: the level's name in field names: `campaign`, `adset` or `ad`. Other levels' names are refused.
    init(_ request: SimulatedRequest, prefix: String) throws(MetaError) {
        var conditions: [Condition] = []
        if let text = request.parameters["filtering"], !text.isEmpty {
            guard let items = (try? JSON(parsing: text))?.array else { throw .parameter("param filtering must be an array.") }
            for item in items { conditions.append(try Self.condition(item, prefix)) }
        }
        if let text = request.parameters["effective_status"] {
            guard let wanted = (try? JSON(parsing: text))?.array?.compactMap(\.string) else {
                throw .parameter("param effective_status must be an array.")
            }
            conditions.append(Condition(field: "effective_status") { wanted.contains($0) })
        }
        self.conditions = conditions
    }

    /// Archived objects are listed only where a condition on the status asks for them.
    func admits(_ subject: Subject) -> Bool {
        let asksForStatus = conditions.contains { $0.field == "effective_status" }
        guard asksForStatus || subject.status != AdStatus.archived.rawValue else { return false }
        return conditions.allSatisfy { condition in
            switch condition.field {
            case "id": condition.test(subject.id)
            case "effective_status": condition.test(subject.status)
            default: condition.test(String(subject.updated.seconds))
            }
        }
    }

    /// Whether the conditions on ids hold: what insights look at.
    func admits(id: String) -> Bool { conditions.allSatisfy { $0.field != "id" || $0.test(id) } }

    private static func condition(_ json: JSON, _ prefix: String) throws(MetaError) -> Condition {
        guard let name = json["field"]?.string, let comparison = json["operator"]?.string, let value = json["value"] else {
            throw .parameter("filtering needs field, operator and value")
        }
        let field = name.hasPrefix("\(prefix).") ? String(name.dropFirst(prefix.count + 1)) : name
        guard ["id", "updated_time", "effective_status", "delivery_info"].contains(field) else {
            throw .parameter("Filtering field '\(name)' with operation '\(comparison.lowercased())' is not supported")
        }
        let test = try test(comparison, value, name)
        return Condition(field: field == "delivery_info" ? "effective_status" : field) { test(field == "delivery_info" ? $0.lowercased() : $0) }
    }

    private static func test(_ comparison: String, _ value: JSON, _ name: String) throws(MetaError) -> @Sendable (String) -> Bool {
        let texts = Set((value.array ?? [value]).compactMap { $0.string ?? $0.integer.map { String($0) } })
        let number = value.integer ?? value.string.flatMap { Int64($0) }
        switch (comparison, number) {
        case ("IN", _), ("EQUAL", _): return { texts.contains($0) }
        case ("NOT_IN", _), ("NOT_EQUAL", _): return { !texts.contains($0) }
        case ("GREATER_THAN", let bound?): return { (Int64($0) ?? .min) > bound }
        case ("LESS_THAN", let bound?): return { (Int64($0) ?? .max) < bound }
        default: throw .parameter("Filtering field '\(name)' with operation '\(comparison.lowercased())' is not supported")
        }
    }
}
