import ConnectorKit

/// What TikTok tells by webhook: a stream of its own, because none of it is a figure.
enum Deliveries {
    static let stream = "tiktok_events"
}

extension TikTok: Receiving {
    /// A delivery is `{"event", "create_time", "user_openid", "content"}`; who it is about is only part of the row's id.
    func webhook(_ delivery: Delivery, _ host: Host) throws -> Reception {
        let body = try delivery.json()
        guard let event = body["event"].filledString else { return .ignored }
        let time = body["create_time"].integer.map { Instant(seconds: $0) }
        let parts = [event, time.map { String($0.seconds) }, body["user_openid"].filledString].compactMap(\.self)
        try host.emit(Deliveries.stream) { row in
            row.text("id", String(parts.joined(separator: " ").prefix(200)))
            row.text("event", event)
            row.instant("occurred_at", time ?? delivery.receivedAt)
            row.raw("content", body["content"])
        }
        return Reception(streams: [Deliveries.stream])
    }
}
