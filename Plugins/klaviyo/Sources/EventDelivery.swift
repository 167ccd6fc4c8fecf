import ConnectorKit

/// A delivery of a system webhook: `{"data": [{"external_id", "topic", "payload": {…event…}}], "meta": {…}}`.
struct EventDelivery {
    let settings: Settings

    func receive(_ delivery: Delivery, _ host: Host) throws -> Reception {
        let body = try delivery.json()
        // The signature covers body and time, not the header with the webhook's id.
        if let header = delivery.header("klaviyo-webhook-id"), body["meta.klaviyo_webhook_id"].string != header {
            throw ConnectorFailure(.contract, "The delivery names another webhook than its header.")
        }
        guard body["data"].kind == .array else { throw ConnectorFailure(.contract, "The delivery lacks \"data\".") }
        let zone = try settings.timeZone.map { try Zone($0) } ?? delivery.zone()
        let account = KlaviyoAccount(id: body["meta.klaviyo_account_id"].string ?? "", zone: zone, currency: settings.currency ?? delivery.currency)
        let events = Events(settings: settings, account: account)
        var isIgnored = true
        for item in body["data"].elements where item["topic"].string?.hasPrefix("event:") == true {
            isIgnored = false
            let event = item["payload.data"].exists ? item["payload.data"] : item["payload"]
            guard event["id"].filledString != nil else {
                try host.reject(events.stream, Reject("The event has no id.", field: "id", sample: item["topic"].string))
                continue
            }
            let included = item["payload.included"]
            _ = try events.emit(event, Included(included), host)
        }
        return isIgnored ? .ignored : Reception(streams: [events.stream])
    }
}
