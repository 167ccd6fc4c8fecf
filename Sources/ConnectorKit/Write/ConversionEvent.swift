/// A conversion that happened in a shop and is reported to an advertising platform: one of the `events` of `upload_conversions`. Whatever names a
/// person is hashed before it reaches the connector.
public struct ConversionEvent: Hashable, Sendable {
    /// The click that led to it.
    public struct ClickID: Hashable, Sendable {
        /// Whose id it is: `gclid`, `gbraid`, `wbraid`, `fbclid`, `ttclid`, `sccid`, `li_fat_id`, …
        public var kind: String
        /// The id.
        public var value: String

        /// A click's id.
        public init(kind: String, value: String) {
            self.kind = kind
            self.value = value
        }
    }

    /// Who converted.
    public struct User: Hashable, Sendable {
        /// SHA-256 of the normalised address, in lower-case hexadecimal.
        public var emailSHA256: String?
        /// SHA-256 of the number with country code, in lower-case hexadecimal.
        public var phoneSHA256: String?
        /// SHA-256 of the shop's own id, in lower-case hexadecimal.
        public var externalIDSHA256: String?
        /// The address that the order came from.
        public var ip: String?
        /// The browser.
        public var userAgent: String?
    }

    /// The same for every attempt, so that platforms recognise a repetition.
    public var id: String
    /// What happened, in the platform's words where the settings map it: `purchase`.
    public var name: String
    /// When.
    public var occurredAt: Instant
    /// What it was worth.
    public var value: Micros?
    /// ISO 4217 code.
    public var currency: String?
    /// The order.
    public var orderID: String?
    /// The click that led to it.
    public var clickID: ClickID?
    /// Who converted.
    public var user: User

    init?(_ document: JSONView) {
        guard let id = document["id"].filledString, let name = document["name"].filledString, let time = document["occurred_at"].instant else {
            return nil
        }
        self.id = id
        self.name = name
        occurredAt = time
        value = document["value_micros"].integer.map { Micros($0) }
        currency = document["currency"].filledString
        orderID = document["order_id"].filledString
        if let kind = document["click_id.kind"].filledString, let value = document["click_id.value"].filledString {
            clickID = ClickID(kind: kind, value: value)
        }
        let person = document["user"]
        user = User(
            emailSHA256: person["email_sha256"].filledString, phoneSHA256: person["phone_sha256"].filledString,
            externalIDSHA256: person["external_id_sha256"].filledString, ip: person["ip"].filledString, userAgent: person["user_agent"].filledString)
    }
}

extension Operation {
    /// The events of `upload_conversions`. Throws a `permanent` failure that names the first event without id, name or time.
    public func events() throws -> [ConversionEvent] {
        try parameters["events"].elements.enumerated().map { number, event in
            guard let read = ConversionEvent(event) else {
                throw ConnectorFailure(.permanent, "Event \(number) of the operation \"\(name)\" lacks its id, its name or its time.")
            }
            return read
        }
    }

    /// The code that marks events as a test, on platforms that have such codes.
    public var testCode: String? { parameters["test.code"].filledString }
}
