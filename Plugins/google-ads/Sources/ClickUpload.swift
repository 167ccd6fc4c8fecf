import ConnectorKit

/// A batch for `uploadClickConversions`, enhanced conversions for leads included: the answer tells the fate of each event.
struct ClickUpload {
    typealias Conversion = ConversionUpload.Conversion

    let ads: Ads
    let access: Access
    let isDryRun: Bool

    /// How often events that failed for a fault of Google's own are sent again.
    private static let patience = 2

    /// Sends the events and notes what became of them.
    func send(_ batch: [Conversion], _ ledger: inout ConversionUpload.Ledger) throws {
        var left = batch
        for attempt in 0...Self.patience where !left.isEmpty {
            if attempt > 0 { try ads.host.wait(until: ads.host.now.adding(seconds: 1 << Int64(attempt))) }
            let answer = try post(left)
            left = note(left, answer, &ledger)
        }
    }

    private func post(_ batch: [Conversion]) throws -> JSONView {
        try ads.post("customers/\(access.customer):uploadClickConversions", access, idempotent: true) { body in
            body.objects("conversions", batch) { row, conversion in write(conversion, to: &row) }
            body.boolean("partialFailure", true)
            body.boolean("validateOnly", isDryRun)
        }
    }

    private func write(_ conversion: Conversion, to row: inout Row) {
        let event = conversion.event
        row.text("conversionAction", "customers/\(access.customer)/conversionActions/\(conversion.action)")
        row.text("conversionDateTime", Self.time(event.occurredAt))
        if let value = event.value, let number = try? JSONDocument(value.description).root { row.raw("conversionValue", number) }
        row.text("currencyCode", event.currency)
        row.text("orderId", conversion.orderID)
        if let click = conversion.click { row.text(named: click.kind, click.value) }
        let hashes: [(name: String, value: String)] =
            [("hashedEmail", event.user.emailSHA256), ("hashedPhoneNumber", event.user.phoneSHA256)].compactMap { name, value in
                value.map { (name, $0) }
            }
        if !hashes.isEmpty { row.objects("userIdentifiers", hashes) { row, hash in row.text(named: hash.name, hash.value) } }
        let uploads = ads.settings.uploads
        guard uploads.adUserData != nil || uploads.adPersonalization != nil else { return }
        row.object("consent") { consent in
            consent.text("adUserData", uploads.adUserData)
            consent.text("adPersonalization", uploads.adPersonalization)
        }
    }

    /// `yyyy-mm-dd hh:mm:ss+00:00`.
    static func time(_ instant: Instant) -> String {
        let text = Instant(seconds: instant.seconds).description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))+00:00"
    }

    /// Notes the fate of each event; gives those that are worth another attempt now.
    private func note(_ batch: [Conversion], _ answer: JSONView, _ ledger: inout ConversionUpload.Ledger) -> [Conversion] {
        let faults = Self.faults(answer["partialFailureError"])
        let results = answer["results"]
        var again: [Conversion] = []
        for (place, conversion) in batch.enumerated() {
            let id = conversion.event.id
            if let fault = faults[place] {
                ledger.note(id, fault.state, fault.reason)
                if fault.isPassing { again.append(conversion) }
            } else if isDryRun || results[place].count > 0 {
                ledger.note(id, .accepted)
            } else {
                ledger.note(id, .unknown, "Google does not say what became of it.")
            }
        }
        return again
    }

    /// What is wrong with an event.
    struct Fault {
        let state: OperationResult.Item.State
        let reason: String
        /// Whether sending it again at once may help.
        let isPassing: Bool
    }

    /// The faults by the event's place. The first of an event counts.
    static func faults(_ error: JSONView) -> [Int: Fault] {
        var faults: [Int: Fault] = [:]
        for detail in error["details"].elements {
            for error in detail["errors"].elements {
                let path = error["location.fieldPathElements"].elements.first { $0["fieldName"].string == "conversions" }
                guard let path else { continue }
                // Where the place is left out it is the first, as zeros are.
                let place = Int(path["index"].integer ?? 0)
                if faults[place] == nil { faults[place] = fault(error) }
            }
        }
        return faults
    }

    private static func fault(_ error: JSONView) -> Fault {
        let (member, value) = error["errorCode"].members.first { _ in true }.map { ($0.name, $0.value.string ?? "") } ?? ("", "")
        let message = error["message"].filledString ?? value
        if recorded.contains(value) { return Fault(state: .accepted, reason: "Google had it already (\(value)).", isPassing: false) }
        if early.contains(value) {
            return Fault(state: .unknown, reason: "It is too recent for Google: send it again in six hours.", isPassing: false)
        }
        if member == "internalError" { return Fault(state: .unknown, reason: "Google had a fault of its own.", isPassing: true) }
        return Fault(state: .rejected, reason: "\(value): \(message.prefix(300))", isPassing: false)
    }

    private static let recorded: Set<String> = [
        "CLICK_CONVERSION_ALREADY_EXISTS", "DUPLICATE_CLICK_CONVERSION_IN_REQUEST", "DUPLICATE_ORDER_ID", "ORDER_ID_ALREADY_IN_USE",
    ]
    private static let early: Set<String> = ["TOO_RECENT_EVENT", "TOO_RECENT_CONVERSION_ACTION"]
}
