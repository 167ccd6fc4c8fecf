import Core

/// The parts of a business and what each is built from. A part that nobody asks for costs nothing.
struct BusinessParts: Sendable {
    let frame: BusinessFrame
    let commerce: Lazy<Commerce>
    let channels: Lazy<[OrderChannel]>
    let keywords: Lazy<KeywordDelivery>
    let searchTerms: Lazy<[SearchTermFact]>
    let payments: Lazy<PaymentBook>
    let subscribers: Lazy<[SimulatedSubscriber]>
    let mailings: Lazy<[SimulatedMailing]>
    let mail: Lazy<MailEngagement>
    let mailingFacts: Lazy<[MailingFact]>
    let mailDays = DayCache<MailEvent>(capacity: 4)
    let orderIndex: Lazy<OrderIndex>
    let sessions: Lazy<[SessionFact]>
    let sessionEvents: Lazy<[SessionEventFact]>
    let demographics: Lazy<[DemographicFact]>
    let searchFacts: Lazy<[SearchFact]>
    private let delivered: [AdPlatform: Lazy<AdDelivery>]
    private var advertised: [AdPlatform: Lazy<PlatformAdvertising>]

    init(_ frame: BusinessFrame) {
        self.frame = frame
        let delivered = Dictionary(uniqueKeysWithValues: AdPlatform.allCases.map { platform in (platform, Lazy { AdDelivery(platform, frame) }) })
        let commerce = Lazy { Commerce(frame, deliveries: Self.all(delivered)) }
        let advertised = delivered.mapValues { delivery in
            Lazy {
                PlatformAdvertising(
                    delivery.get(), facts: delivery.get().facts(with: commerce.get(), before: frame.horizon, frame), since: frame.since,
                    days: frame.days)
            }
        }
        let subscribers = Lazy { Subscriptions(frame).subscribers(commerce.get().customers) }
        let mailings = Lazy { MailingPlan(frame).mailings }
        let orderMail = Lazy { OrderMail(frame, commerce.get(), subscribers.get(), mailings.get()) }
        let channels = Lazy { orderMail.get().channels }
        let mail = Lazy { MailEngagement(frame, commerce.get(), subscribers.get(), mailings.get(), orderMail.get()) }
        let mailingFacts = Lazy { mail.get().facts() }
        let sessions = Lazy {
            WebSessions(frame, commerce.get(), channels.get(), Self.all(advertised), mailings.get(), mailingFacts.get()).facts()
        }
        let keywords = Lazy { KeywordDelivery(frame, Self.one(.google, advertised)) }
        self.delivered = delivered
        self.commerce = commerce
        self.advertised = advertised
        self.subscribers = subscribers
        self.mailings = mailings
        self.channels = channels
        self.mail = mail
        self.mailingFacts = mailingFacts
        self.sessions = sessions
        self.keywords = keywords
        searchTerms = Lazy { keywords.get().searchTerms(frame) }
        orderIndex = Lazy { OrderIndex(commerce.get()) }
        payments = Lazy { PaymentBook(frame, commerce.get()) }
        sessionEvents = Lazy { WebEvents(frame).facts(sessions.get()) }
        demographics = Lazy { Demographics(frame).facts(sessions.get()) }
        searchFacts = Lazy { OrganicSearch(frame, commerce.get().products).facts(sessions.get()) }
    }

    var deliveries: [AdDelivery] { Self.all(delivered) }

    func advertising(on platform: AdPlatform) -> PlatformAdvertising { Self.one(platform, advertised) }

    /// The same parts, and advertising that does not know the purchases of the last days yet.
    func withholding(_ late: Int) -> BusinessParts {
        var parts = self
        let (frame, commerce) = (frame, commerce)
        let end = frame.zone.start(of: frame.until + 1 - late)
        parts.advertised = delivered.mapValues { delivery in
            Lazy {
                PlatformAdvertising(
                    delivery.get(), facts: delivery.get().facts(with: commerce.get(), before: end, frame), since: frame.since, days: frame.days)
            }
        }
        return parts
    }

    private static func one<Part: Sendable>(_ platform: AdPlatform, _ parts: [AdPlatform: Lazy<Part>]) -> Part {
        guard let part = parts[platform] else { preconditionFailure("every platform has its part") }
        return part.get()
    }

    private static func all<Part: Sendable>(_ parts: [AdPlatform: Lazy<Part>]) -> [Part] { AdPlatform.allCases.map { one($0, parts) } }
}
