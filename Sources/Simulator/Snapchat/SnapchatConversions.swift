import Core

/// The Conversions API: a request is taken or refused as a whole.
struct SnapchatConversions {
    let settings: SnapchatSettings
    let now: Instant

    private struct Invalid: Error { let reason: String }

    /// `POST v3/{asset}/events` and its validation below it.
    func answer(_ request: SimulatedRequest, _ state: inout SnapchatState) -> SimulatedResponse {
        guard request.method == "POST", request.path.count >= 3, request.path[2] == "events" else { return SnapchatError.missing.response }
        let isTrial = request.path.count == 4 && request.path[3] == "validate"
        guard isTrial || request.path.count == 3 else { return SnapchatError.missing.response }
        do throws(Invalid) {
            let events = try events(request.body)
            if !isTrial { for event in events { state.record(event) } }
            return SimulatedResponse(["status": isTrial ? "VALID" : "OK", "reason": "Events have been processed successfully."])
        } catch {
            return SimulatedResponse(status: 400, ["status": "INVALID", "reason": .string(error.reason)], outcome: .failed)
        }
    }

    private func events(_ body: [UInt8]) throws(Invalid) -> [SnapchatEvent] {
        guard let data = (try? JSON(parsing: body, limits: .trusted))?["data"]?.array, (1...settings.mostEvents).contains(data.count) else {
            throw Invalid(reason: "Between 1 and \(settings.mostEvents) events.")
        }
        var events: [SnapchatEvent] = []
        for item in data { events.append(try event(item)) }
        return events
    }

    private func event(_ item: JSON) throws(Invalid) -> SnapchatEvent {
        guard let name = item["event_name"]?.string, let source = item["action_source"]?.string else {
            throw Invalid(reason: "An event needs its name and action_source.")
        }
        guard let time = item["event_time"]?.integer, time <= now.seconds + 60, time > now.seconds - Int64(settings.mostEventDays) * 86_400 else {
            throw Invalid(reason: "The event_time is invalid.")
        }
        if ["WEB", "website"].contains(source), item["event_source_url"]?.string == nil {
            throw Invalid(reason: "A web event needs event_source_url.")
        }
        let user = item["user_data"]
        let hashes = ["em", "ph"].flatMap { user?[$0]?.array?.compactMap(\.string) ?? [] }
        guard hashes.allSatisfy({ $0.utf8.count == 64 }) else { throw Invalid(reason: "Personal data is not hashed.") }
        let hasPlace = user?["client_ip_address"]?.string != nil && user?["client_user_agent"]?.string != nil
        guard !hashes.isEmpty || hasPlace || user?["madid"]?.string != nil else { throw Invalid(reason: "Personal data is insufficient.") }
        var micros: Int64 = 0
        if case .number(let text)? = item["custom_data"]?["value"] { micros = Micros.parse(text)?.micros ?? 0 }
        if name == "PURCHASE", micros <= 0 || item["custom_data"]?["currency"]?.string == nil {
            throw Invalid(reason: "A purchase needs its price and currency.")
        }
        return SnapchatEvent(
            name: name, id: item["event_id"]?.string ?? "", time: time, value: micros, currency: item["custom_data"]?["currency"]?.string,
            click: user?["sc_click_id"]?.string)
    }
}
