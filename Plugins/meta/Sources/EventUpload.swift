import ConnectorKit

/// Uploads conversions to the Conversions API. One bad event refuses its whole request, so a refused request is halved until the events at fault are
/// found. A repetition does no harm: Meta drops an event that it has seen under the same name and id.
struct EventUpload {
    let graph: Graph
    let settings: UploadSettings
    let operation: Operation

    /// What is known so far.
    private struct State {
        var items: [String: OperationResult.Item] = [:]
        var accepted = 0
        /// Requests that may still be made to find the events at fault.
        var halvings = 128
        /// Why nothing more is sent.
        var stopped: (any Error)?
        var notes: [String] = []

        mutating func note(_ events: [ConversionEvent], _ state: OperationResult.Item.State, _ reason: String? = nil) {
            for event in events { items[event.id] = .init(id: event.id, state: state, reason: reason) }
            if state == .accepted { accepted += events.count }
        }
    }

    func result() throws -> OperationResult {
        guard let pixel = settings.pixelID else {
            throw ConnectorFailure(.config, "The setting \"pixel_id\" does not say which dataset the events belong to.")
        }
        let events = try operation.events()
        var state = State()
        let good = events.filter { event in
            guard let fault = Events.fault(event, settings, now: graph.host.now) else { return true }
            state.note([event], .rejected, fault)
            return false
        }
        if operation.isDryRun {
            state.note(good, .accepted)
            state.notes = ["Checked here; Meta was not asked, because it validates no events without taking them."]
        } else {
            for start in stride(from: 0, to: good.count, by: settings.batch) {
                send(Array(good[start..<min(start + settings.batch, good.count)]), pixel, &state)
            }
            // Once something was taken, a failure must not hide it.
            if let stopped = state.stopped, state.accepted == 0 { throw stopped }
            if operation.testCode != nil { state.notes.append("Sent as test events.") }
        }
        let reason = state.stopped.map(Self.reason)
        let items = events.map { state.items[$0.id] ?? .init(id: $0.id, state: .unknown, reason: reason ?? "It was not sent.") }
        return OperationResult(applied: !operation.isDryRun && state.accepted > 0, results: items, notes: state.notes)
    }

    /// Sends some events; those that Meta refuses are found and left out.
    private func send(_ events: [ConversionEvent], _ pixel: String, _ state: inout State) {
        guard !events.isEmpty, state.stopped == nil else { return }
        do {
            let answer = try graph.post("\(pixel)/events") { row in
                try row.objects("data", events) { try Events.write($1, settings, to: &$0) }
                row.text("test_event_code", operation.testCode)
            }
            let received = answer["events_received"].integer
            if received == Int64(events.count) {
                state.note(events, .accepted)
            } else {
                let count = received.map(String.init) ?? "an unknown number"
                state.note(events, .unknown, "Meta says that it received \(count) of \(events.count) events.")
            }
        } catch let refusal as Refusal where refusal.failure.kind == .permanent && !refusal.isMissing {
            narrow(refusal, events, pixel, &state)
        } catch { state.stopped = error }
    }

    private func narrow(_ refusal: Refusal, _ events: [ConversionEvent], _ pixel: String, _ state: inout State) {
        guard events.count > 1, state.halvings > 0 else { return state.note(events, .rejected, refusal.failure.message) }
        state.halvings -= 2
        let half = events.count / 2
        graph.host.log(.info, "Meta refused \(events.count) events together: sending halves.")
        send(Array(events[..<half]), pixel, &state)
        send(Array(events[half...]), pixel, &state)
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let refusal as Refusal: refusal.failure.message
        case let failure as ConnectorFailure: failure.message
        case let parked as Parked: "Meta asks to wait until \(parked.until)."
        default: "No answer came."
        }
    }
}
