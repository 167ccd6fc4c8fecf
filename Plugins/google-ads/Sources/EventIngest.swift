import ConnectorKit

/// A batch for the Data Manager's `events:ingest`. It takes all events or none, and tells later what became of them.
struct EventIngest {
    typealias Conversion = ConversionUpload.Conversion

    let ads: Ads
    let access: Access
    let isDryRun: Bool

    private static let base = "https://datamanager.googleapis.com/v1/"

    /// Sends the events, all of one conversion action, and notes what became of them.
    func send(_ batch: [Conversion], _ ledger: inout ConversionUpload.Ledger) throws {
        guard let action = batch.first?.action else { return }
        let request = Request(.post, Self.base + "events:ingest", idempotent: true).json { write(batch, action, to: &$0) }
        let answer = try ads.send(request, isRepeatable: true)
        for conversion in batch { ledger.note(conversion.event.id, .accepted) }
        guard !isDryRun, let id = answer["requestId"].filledString else { return }
        ledger.note("Google took the request \(id) and works on it: \(status(of: id)).")
    }

    /// How far Google is, for people: the request was taken in any case.
    private func status(of id: String) -> String {
        let request = Request(.get, Self.base + "requestStatus:retrieve", query: [(name: "requestId", value: id)])
        let answer = try? ads.send(request, isRepeatable: false)
        return answer?["requestStatusPerDestination.0.requestStatus"].filledString ?? "status not known"
    }

    private func write(_ batch: [Conversion], _ action: String, to body: inout Row) {
        body.objects("destinations", [action]) { destination, action in
            destination.object("operatingAccount") { write(access.customer, to: &$0) }
            if let login = access.login { destination.object("loginAccount") { write(login, to: &$0) } }
            destination.text("productDestinationId", action)
        }
        body.objects("events", batch) { row, conversion in write(conversion, to: &row) }
        let uploads = ads.settings.uploads
        if uploads.adUserData != nil || uploads.adPersonalization != nil {
            body.object("consent") { consent in
                consent.text("adUserData", uploads.adUserData.map { "CONSENT_\($0)" })
                consent.text("adPersonalization", uploads.adPersonalization.map { "CONSENT_\($0)" })
            }
        }
        body.text("encoding", "HEX")
        body.boolean("validateOnly", isDryRun)
    }

    private func write(_ id: CustomerID, to row: inout Row) {
        row.text("accountType", "GOOGLE_ADS")
        row.text("accountId", id.description)
    }

    private func write(_ conversion: Conversion, to row: inout Row) {
        let event = conversion.event
        row.instant("eventTimestamp", event.occurredAt)
        row.text("transactionId", conversion.orderID)
        row.text("eventSource", "WEB")
        if let click = conversion.click { row.object("adIdentifiers") { $0.text(named: click.kind, click.value) } }
        let hashes: [(name: String, value: String)] =
            [("emailAddress", event.user.emailSHA256), ("phoneNumber", event.user.phoneSHA256)].compactMap { name, value in
                value.map { (name, $0) }
            }
        if !hashes.isEmpty {
            row.object("userData") { data in
                data.objects("userIdentifiers", hashes) { row, hash in row.text(named: hash.name, hash.value) }
            }
        }
        if let value = event.value, let number = try? JSONDocument(value.description).root { row.raw("conversionValue", number) }
        row.text("currency", event.currency)
    }
}
