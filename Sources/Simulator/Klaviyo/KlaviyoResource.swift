import Core

/// One resource of JSON:API.
struct KlaviyoResource: Sendable {
    let type: String
    let id: String
    var attributes: [JSON.Member]
    /// By name: type and ids of what it relates to; several make a list.
    var relationships: [(name: String, type: String, ids: [String], isList: Bool)] = []

    /// The resource with the attributes that the sparse fields name.
    func json(_ request: SimulatedRequest) -> JSON {
        let wanted = request.parameters["fields[\(type)]"].map { Set($0.split(separator: ",").map { String($0) }) }
        let members = wanted.map { names in attributes.filter { names.contains($0.name) } } ?? attributes
        var json: JSON = ["type": .string(type), "id": .string(id), "attributes": .object(members)]
        if !relationships.isEmpty {
            json = json.setting(
                "relationships",
                .object(
                    relationships.map { relation in
                        let links = relation.ids.map { JSON.object([.init("type", .string(relation.type)), .init("id", .string($0))]) }
                        return .init(relation.name, ["data": relation.isList ? .array(links) : links.first ?? .null])
                    }))
        }
        return json
    }

    /// A time as Klaviyo writes it: `2026-05-01T01:46:40+00:00`.
    static func time(_ instant: Instant?) -> JSON {
        guard let instant else { return .null }
        return .string(String(instant.description.dropLast()) + "+00:00")
    }

    /// A number as a double prints it.
    static func number(_ count: Int) -> JSON { .number("\(count).0") }

    /// An amount as a double prints it; now and then with what a sum of doubles leaves behind.
    static func amount(_ micros: Int64) -> JSON {
        let text = Micros.text(micros)
        let short = text.hasSuffix("0") && text.contains(".") ? String(text.dropLast()) : text
        return .number(micros != 0 && micros / 10_000 % 7 == 0 ? text + "00000000000003" : short)
    }
}

/// The resources of the business.
struct KlaviyoResources: Sendable {
    let business: SimulatedBusiness

    var account: KlaviyoResource {
        let id = "Sim\(business.seed)"
        return KlaviyoResource(
            type: "account", id: id,
            attributes: [
                .init("contact_information", ["organization_name": .string(business.name)]), .init("timezone", .string(business.shopZone.name)),
                .init("preferred_currency", .string(business.currency.code)), .init("public_api_key", .string(id)),
            ])
    }

    static func metricID(_ kind: MailEvent.Kind) -> String { "Met\((MailEvent.Kind.allCases.firstIndex(of: kind) ?? 0) + 1)x" }

    func metric(_ kind: MailEvent.Kind) -> KlaviyoResource {
        let start = KlaviyoResource.time(business.shopZone.start(of: business.since))
        let integration = kind == .placedOrder ? "Shopify" : "Klaviyo"
        return KlaviyoResource(
            type: "metric", id: Self.metricID(kind),
            attributes: [
                .init("name", .string(kind.rawValue)), .init("created", start), .init("updated", start),
                .init("integration", ["object": "integration", "name": .string(integration)]),
            ])
    }

    var lists: [KlaviyoResource] {
        [("Newsletter", "double_opt_in"), ("Buyers", "single_opt_in")].enumerated().map { index, list in
            KlaviyoResource(
                type: "list", id: "Lst\(index + 1)x",
                attributes: [
                    .init("name", .string(list.0)), .init("opt_in_process", .string(list.1)),
                    .init("created", KlaviyoResource.time(business.shopZone.start(of: business.since))),
                    .init("updated", KlaviyoResource.time(business.now - .seconds(3_600))),
                ])
        }
    }

    func profile(_ index: Int, _ additional: Set<String>) -> KlaviyoResource {
        let person = business.subscribers[index]
        let customer = business.customers[person.customer]
        var attributes: [JSON.Member] = [
            .init("email", .string(person.email)), .init("phone_number", customer.phone.map { .string($0) } ?? .null),
            .init("external_id", .string(String(customer.number))), .init("first_name", .string(customer.firstName)),
            .init("last_name", .string(customer.lastName)), .init("organization", .null), .init("locale", "de-DE"),
            .init("created", KlaviyoResource.time(person.created)), .init("updated", KlaviyoResource.time(person.updated)),
            .init("last_event_date", KlaviyoResource.time(customer.updated)),
            .init("location", ["country": .string(customer.country), "city": .null]),
            .init("properties", [:]),
        ]
        if additional.contains("subscriptions") {
            let email: JSON = [
                "can_receive_email_marketing": .bool(person.consent == .subscribed), "consent": .string(person.consent.rawValue),
                "consent_timestamp": KlaviyoResource.time(person.consented),
            ]
            let sms: JSON = ["can_receive_sms_marketing": false, "consent": "NEVER_SUBSCRIBED"]
            attributes.append(.init("subscriptions", ["email": ["marketing": email], "sms": ["marketing": sms]]))
        }
        if additional.contains("predictive_analytics") {
            attributes.append(
                .init("predictive_analytics", ["historic_clv": KlaviyoResource.amount(customer.spent), "churn_probability": .null]))
        }
        return KlaviyoResource(type: "profile", id: person.id, attributes: attributes)
    }

    func mailing(_ index: Int) -> KlaviyoResource {
        let mailing = business.mailings[index]
        let updated = KlaviyoResource.time(mailing.updated)
        guard mailing.kind == .campaign else {
            return KlaviyoResource(
                type: "flow", id: mailing.id,
                attributes: [
                    .init("name", .string(mailing.name)), .init("status", "live"), .init("archived", false),
                    .init("created", KlaviyoResource.time(mailing.sent)), .init("updated", updated), .init("trigger_type", "Metric"),
                ])
        }
        return KlaviyoResource(
            type: "campaign", id: mailing.id,
            attributes: [
                .init("name", .string(mailing.name)), .init("status", "Sent"), .init("archived", false),
                .init("audiences", ["included": ["Lst1x"], "excluded": []]),
                .init("created_at", KlaviyoResource.time(mailing.sent - .seconds(86_400))),
                .init("scheduled_at", KlaviyoResource.time(mailing.sent - .seconds(3_600))), .init("updated_at", updated),
                .init("send_time", KlaviyoResource.time(mailing.sent)),
            ], relationships: [(name: "campaign-messages", type: "campaign-message", ids: [mailing.message], isList: true)])
    }

    func message(_ index: Int) -> KlaviyoResource {
        let mailing = business.mailings[index]
        return KlaviyoResource(
            type: "campaign-message", id: mailing.message,
            attributes: [.init("definition", ["channel": .string(mailing.channel), "content": ["subject": .string(mailing.subject)]])])
    }

    func event(_ event: MailEvent) -> KlaviyoResource {
        var properties: [JSON.Member] = []
        if let index = event.mailing {
            let mailing = business.mailings[index]
            properties.append(.init(event.kind == .placedOrder ? "$attributed_message" : "$message", .string(mailing.message)))
            if mailing.kind == .flow { properties.append(.init("$flow", .string(mailing.id))) }
            if event.kind != .placedOrder { properties.append(.init("Subject", .string(mailing.subject))) }
        }
        if let index = event.order {
            properties += [.init("$value", KlaviyoResource.amount(event.value)), .init("OrderId", .string(business.orders[index].name))]
        }
        return KlaviyoResource(
            type: "event", id: event.id,
            attributes: [
                .init("timestamp", .integer(event.at.seconds)), .init("datetime", KlaviyoResource.time(Instant(seconds: event.at.seconds))),
                .init("uuid", .string("\(event.id)-\(event.at.seconds)")), .init("event_properties", .object(properties)),
            ],
            relationships: [
                (name: "profile", type: "profile", ids: [business.subscribers[event.subscriber].id], isList: false),
                (name: "metric", type: "metric", ids: [Self.metricID(event.kind)], isList: false),
                (name: "attributions", type: "attribution", ids: [], isList: true),
            ])
    }
}
