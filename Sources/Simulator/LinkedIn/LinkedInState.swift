import Core

/// What was changed through the API: lies over the business, which itself stays as its seed made it.
struct LinkedInState: Sendable {
    /// Members that were set, by the URN of the object.
    private(set) var set: [String: [String: JSON]] = [:]
    private(set) var changed: [String: Instant] = [:]
    /// Conversions by rule and event id: one that comes twice counts once.
    private(set) var conversions: [String: JSON] = [:]

    mutating func patch(_ urn: String, _ members: [JSON.Member], at now: Instant) {
        for member in members { set[urn, default: [:]][member.name] = member.value }
        changed[urn] = now
    }

    mutating func take(_ event: JSON) {
        conversions["\(event["conversion"]?.string ?? "") \(event["eventId"]?.string ?? String(conversions.count))"] = event
    }

    /// The object with what was set on it.
    func applied(to object: JSON, urn: String) -> JSON {
        guard let members = set[urn] else { return object }
        var result = members.sorted { $0.key < $1.key }.reduce(object) { $0.setting($1.key, $1.value) }
        guard let time = changed[urn] else { return result }
        let milliseconds = JSON.integer(time.microseconds / 1_000)
        if result["lastModifiedAt"] != nil {
            result = result.setting("lastModifiedAt", milliseconds)
        } else {
            result = result.setting("changeAuditStamps", (result["changeAuditStamps"] ?? [:]).setting("lastModified", ["time": milliseconds]))
        }
        return result
    }
}
