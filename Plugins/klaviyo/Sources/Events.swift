import ConnectorKit

/// What people did: the stream `klaviyo_events`.
struct Events: Crawled {
    let settings: Settings
    let account: KlaviyoAccount

    let stream = "klaviyo_events"
    let path = "events"
    let timeField = "datetime"

    var conditions: [String] { settings.eventMetricID.map { ["equals(metric_id,\"\($0)\")"] } ?? [] }

    var query: [(name: String, value: String)] {
        let size = [(name: "page[size]", value: String(settings.eventsPageSize)), (name: "include", value: "metric")]
        guard settings.isSparse else { return size }
        return size + [
            (name: "fields[event]", value: "timestamp,datetime,uuid,event_properties"), (name: "fields[metric]", value: "name"),
        ]
    }

    func emit(_ resource: JSONView, _ included: Included, _ host: Host) throws -> Instant? {
        let attributes = resource["attributes"]
        guard let time = attributes["datetime"].instant ?? attributes["timestamp"].instant else {
            try host.reject(stream, Reject("The time can not be read.", field: "datetime", sample: attributes["datetime"].string))
            return nil
        }
        let value = attributes["event_properties"].member("$value")
        guard !value.exists || value.micros != nil else {
            try host.reject(stream, Reject("The value can not be read.", field: "$value", sample: String(value.json.prefix(200))))
            return nil
        }
        try host.emit(stream) { row in
            try self.write(resource, time, value, included, to: &row)
        }
        return time
    }

    private func write(_ resource: JSONView, _ time: Instant, _ value: JSONView, _ included: Included, to row: inout Row) throws {
        let properties = resource["attributes.event_properties"]
        let metric = resource["relationships.metric.data.id"].filledString
        row.text("id", try resource.requiredString("id"))
        row.text("uuid", resource["attributes.uuid"].filledString)
        row.text("metric_id", metric)
        row.text("metric", included.resource("metric", metric)["attributes.name"].filledString)
        row.text("profile_id", resource["relationships.profile.data.id"].filledString)
        row.instant("occurred_at", time)
        row.day("day", account.zone.day(of: time))
        row.text("time_zone", account.zone.name)
        if let decimal = value.decimal {
            row.micros("value_micros", decimal.micros)
            row.text("value_text", decimal.exact ? nil : value.string)
            row.text("currency", properties.member("$value_currency").filledString ?? account.currency)
        }
        row.text("order_id", properties["OrderId"].filledString ?? properties["order_id"].filledString)
        row.text("message_id", properties.member("$message").filledString)
        row.text("flow_id", properties.member("$flow").filledString)
        if settings.keepsEventProperties, properties.kind == .object { row.raw("properties", properties) }
    }
}
