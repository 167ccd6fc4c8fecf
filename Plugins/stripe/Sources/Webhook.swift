import ConnectorKit

/// What Stripe sends by itself, its signature verified by the host.
enum Webhook {
    /// Emits what an event tells; gives the stream it belongs to, nil for events that tell nothing new. The next read puts events right that came in
    /// another order than they happened.
    static func take(_ event: JSONView, _ config: JSONView, _ host: Host) throws -> String? {
        // The events of API v2 (`v2.core.event`) only name their object.
        guard event["object"].string == "event" else { return nil }
        let settings = try Settings(config)
        if let account = event["account"].filledString, let own = settings.account, account != own { return nil }
        let type = event["type"].string ?? ""
        guard let kind = ObjectKind.allCases.first(where: { $0.events.contains(type) }), let change = Change(event, kind) else { return nil }
        // The account's own zone is not asked for here: a day is only told where the settings know it.
        let zone = try settings.timeZone.map { try Zone($0) }
        try ObjectReader(kind: kind, settings: settings, zone: zone).emit(change.object, changed: Instant(seconds: change.at), host)
        return kind.stream
    }
}

extension Stripe: Receiving {
    func webhook(_ delivery: Delivery, _ host: Host) throws -> Reception {
        try Webhook.take(delivery.json(), delivery.config, host).map { Reception(streams: [$0]) } ?? .ignored
    }
}
