import Core

/// The Events API: a request is taken or refused as a whole.
struct TikTokEvents {
    let settings: TikTokSettings
    let now: Instant

    func take(_ body: JSON, _ state: inout TikTokState) throws(TikTokError) -> JSON {
        guard ["web", "app", "offline", "crm"].contains(body["event_source"]?.string ?? ""), body["event_source_id"]?.string?.isEmpty == false else {
            throw .parameter("event_source: must be web, app, offline or crm, with its event_source_id.")
        }
        guard let data = body["data"]?.array, (1...settings.mostEvents).contains(data.count) else {
            throw .parameter("data: between 1 and \(settings.mostEvents) events.")
        }
        var events: [TikTokEvent] = []
        for (place, item) in data.enumerated() { events.append(try event(item, place)) }
        // Test events are shown to the developer and count for nothing.
        if body["test_event_code"]?.string == nil { for event in events { state.record(event) } }
        return [:]
    }

    private func event(_ item: JSON, _ place: Int) throws(TikTokError) -> TikTokEvent {
        guard let name = item["event"]?.string, !name.isEmpty else { throw .parameter("Batch.\(place).event: Missing data for required field.") }
        guard let time = item["event_time"]?.integer, time <= now.seconds + 60 else {
            throw .parameter("Batch.\(place).event_time: invalid timestamp.")
        }
        for kind in ["email", "phone", "external_id"] {
            let hashes = item["user"]?[kind]?.array?.compactMap(\.string) ?? []
            guard hashes.allSatisfy({ $0.utf8.count == 64 }) else { throw .parameter("Batch.\(place).user.\(kind): must be hashed by SHA-256.") }
        }
        var micros: Int64 = 0
        if let value = item["properties"]?["value"] {
            guard case .number(let text) = value, let amount = Micros.parse(text)?.micros else {
                throw .parameter("Batch.\(place).properties.value: must be a number.")
            }
            guard item["properties"]?["currency"]?.string?.utf8.count == 3 else { throw .parameter("Batch.\(place).properties.currency: required.") }
            micros = amount
        }
        return TikTokEvent(
            name: name, id: item["event_id"]?.string ?? "", time: time, value: micros, currency: item["properties"]?["currency"]?.string,
            click: item["user"]?["ttclid"]?.string)
    }
}
