import Core

/// `POST /rest/conversionEvents`: takes a batch whole or refuses it whole, naming the indices.
struct LinkedInConversions {
    let settings: LinkedInSettings
    let now: Instant

    /// The events of a batch, all of which can be taken.
    func events(_ request: SimulatedRequest) throws(LinkedInError) -> [JSON] {
        guard request.headers["x-restli-method"] == "BATCH_CREATE" else { throw .method }
        guard let elements = (try? JSON(parsing: request.body, limits: .trusted))?["elements"]?.array else { throw .parameter("elements") }
        guard elements.count <= settings.largestBatch else { throw .argument("More than \(settings.largestBatch) events in a batch") }
        try refuse(elements, "Conversion's method should be CONVERSIONS_API") { event in
            let rule = event["conversion"]?.string ?? ""
            return !rule.hasPrefix("urn:lla:llaPartnerConversion:") || !settings.conversionRules.contains(String(rule.dropFirst(29)))
        }
        try refuse(elements, "conversionHappenedAt should be within the last 90 days") { event in
            guard let time = event["conversionHappenedAt"]?.integer else { return true }
            let happened = Instant(microseconds: time * 1_000)
            return happened > now || happened < now - .seconds(90 * 86_400)
        }
        try refuse(elements, "user should have at least one id") { event in
            let ids = event["user"]?["userIds"]?.array ?? []
            return ids.isEmpty || ids.contains { !Self.types.contains($0["idType"]?.string ?? "") || ($0["idValue"]?.string ?? "").isEmpty }
        }
        try refuse(elements, "eventId should have at most 64 characters") { ($0["eventId"]?.string ?? "").count > 64 }
        try refuse(elements, "conversionValue should have an amount and a currencyCode") { event in
            guard let value = event["conversionValue"] else { return false }
            return value["currencyCode"]?.string == nil || value["amount"]?.string.flatMap { Micros.parse($0) } == nil
        }
        return elements
    }

    private static let types: Set<String> = ["SHA256_EMAIL", "LINKEDIN_FIRST_PARTY_ADS_TRACKING_UUID", "AXCIOM_ID", "ORACLE_MOAT_ID"]

    private func refuse(_ events: [JSON], _ message: String, _ isBad: (JSON) -> Bool) throws(LinkedInError) {
        let bad = events.indices.filter { isBad(events[$0]) }.map { String($0) }
        if !bad.isEmpty { throw .refused("\(message), indices [\(bad.joined(separator: ", "))]") }
    }
}
