import ConnectorKit

/// An event as the Conversions API takes it.
enum Events {
    /// Snapchat's names; any other name is sent as it is.
    private static let names = [
        "purchase": "PURCHASE", "add_to_cart": "ADD_CART", "initiate_checkout": "START_CHECKOUT", "begin_checkout": "START_CHECKOUT",
        "add_payment_info": "ADD_BILLING", "view_content": "VIEW_CONTENT", "view_item": "VIEW_CONTENT", "search": "SEARCH",
        "complete_registration": "SIGN_UP", "sign_up": "SIGN_UP", "subscribe": "SUBSCRIBE", "add_to_wishlist": "ADD_TO_WISHLIST",
        "start_trial": "START_TRIAL", "page_view": "PAGE_VIEW",
    ]
    /// Older events are not reported.
    private static let mostDays: Int64 = 37

    static func name(_ name: String) -> String { names[name.lowercased()] ?? name }

    /// Why an event can not be sent; nil where it can.
    static func fault(_ event: ConversionEvent, now: Instant) -> String? {
        let user = event.user
        if ![user.emailSHA256, user.phoneSHA256, user.externalIDSHA256].compactMap(\.self).allSatisfy(isHash) {
            return "A hash of the person is no SHA-256 in hexadecimal."
        }
        if user.emailSHA256 == nil, user.phoneSHA256 == nil, user.ip == nil || user.userAgent == nil {
            return "Nothing says who it was: Snapchat wants an e-mail, a phone number, or an address with its browser."
        }
        if event.occurredAt > now { return "The event lies in the future." }
        if event.occurredAt < now.adding(seconds: -mostDays * 86_400) { return "The event is older than \(mostDays) days." }
        if event.value != nil, event.currency == nil { return "The value has no currency." }
        if name(event.name) == "PURCHASE", event.value == nil { return "A purchase needs a value and its currency." }
        return nil
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    static func write(_ event: ConversionEvent, _ settings: Settings, to row: inout Row) throws {
        row.text("event_name", name(event.name))
        row.integer("event_time", event.occurredAt.seconds)
        row.text("event_id", event.id)
        row.text("action_source", settings.actionSource)
        row.text("event_source_url", settings.eventPageURL)
        row.text("integration", "tactics")
        row.object("user_data") { row in
            if let hash = event.user.emailSHA256 { row.texts("em", [hash]) }
            if let hash = event.user.phoneSHA256 { row.texts("ph", [hash]) }
            if let hash = event.user.externalIDSHA256 { row.texts("external_id", [hash]) }
            row.text("client_ip_address", event.user.ip)
            row.text("client_user_agent", event.user.userAgent)
            if let click = event.clickID, click.kind == "sccid" { row.text("sc_click_id", click.value) }
        }
        try row.object("custom_data") { row in
            row.text("currency", event.currency)
            if let value = event.value { row.raw("value", try JSONDocument(value.description).root) }
            row.text("order_id", event.orderID)
        }
    }
}
