import ConnectorKit

/// An event as the Conversions API takes it.
enum Events {
    /// Meta's names of standard events; any other name is sent as it is.
    private static let names = [
        "purchase": "Purchase", "add_to_cart": "AddToCart", "initiate_checkout": "InitiateCheckout", "begin_checkout": "InitiateCheckout",
        "add_payment_info": "AddPaymentInfo", "view_content": "ViewContent", "view_item": "ViewContent", "search": "Search", "lead": "Lead",
        "generate_lead": "Lead", "complete_registration": "CompleteRegistration", "sign_up": "CompleteRegistration",
        "subscribe": "Subscribe", "contact": "Contact", "add_to_wishlist": "AddToWishlist", "start_trial": "StartTrial",
        "schedule": "Schedule", "donate": "Donate", "find_location": "FindLocation", "customize_product": "CustomizeProduct",
        "submit_application": "SubmitApplication",
    ]

    static func name(_ name: String) -> String { names[name.lowercased()] ?? name }

    /// Why an event can not be sent; nil where it can. One bad event would make Meta refuse all that come with it.
    static func fault(_ event: ConversionEvent, _ settings: UploadSettings, now: Instant) -> String? {
        let hashes = [event.user.emailSHA256, event.user.phoneSHA256, event.user.externalIDSHA256].compactMap(\.self)
        if !hashes.allSatisfy(isHash) { return "A hash of the person is no SHA-256 in hexadecimal." }
        if hashes.isEmpty, click(event) == nil, event.user.ip == nil || event.user.userAgent == nil {
            return "It says nothing about the person that Meta could match."
        }
        if event.occurredAt > now { return "The event lies in the future." }
        if event.occurredAt < now.adding(seconds: -settings.mostDays * 86_400) { return "The event is older than \(settings.mostDays) days." }
        if event.value != nil, event.currency == nil { return "The value has no currency." }
        if name(event.name) == "Purchase", event.value == nil { return "A purchase needs its value and currency." }
        return nil
    }

    private static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Meta's own form of a click: `fb.`, the level of the domain, milliseconds, the id. The time of the click is not known; that of the event stands
    /// for it.
    private static func click(_ event: ConversionEvent) -> (name: String, value: String)? {
        switch event.clickID?.kind {
        case "fbclid": event.clickID.map { ("fbc", "fb.1.\(event.occurredAt.microseconds / 1000).\($0.value)") }
        case "fbc": event.clickID.map { ("fbc", $0.value) }
        case "fbp": event.clickID.map { ("fbp", $0.value) }
        default: nil
        }
    }

    static func write(_ event: ConversionEvent, _ settings: UploadSettings, to row: inout Row) throws {
        row.text("event_name", name(event.name))
        row.integer("event_time", event.occurredAt.seconds)
        row.text("event_id", event.id)
        row.text("action_source", settings.actionSource)
        row.text("event_source_url", settings.sourceURL)
        row.object("user_data") { row in
            if let hash = event.user.emailSHA256 { row.texts("em", [hash]) }
            if let hash = event.user.phoneSHA256 { row.texts("ph", [hash]) }
            if let hash = event.user.externalIDSHA256 { row.texts("external_id", [hash]) }
            row.text("client_ip_address", event.user.ip)
            row.text("client_user_agent", event.user.userAgent)
            if let click = click(event) { row.text(named: click.name, click.value) }
        }
        try row.object("custom_data") { row in
            row.text("currency", event.currency)
            if let value = event.value { row.raw("value", try JSONDocument(value.description).root) }
            row.text("order_id", event.orderID)
        }
    }
}
