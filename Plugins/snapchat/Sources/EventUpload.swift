import ConnectorKit

/// Uploads conversions. A request succeeds or fails as a whole; one that fails is halved until the events at fault are found. A repetition does no harm:
/// Snapchat drops an event that it has seen under the same id. Dry runs and tests go to its own validation.
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
        guard let asset = settings.assetID else {
            throw ConnectorFailure(.config, "The setting \"asset_id\" does not say which pixel or app the events belong to.")
        }
        guard settings.actionSource != "WEB" || settings.eventPageURL != nil else {
            throw ConnectorFailure(.config, "Events of a web site need the setting \"event_page_url\".")
        }
        let events = try operation.events()
        var state = State()
        let good = events.filter { event in
            guard let fault = Events.fault(event, now: api.host.now) else { return true }
            state.items[event.id] = .init(id: event.id, state: .rejected, reason: fault)
            return false
        }
        let isTrial = operation.isDryRun || operation.testCode != nil
        let path = "\(PercentEncoding.encode(asset))/events" + (isTrial ? "/validate" : "")
        for start in stride(from: 0, to: good.count, by: settings.eventBatch) {
            try send(Array(good[start..<min(start + settings.eventBatch, good.count)]), path, &state)
        }
        if let stopped = state.stopped, state.accepted == 0 { throw stopped }
        let items = events.map { state.items[$0.id] ?? .init(id: $0.id, state: .unknown, reason: state.stopped?.message) }
        return OperationResult(
            applied: !isTrial && state.accepted > 0, results: items, notes: isTrial ? ["Validated by Snapchat; the events count for nothing."] : [])
    }

    /// Sends some events; those that Snapchat refuses are found and left out.
    private func send(_ events: [ConversionEvent], _ path: String, _ state: inout State) throws {
        guard !events.isEmpty, state.stopped == nil else { return }
        do {
            let body = try api.send(path) { row in try row.objects("data", events) { try Events.write($1, settings, to: &$0) } }
            if body["status"].string?.uppercased() == "INVALID" {
                try narrow(body["reason"].filledString.map { String($0.prefix(500)) } ?? "Snapchat finds the event invalid.", events, path, &state)
                return
            }
            for event in events { state.items[event.id] = .init(id: event.id, state: .accepted) }
            state.accepted += events.count
        } catch let refusal as Refusal where refusal.failure.kind == .permanent {
            try narrow(refusal.failure.message, events, path, &state)
        } catch let refusal as Refusal { state.stopped = refusal.failure }
    }

    private func narrow(_ reason: String, _ events: [ConversionEvent], _ path: String, _ state: inout State) throws {
        guard events.count > 1 else {
            state.items[events[0].id] = .init(id: events[0].id, state: .rejected, reason: reason)
            return
        }
        let half = events.count / 2
        try send(Array(events[..<half]), path, &state)
        try send(Array(events[half...]), path, &state)
    }
}
