import ConnectorKit

/// A list that is read page by page.
enum Collection: Equatable {
    case lists
    case metrics
    /// The campaigns of one channel: Klaviyo lists none without it.
    case campaigns(channel: String)
    case flows

    /// Its name in a cursor.
    var name: String {
        switch self {
        case .lists: "lists"
        case .metrics: "metrics"
        case .campaigns(let channel): "campaigns.\(channel)"
        case .flows: "flows"
        }
    }

    var path: String {
        switch self {
        case .lists: "lists"
        case .metrics: "metrics"
        case .campaigns: "campaigns"
        case .flows: "flows"
        }
    }

    /// The query; `from` asks for later changes only.
    func query(from: Instant?, _ settings: Settings) -> [(name: String, value: String)] {
        switch self {
        case .lists: return [(name: "page[size]", value: "10")]
        // 200 in a page, whatever is asked for.
        case .metrics: return []
        case .campaigns(let channel):
            let changed = from.map { ["greater-than(updated_at,\($0))"] } ?? []
            let filter = (["equals(messages.channel,'\(channel)')"] + changed).joined(separator: ",")
            return [(name: "filter", value: filter)] + (settings.hasCampaignMessages ? [(name: "include", value: "campaign-messages")] : [])
        case .flows:
            let filter = from.map { [(name: "filter", value: "greater-than(updated,\($0))")] } ?? []
            return [(name: "page[size]", value: "50")] + filter
        }
    }

    /// Emits the row of a resource; its time of change.
    func emit(_ resource: JSONView, _ id: String, _ included: Included, _ host: Host) throws -> Instant? {
        let attributes = resource["attributes"]
        switch self {
        case .lists:
            try host.emit("klaviyo_lists") { row in
                Collection.head(&row, id, attributes)
                row.text("opt_in_process", attributes["opt_in_process"].filledString)
            }
        case .metrics:
            try host.emit("klaviyo_metrics") { row in
                Collection.head(&row, id, attributes)
                row.text("integration", attributes["integration.name"].filledString)
            }
        case .campaigns(let channel): try host.emit(Messages.campaign(resource, id, channel, included))
        case .flows: try host.emit(Messages.flow(resource, id))
        }
        return attributes["updated_at"].instant ?? attributes["updated"].instant
    }

    private static func head(_ row: inout Row, _ id: String, _ attributes: JSONView) {
        row.text("id", id)
        row.text("name", attributes["name"].filledString)
        row.instant("created_at", attributes["created"].instant)
        row.instant("updated_at", attributes["updated"].instant)
    }
}

/// Campaigns and flows as messages.
enum Messages {
    static func channel(_ word: String?) -> MessageChannel? {
        switch word {
        case "email": .email
        case "sms": .sms
        case "mobile_push", "push": .push
        case nil: nil
        default: .other
        }
    }

    static func campaign(_ resource: JSONView, _ id: String, _ channel: String, _ included: Included) throws -> MessageRow {
        let attributes = resource["attributes"]
        let relation = resource["relationships"].member("campaign-messages")["data.0.id"].filledString
        let message = included.resource("campaign-message", relation)["attributes"]
        let raw = attributes["status"].filledString
        return MessageRow(
            id: id, kind: .campaign, channel: self.channel(channel), name: attributes["name"].filledString,
            subject: message["definition.content.subject"].filledString ?? message["content.subject"].filledString,
            status: attributes["archived"].boolean == true ? .ended : campaignStatus(raw), rawStatus: raw, sentAt: attributes["send_time"].instant,
            createdAt: attributes["created_at"].instant, updatedAt: attributes["updated_at"].instant,
            attributes: try Attributes.of(attributes, ["archived", "audiences", "send_strategy", "scheduled_at"]))
    }

    static func flow(_ resource: JSONView, _ id: String) throws -> MessageRow {
        let attributes = resource["attributes"]
        let raw = attributes["status"].filledString
        return MessageRow(
            id: id, kind: .flow, name: attributes["name"].filledString, status: attributes["archived"].boolean == true ? .ended : flowStatus(raw),
            rawStatus: raw, flowID: id, createdAt: attributes["created"].instant, updatedAt: attributes["updated"].instant,
            attributes: try Attributes.of(attributes, ["archived", "trigger_type"]))
    }

    /// Nil for a word that is new: the platform's own stays beside it.
    private static func campaignStatus(_ raw: String?) -> EntityStatus? {
        switch raw?.lowercased() {
        case "draft": .draft
        case "scheduled", "sending", "queued without recipients", "preparing to send", "preparing to schedule", "adding recipients": .active
        case "paused", "sending paused": .paused
        case "sent", "cancelled", "canceled", "cancelled: account disabled": .ended
        default: nil
        }
    }

    private static func flowStatus(_ raw: String?) -> EntityStatus? {
        switch raw?.lowercased() {
        case "draft": .draft
        case "live": .active
        case "manual": .paused
        default: nil
        }
    }
}

/// Chosen members of a response as an object of their own.
enum Attributes {
    static func of(_ view: JSONView, _ names: [String]) throws -> JSONView {
        let bytes = Row.bytes { row in
            for name in names where view.member(name).exists { row.raw(named: name, view.member(name)) }
        }
        return try JSONDocument(bytes).root
    }
}
