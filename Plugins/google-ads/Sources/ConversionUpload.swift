import ConnectorKit

/// Uploads conversions in batches. Each event gets its own result; a batch that is refused as a whole is halved until the events at fault are found.
struct ConversionUpload {
    let ads: Ads
    let access: Access
    let operation: Operation

    /// An event and the conversion action that it counts for.
    struct Conversion {
        let event: ConversionEvent
        let action: String
        /// Whether it comes by a click of Google's or by the hash of an address.
        var hasIdentity: Bool { Self.clicks.contains(event.clickID?.kind ?? "") || event.user.emailSHA256 != nil || event.user.phoneSHA256 != nil }

        /// Click ids that Google knows.
        static let clicks: Set<String> = ["gclid", "gbraid", "wbraid"]
        /// The id of a click of Google's.
        var click: ConversionEvent.ClickID? { event.clickID.flatMap { Self.clicks.contains($0.kind) ? $0 : nil } }
        /// The same for every attempt: what tells a repetition.
        var orderID: String { event.orderID ?? event.id }
    }

    /// What became of the events so far.
    struct Ledger {
        var results: [String: OperationResult.Item] = [:]
        var notes: [String] = []
        /// Requests that may still be made to find the events at fault.
        var halvings = 64

        mutating func note(_ id: String, _ state: OperationResult.Item.State, _ reason: String? = nil) {
            results[id] = OperationResult.Item(id: id, state: state, reason: reason)
        }

        mutating func note(_ text: String) {
            if !notes.contains(text) { notes.append(text) }
        }
    }

    func run() throws -> OperationResult {
        let events = try operation.events()
        var ledger = Ledger()
        let conversions = events.compactMap { conversion($0, &ledger) }
        let uploads = ads.settings.uploads
        if operation.testCode != nil { ledger.note("Google Ads has no test codes: use a dry run.") }
        // One request of the Data Manager goes to one conversion action.
        let groups = uploads.api == .googleAds ? [conversions] : grouped(conversions)
        for group in groups {
            for start in stride(from: 0, to: group.count, by: uploads.batch) {
                try send(Array(group[start..<min(start + uploads.batch, group.count)]), &ledger)
            }
        }
        let results = events.map { ledger.results[$0.id] ?? OperationResult.Item(id: $0.id, state: .unknown, reason: "It was not sent.") }
        return OperationResult(
            applied: !operation.isDryRun && results.contains { $0.state == .accepted }, results: results, notes: ledger.notes)
    }

    private func conversion(_ event: ConversionEvent, _ ledger: inout Ledger) -> Conversion? {
        guard let action = ads.settings.uploads.actions[event.name] ?? ads.settings.uploads.action else {
            ledger.note(event.id, .rejected, "No conversion action is set for \"\(event.name.prefix(60))\".")
            return nil
        }
        let conversion = Conversion(event: event, action: action)
        guard conversion.hasIdentity else {
            ledger.note(event.id, .rejected, "It has no click of Google's and no hashed address.")
            return nil
        }
        return conversion
    }

    private func grouped(_ conversions: [Conversion]) -> [[Conversion]] {
        var actions: [String] = []
        for conversion in conversions where !actions.contains(conversion.action) { actions.append(conversion.action) }
        return actions.map { action in conversions.filter { $0.action == action } }
    }

    /// Sends a batch. Once something was taken, a failure must not hide it: the rest is then told to be unknown.
    private func send(_ batch: [Conversion], _ ledger: inout Ledger) throws {
        do { try attempt(batch, &ledger) } catch let error as HostError where error.code == .failed {
            for conversion in batch { ledger.note(conversion.event.id, .unknown, "No answer came.") }
        } catch {
            guard ledger.results.values.contains(where: { $0.state == .accepted }) else { throw error }
            let reason = Self.reason(error)
            for conversion in batch where ledger.results[conversion.event.id] == nil { ledger.note(conversion.event.id, .unknown, reason) }
            ledger.note("Not all events were sent: \(reason)")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let refusal as Refusal: refusal.failure.message
        case let failure as ConnectorFailure: failure.message
        case let parked as Parked: "Google asks to wait until \(parked.until)."
        default: "The upload failed."
        }
    }

    private func attempt(_ batch: [Conversion], _ ledger: inout Ledger) throws {
        guard !batch.isEmpty else { return }
        do {
            switch ads.settings.uploads.api {
            case .googleAds: try ClickUpload(ads: ads, access: access, isDryRun: operation.isDryRun).send(batch, &ledger)
            case .dataManager: try EventIngest(ads: ads, access: access, isDryRun: operation.isDryRun).send(batch, &ledger)
            }
        } catch let refusal as Refusal where refusal.failure.kind == .permanent {
            guard batch.count > 1, ledger.halvings > 0 else {
                for conversion in batch { ledger.note(conversion.event.id, .rejected, refusal.failure.message) }
                return
            }
            ledger.halvings -= 2
            let middle = batch.count / 2
            ads.host.log(.info, "Google refused \(batch.count) events together: sending halves.")
            try attempt(Array(batch[..<middle]), &ledger)
            try attempt(Array(batch[middle...]), &ledger)
        }
    }
}
