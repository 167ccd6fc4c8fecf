import Core

/// The visits that the ads, the mails and the rest of the web brought. Where a source brought orders there were visits for them.
struct WebSessions {
    private let frame: BusinessFrame
    private let platforms: [(platform: AdPlatform, advertising: PlatformAdvertising)]
    private let mailings: [SimulatedMailing]
    private let mailingFacts: [MailingFact]
    private var days: [[Key: Visits]]

    private struct Key: Hashable {
        let source: String
        let medium: String
        let campaign: String
        let campaignID: String?
    }

    private struct Visits {
        var sessions = 0
        var conversions = 0
        var revenue: Int64 = 0
    }

    init(
        _ frame: BusinessFrame, _ commerce: Commerce, _ channels: [OrderChannel], _ advertising: [PlatformAdvertising],
        _ mailings: [SimulatedMailing], _ mailingFacts: [MailingFact]
    ) {
        self.frame = frame
        platforms = Array(zip(AdPlatform.allCases, advertising)).map { (platform: $0, advertising: $1) }
        self.mailings = mailings
        self.mailingFacts = mailingFacts
        days = Array(repeating: [:], count: frame.days)
        for (order, channel) in zip(commerce.orders, channels) where !order.isTest {
            days[order.day - frame.since][key(channel), default: Visits()].conversions += 1
            days[order.day - frame.since][key(channel), default: Visits()].revenue += order.total
        }
    }

    func facts() -> [SessionFact] {
        var all = self
        all.countAds()
        all.countMails()
        all.countOthers()
        return all.days.enumerated().flatMap { offset, visits in
            visits.filter { $1.sessions + $1.conversions > 0 }.map { fact($0, $1, offset) }
                .sorted { ($0.source, $0.medium, $0.campaign, $0.campaignID ?? "") < ($1.source, $1.medium, $1.campaign, $1.campaignID ?? "") }
        }
    }

    private func key(_ channel: OrderChannel) -> Key {
        switch channel {
        case .advertising(let touch): key(touch.platform, touch.campaign)
        case .mailing(let index):
            Key(
                source: "klaviyo", medium: "email", campaign: mailings[index].kind == .flow ? "Flow: \(mailings[index].name)" : mailings[index].name,
                campaignID: mailings[index].id)
        case .other(let web): key(web)
        }
    }

    private func key(_ web: WebSource) -> Key {
        let campaign = web == .direct ? "(direct)" : "(\(web.medium))"
        return Key(source: web.source, medium: web.medium, campaign: campaign, campaignID: nil)
    }

    private func key(_ platform: AdPlatform, _ campaign: Int) -> Key {
        let advertising = platforms.first { $0.platform == platform }?.advertising
        return Key(
            source: platform == .meta ? "facebook" : platform.rawValue, medium: platform == .google ? "cpc" : "paid_social",
            campaign: advertising?.campaigns[campaign].name ?? "(not set)", campaignID: advertising?.campaigns[campaign].id)
    }

    /// A visit for every landing that an ad brought; the ad's day counts.
    private mutating func countAds() {
        for (platform, advertising) in platforms {
            let keys = advertising.campaigns.indices.map { key(platform, $0) }
            for fact in advertising.facts where fact.landingViews > 0 {
                days[fact.day - frame.since][keys[fact.campaign], default: Visits()].sessions += fact.landingViews
            }
        }
    }

    private mutating func countMails() {
        let keys = mailings.indices.map { key(.mailing($0)) }
        for fact in mailingFacts where fact.clicks > 0 {
            days[fact.day - frame.since][keys[fact.mailing], default: Visits()].sessions += fact.clicks
        }
    }

    private mutating func countOthers() {
        let mean = frame.dailyCustomers * frame.parameters.visitsPerOrder
        for offset in days.indices {
            for (place, web) in WebSource.all.enumerated() {
                var stream = RandomStream(seed: frame.seed, "visits", place, offset)
                days[offset][key(web), default: Visits()].sessions += stream.poisson(mean: mean * web.share * stream.noise(0.1))
            }
        }
    }

    private func fact(_ key: Key, _ visits: Visits, _ offset: Int) -> SessionFact {
        var stream = RandomStream(seed: frame.seed, "session day", offset, Int(truncatingIfNeeded: Self.digest(key.source, key.campaign)))
        let sessions = max(visits.sessions, visits.conversions)
        let users = max(min(1, sessions), Int(Double(sessions) * stream.between(0.8, 0.95)))
        let isKnown = key.medium == "email" || key.medium == "(none)"
        let engaged = max(visits.conversions, Int(Double(sessions) * stream.between(0.45, 0.7)))
        return SessionFact(
            day: frame.since + offset, source: key.source, medium: key.medium, campaign: key.campaign, campaignID: key.campaignID, sessions: sessions,
            users: users, newUsers: Int(Double(users) * (isKnown ? stream.between(0.05, 0.2) : stream.between(0.55, 0.8))), engaged: engaged,
            conversions: visits.conversions, revenue: visits.revenue)
    }

    /// A number that is the same in every process, unlike `hashValue`.
    private static func digest(_ texts: String...) -> UInt64 {
        texts.reduce(0xCBF2_9CE4_8422_2325) { $1.utf8.reduce($0) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 } }
    }
}
