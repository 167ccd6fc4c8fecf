import ConnectorKit

/// What Meta tells about ad accounts by webhook: a stream of its own, because none of it is a figure.
enum Deliveries {
    static let stream = "meta_events"
}

extension Meta: Receiving {
    /// A delivery is `{"object", "entry": [{"id", "time", "changes": [{"field", "value"}]}]}`. Only ad accounts are kept: what is told about pages and
    /// people is not for this connector.
    func webhook(_ delivery: Delivery, _ host: Host) throws -> Reception {
        let body = try delivery.json()
        guard body["object"].string == "ad_account" else { return .ignored }
        var count = 0
        for entry in body["entry"].elements {
            guard let account = entry["id"].filledString else { continue }
            for (place, change) in entry["changes"].elements.enumerated() {
                guard let field = change["field"].filledString else { continue }
                let time = entry["time"].integer.map { Instant(seconds: $0) } ?? delivery.receivedAt
                try host.emit(Deliveries.stream) { row in
                    row.text("id", String("\(account) \(time.seconds) \(place) \(field)".prefix(200)))
                    row.text("account_id", account.hasPrefix("act_") ? account : "act_" + account)
                    row.text("field", field)
                    row.instant("occurred_at", time)
                    row.raw("value", change["value"])
                }
                count += 1
            }
        }
        return count > 0 ? Reception(streams: [Deliveries.stream]) : .ignored
    }
}
