import ConnectorKit

/// Sends conversions in batches. A batch is refused as a whole, so that bad events are taken out of it, by their indices or by halving.
struct ConversionUpload {
    let rest: Rest
    let settings: Settings

    func run(_ operation: Operation) throws -> OperationResult {
        guard let rule = operation.parameters["conversion_rule"].platformID ?? settings.conversionRule else {
            throw ConnectorFailure(
                .config, "Uploads belong to a conversion rule: set \"conversion_rule\" to the number of one with the method CONVERSIONS_API.")
        }
        var results: [String: OperationResult.Item] = [:]
        let events = try operation.events()
        var good: [ConversionEvent] = []
        for event in events where results[event.id] == nil {
            let fault = ConversionCheck.fault(event, now: rest.host.now)
            results[event.id] = .init(id: event.id, state: fault == nil ? .accepted : .rejected, reason: fault)
            if fault == nil { good.append(event) }
        }
        var notes: [String] = []
        if results.count < events.count { notes.append("Events with an id that came before are sent once.") }
        let isTrial = operation.isDryRun || operation.testCode != nil
        if isTrial {
            notes.append("LinkedIn has no test mode: the events were checked and not sent.")
        } else {
            try send(good, rule, &results, &notes)
        }
        var order: Set<String> = []
        let items = events.compactMap { order.insert($0.id).inserted ? results[$0.id] : nil }
        return OperationResult(applied: !isTrial && items.contains { $0.state == .accepted }, results: items, notes: notes)
    }

    private func send(
        _ events: [ConversionEvent], _ rule: String, _ results: inout [String: OperationResult.Item], _ notes: inout [String]
    ) throws {
        var left = events[...]
        for event in events { results[event.id] = .init(id: event.id, state: .unknown, reason: "It was not sent.") }
        while !left.isEmpty {
            let batch = Array(left.prefix(settings.conversionsBatch))
            do { try send(batch: batch, rule, &results) } catch {
                // What was sent must be told; only where nothing was, the failure is the whole answer.
                guard results.values.contains(where: { $0.state == .accepted }), !isCancel(error) else { throw error }
                notes.append("LinkedIn stopped answering: \(left.count) events were not sent, or their fate is not known.")
                return
            }
            left = left.dropFirst(batch.count)
        }
    }

    private func isCancel(_ error: any Error) -> Bool { (error as? HostError)?.code == .cancelled }

    private func send(batch: [ConversionEvent], _ rule: String, _ results: inout [String: OperationResult.Item]) throws {
        guard !batch.isEmpty else { return }
        do {
            let body = try rest.body(of: call(batch, rule))
            note(body["elements"], batch, &results)
        } catch let refusal as Refusal where [400, 413, 422].contains(refusal.status) {
            try divide(batch, refusal, rule, &results)
        } catch let refusal as Refusal where refusal.failure.kind == .transient || refusal.failure.kind == .contract {
            for event in batch { results[event.id] = .init(id: event.id, state: .unknown, reason: refusal.failure.message) }
        } catch let fault as HostError where fault.code == .failed {
            for event in batch { results[event.id] = .init(id: event.id, state: .unknown, reason: "LinkedIn did not answer.") }
        }
    }

    /// What each event of a batch became; without a word for each of them nothing is known.
    private func note(_ elements: JSONView, _ batch: [ConversionEvent], _ results: inout [String: OperationResult.Item]) {
        for (index, event) in batch.enumerated() {
            let element = elements.count == batch.count ? elements[index] : .missing
            let reason = element["error.message"].filledString ?? element["message"].filledString
            switch element["status"].integer {
            case .some(200...299): results[event.id] = .init(id: event.id, state: .accepted)
            case .some(400...499):
                results[event.id] = .init(id: event.id, state: .rejected, reason: String((reason ?? "LinkedIn refused it.").prefix(300)))
            default: results[event.id] = .init(id: event.id, state: .unknown, reason: "LinkedIn did not say what became of it.")
            }
        }
    }

    private func divide(_ batch: [ConversionEvent], _ refusal: Refusal, _ rule: String, _ results: inout [String: OperationResult.Item]) throws {
        let named = batch.count == 1 ? [0] : ConversionCheck.indices(in: refusal.message, below: batch.count)
        for index in named {
            results[batch[index].id] = .init(id: batch[index].id, state: .rejected, reason: String(refusal.failure.message.prefix(300)))
        }
        if !named.isEmpty {
            let rest = batch.enumerated().filter { !named.contains($0.offset) }.map(\.element)
            return try send(batch: rest, rule, &results)
        }
        let half = batch.count / 2
        try send(batch: Array(batch[..<half]), rule, &results)
        try send(batch: Array(batch[half...]), rule, &results)
    }

    private func call(_ batch: [ConversionEvent], _ rule: String) -> RestCall {
        let body = Row.bytes { row in row.objects("elements", batch) { ConversionCheck.write($1, rule: rule, to: &$0) } }
        return RestCall(method: .post, path: "conversionEvents", restMethod: "BATCH_CREATE", body: body, idempotent: false)
    }
}
