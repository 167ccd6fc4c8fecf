import Core

/// The Conversions API: `POST /{pixel}/events` takes a request as a whole or refuses it as a whole.
struct MetaEvents {
    let settings: MetaSettings
    let now: Instant

    private static let sources: Set<String> = [
        "website", "app", "email", "phone_call", "chat", "physical_store", "system_generated", "business_messaging", "other",
    ]

    func take(_ body: JSON, _ state: inout MetaState) throws(MetaError) -> JSON {
        guard let data = body["data"]?.array, (1...settings.mostEvents).contains(data.count) else {
            throw .parameter("param data must be an array of 1 to \(settings.mostEvents) events.")
        }
        var events: [MetaEvent] = []
        for item in data { events.append(try event(item)) }
        let isTest = body["test_event_code"]?.string != nil
        for event in events { state.record(event, isTest: isTest) }
        return ["events_received": .integer(events.count), "messages": [], "fbtrace_id": "AEventsSimTrace"]
    }

    private func event(_ item: JSON) throws(MetaError) -> MetaEvent {
        guard let name = item["event_name"]?.string, !name.isEmpty else { throw .parameter("Missing event_name") }
        guard let source = item["action_source"]?.string, Self.sources.contains(source) else { throw .parameter("Invalid action_source") }
        let days: Int64 = source == "physical_store" ? 62 : 7
        guard let time = item["event_time"]?.integer, time <= now.seconds + 60, time >= now.seconds - days * 86_400 else {
            throw MetaError(code: 100, subcode: 2_804_003, message: "Invalid parameter", title: "Event Timestamp Too Old")
        }
        try checkPerson(item["user_data"])
        var micros: Int64 = 0
        if let value = item["custom_data"]?["value"] {
            guard case .number(let text) = value, let amount = Micros.parse(text)?.micros else { throw .parameter("Invalid value") }
            guard item["custom_data"]?["currency"]?.string?.utf8.count == 3 else { throw .parameter("Missing currency") }
            micros = amount
        } else if name == "Purchase" {
            throw MetaError(code: 100, subcode: 2_804_009, message: "Invalid parameter", title: "Missing Value For Purchase Event")
        }
        return MetaEvent(
            name: name, id: item["event_id"]?.string ?? "", time: time, value: micros, currency: item["custom_data"]?["currency"]?.string,
            click: item["user_data"]?["fbc"]?.string)
    }

    private func checkPerson(_ person: JSON?) throws(MetaError) {
        guard let person, person.members?.isEmpty == false else { throw .parameter("Missing user_data") }
        for kind in ["em", "ph"] {
            let hashes = person[kind]?.array?.compactMap(\.string) ?? []
            guard hashes.allSatisfy({ $0.utf8.count == 64 }) else { throw .parameter("Unhashed customer information: \(kind)") }
        }
    }
}
