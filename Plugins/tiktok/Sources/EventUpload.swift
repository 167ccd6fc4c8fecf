import ConnectorKit

/// Uploads conversions to the Events API. A request succeeds or fails as a whole; a refusal names the event by its place (`Batch.3.…`), or the request
/// is halved until the event is found. A repetition does no harm: TikTok drops an event that it has seen under the same name and id.
struct EventUpload {
    let api: API
    let settings: Settings
    let operation: Operation

    /// What is known so far.
    private struct State {
        var items: [String: OperationResult.Item] = [:]
        var accepted = 0
        /// Why nothing more is sent.
        var stopped: ConnectorFailure?
    }

    func result() throws -> OperationResult {
        guard let source = settings.eventSourceID else {
            throw ConnectorFailure(.config, "The setting \"event_source_id\" does not say which pixel the events belong to.")
        }
        let events = try operation.events()
        var state = State()
        let good = events.filter { event in
            guard let fault = Events.fault(event, now: api.host.now) else { return true }
            state.items[event.id] = .init(id: event.id, state: .rejected, reason: fault)
            return false
        }
        if operation.isDryRun {
            for event in good { state.items[event.id] = .init(id: event.id, state: .accepted) }
            return result(events, state, ["Checked here; TikTok was not asked."])
        }
        let code = operation.testCode
        // Test events must not be batched.
        let size = code == nil ? settings.eventBatch : 1
        for start in stride(from: 0, to: good.count, by: size) { try send(Array(good[start..<min(start + size, good.count)]), source, code, &state) }
        if let stopped = state.stopped, state.accepted == 0 { throw stopped }
        return result(events, state, code == nil ? [] : ["Sent as test events: they count for nothing."])
    }

    private func result(_ events: [ConversionEvent], _ state: State, _ notes: [String]) -> OperationResult {
        let items = events.map { state.items[$0.id] ?? .init(id: $0.id, state: .unknown, reason: state.stopped?.message) }
        return OperationResult(applied: !operation.isDryRun && state.accepted > 0, results: items, notes: notes)
    }

    /// Sends some events; those that TikTok refuses are found and left out.
    private func send(_ events: [ConversionEvent], _ source: String, _ code: String?, _ state: inout State) throws {
        guard !events.isEmpty, state.stopped == nil else { return }
        do {
            _ = try api.post("event/track/", mayRepeat: true) { row in
                row.text("event_source", settings.eventSource)
                row.text("event_source_id", source)
                row.text("test_event_code", code)
                try row.objects("data", events) { try Events.write($1, settings, to: &$0) }
            }
            for event in events { state.items[event.id] = .init(id: event.id, state: .accepted) }
            state.accepted += events.count
        } catch let refusal as Refusal {
            try narrow(refusal, events, source, code, &state)
        }
    }

    private func narrow(_ refusal: Refusal, _ events: [ConversionEvent], _ source: String, _ code: String?, _ state: inout State) throws {
        guard refusal.failure.kind == .permanent else {
            state.stopped = refusal.failure
            return
        }
        if events.count == 1 {
            state.items[events[0].id] = .init(id: events[0].id, state: .rejected, reason: refusal.failure.message)
        } else if let place = Self.place(refusal.failure.message), events.indices.contains(place) {
            state.items[events[place].id] = .init(id: events[place].id, state: .rejected, reason: refusal.failure.message)
            try send(Array(events[..<place]) + Array(events[(place + 1)...]), source, code, &state)
        } else {
            let half = events.count / 2
            try send(Array(events[..<half]), source, code, &state)
            try send(Array(events[half...]), source, code, &state)
        }
    }

    /// The place in `Batch.3.properties.value: …`.
    static func place(_ message: String) -> Int? {
        guard let part = message.split(separator: " ").first(where: { $0.contains("Batch.") }) else { return nil }
        let pieces = part.split(separator: ".")
        guard let word = pieces.firstIndex(where: { $0.hasSuffix("Batch") }), word + 1 < pieces.count else { return nil }
        return Int(pieces[word + 1])
    }
}
