import Core

/// What the business advertises: a fixed plan of eight campaigns, dressed with the seed's own figures.
struct AdPlan: Sendable {
    let accounts: [AdAccount]
    private(set) var campaigns: [AdCampaign] = []
    private(set) var adSets: [AdSet] = []
    private(set) var ads: [Ad] = []

    /// `from` and `to` are parts of the founding time; `to` of `nil` runs on.
    private struct Line {
        let name: String
        let account: Int
        let objective: String
        let share: Double
        let from: Double
        let to: Double?
        let status: AdStatus
    }

    private static let lines: [Line] = [
        Line(name: "Prospecting | Broad", account: 0, objective: "OUTCOME_SALES", share: 0.24, from: 0, to: nil, status: .active),
        Line(name: "Prospecting | Lookalikes", account: 0, objective: "OUTCOME_SALES", share: 0.16, from: 0, to: nil, status: .active),
        Line(name: "Retargeting | Visitors", account: 0, objective: "OUTCOME_SALES", share: 0.14, from: 0, to: nil, status: .active),
        Line(name: "Catalogue | Bestsellers", account: 0, objective: "OUTCOME_SALES", share: 0.12, from: 0.05, to: nil, status: .active),
        Line(name: "Brand | \"Made to last\" video", account: 0, objective: "OUTCOME_AWARENESS", share: 0.10, from: 0, to: nil, status: .active),
        Line(name: "Launch | New season", account: 0, objective: "OUTCOME_SALES", share: 0.08, from: 0.35, to: 0.7, status: .paused),
        Line(name: "US | Prospecting", account: 1, objective: "OUTCOME_SALES", share: 0.10, from: 0.02, to: nil, status: .active),
        Line(name: "US | Clearance", account: 1, objective: "OUTCOME_SALES", share: 0.06, from: 0, to: 0.4, status: .archived),
    ]

    init(_ frame: BusinessFrame) {
        accounts = Self.accounts(frame)
        for (index, line) in Self.lines.enumerated() {
            campaigns.append(Self.campaign(line, index, frame))
            for place in 0..<(index % 3 == 2 ? 2 : 3) { addAdSet(place, of: index, frame) }
        }
    }

    private static func accounts(_ frame: BusinessFrame) -> [AdAccount] {
        let base = 100_200_300_000_000 + frame.idBase * 10
        return [
            AdAccount(id: String(base + 1), name: "Main", currency: Commerce.currency, zone: .known("Europe/Berlin")),
            AdAccount(id: String(base + 2), name: "Overseas", currency: Commerce.currency, zone: .known("America/New_York")),
        ]
    }

    private static func campaign(_ line: Line, _ index: Int, _ frame: BusinessFrame) -> AdCampaign {
        var stream = RandomStream(seed: frame.seed, "campaign", index)
        let founding = Double(frame.foundingDays)
        let start = frame.since + Int(line.from * founding)
        let end = line.to.map { frame.since + max(Int($0 * founding) - 1, 0) }
        let budget = Double(frame.parameters.budgetPerCustomer) * frame.dailyCustomers * line.share * stream.noise(0.1)
        let cents = max(500, Int64((budget / 10_000).rounded()))
        let created = start.instant - .seconds(86_400 * 3 + stream.below(86_400))
        let edited =
            end.map { ($0 + 1).instant - .seconds(1 + stream.below(3_600)) } ?? start.instant + .seconds(stream.below(frame.foundingDays * 72_000))
        let decay = stream.between(0.2, 0.7)
        let response = AdResponse(
            decay: decay, slope: stream.between(0.9, 1.6), halfSaturation: Double(cents) / 100 / (1 - decay) * stream.between(0.8, 1.6),
            effect: 2 * line.share * (1 - frame.parameters.organicShare) * stream.noise(0.25))
        return AdCampaign(
            id: identifier(1, index, frame), account: line.account, name: line.name, objective: line.objective, status: line.status,
            dailyBudget: cents * 10_000, start: start, end: end, created: created, updated: min(edited, frame.horizon - .seconds(60)),
            response: response)
    }

    private mutating func addAdSet(_ place: Int, of campaign: Int, _ frame: BusinessFrame) {
        let parent = campaigns[campaign]
        let index = adSets.count
        var stream = RandomStream(seed: frame.seed, "ad set", index)
        let updated = parent.created + .seconds(60 + stream.below(200_000))
        adSets.append(
            AdSet(
                id: Self.identifier(2, index, frame), campaign: campaign, name: Words.audiences[place], status: parent.status,
                goal: parent.objective == "OUTCOME_AWARENESS" ? "REACH" : "OFFSITE_CONVERSIONS",
                bid: place == 2 ? 250_000 * Int64(2 + stream.below(6)) : nil,
                created: parent.created + .seconds(30), updated: updated))
        for creative in 0..<3 { addAd(creative, of: index, frame) }
    }

    private mutating func addAd(_ creative: Int, of adSet: Int, _ frame: BusinessFrame) {
        let campaign = adSets[adSet].campaign
        let parent = campaigns[campaign]
        let index = ads.count
        var stream = RandomStream(seed: frame.seed, "ad", index)
        let late = stream.chance(0.2)
        let start = parent.start + (late ? stream.below(max(1, frame.foundingDays / 4)) : 0)
        let stops = creative == 2 && parent.end == nil && stream.chance(0.35)
        let end = stops ? start + frame.foundingDays / 3 + stream.below(max(1, frame.foundingDays / 4)) : parent.end
        let hasStopped = stops && end.map { $0 < frame.until } == true
        let created = parent.created + .seconds(60 + stream.below(3_600)) + .seconds(86_400 * (start - parent.start))
        let stopped = end.map { ($0 + 1).instant - .seconds(stream.below(7_200) + 1) }
        ads.append(
            Ad(
                id: Self.identifier(3, index, frame), campaign: campaign, adSet: adSet, name: "\(Words.creatives[creative]) \(1 + stream.below(9))",
                creative: Self.identifier(4, index, frame), status: hasStopped ? .paused : parent.status, weight: stream.between(0.4, 1.6),
                start: start,
                end: end, created: created, updated: hasStopped ? stopped ?? created : created))
    }

    /// Eighteen digits, as the platform's ids look; the first behind the prefix says the kind.
    private static func identifier(_ kind: Int64, _ index: Int, _ frame: BusinessFrame) -> String {
        String(120_200_000_000_000_000 + frame.idBase * 100_000_000 + kind * 10_000_000 + Int64(index) + 1)
    }
}
