import ConnectorKit

/// An event as the Events API takes it.
enum Events {
    /// TikTok's names of standard events; any other name is sent as it is.
    private static let names = [
        "purchase": "Purchase", "place_an_order": "PlaceAnOrder", "add_to_cart": "AddToCart", "initiate_checkout": "InitiateCheckout",
        "begin_checkout": "InitiateCheckout", "add_payment_info": "AddPaymentInfo", "view_content": "ViewContent", "view_item": "ViewContent",
        "search": "Search", "lead": "Lead", "generate_lead": "Lead", "complete_registration": "CompleteRegistration",
        "sign_up": "CompleteRegistration", "subscribe": "Subscribe", "contact": "Contact", "download": "Download",
        "add_to_wishlist": "AddToWishlist", "start_trial": "StartTrial",
    ]

    static func name(_ name: String) -> String { names[name.lowercased()] ?? name }

    /// Why an event can not be sent; nil where it can.
    static func fault(_ event: ConversionEvent, now: Instant) -> String? {
        let hashes = [event.user.emailSHA256, event.user.phoneSHA256, event.user.externalIDSHA256].compactMap(\.self)
        if !hashes.allSatisfy(isHash) { return "A hash of the person is no SHA-256 in hexadecimal." }
        if event.occurredAt > now { return "The event lies in the future." }
        if event.value != nil, event.currency == nil { return "The value has no currency." }
        return nil
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    static func write(_ event: ConversionEvent, _ settings: Settings, to row: inout Row) throws {
        row.text("event", name(event.name))
        row.integer("event_time", event.occurredAt.seconds)
        row.text("event_id", event.id)
        row.object("user") { row in
            if let hash = event.user.emailSHA256 { row.texts("email", [hash]) }
            if let hash = event.user.phoneSHA256 { row.texts("phone", [hash]) }
            if let hash = event.user.externalIDSHA256 { row.texts("external_id", [hash]) }
            if let click = event.clickID, click.kind == "ttclid" { row.text("ttclid", click.value) }
            row.text("ip", event.user.ip)
            row.text("user_agent", event.user.userAgent)
        }
        try row.object("properties") { row in
            row.text("currency", event.currency)
            if let value = event.value { row.raw("value", try JSONDocument(value.description).root) }
            row.text("order_id", event.orderID)
        }
        if let url = settings.eventPageURL { row.object("page") { $0.text("url", url) } }
    }
}
