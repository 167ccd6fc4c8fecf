import Core

/// What the business advertises on one platform: a fixed plan of campaigns, dressed with the seed's own figures.
struct AdPlan: Sendable {
    let platform: AdPlatform
    let accounts: [AdAccount]
    private(set) var campaigns: [AdCampaign] = []
    private(set) var adSets: [AdSet] = []
    private(set) var ads: [Ad] = []
    private let habits: AdHabits
    private let identifiers: AdIdentifiers

    init(_ platform: AdPlatform, _ frame: BusinessFrame) {
        self.platform = platform
        habits = AdHabits.of(platform)
        identifiers = AdIdentifiers(platform, frame)
        accounts = habits.accounts.indices.map { [habits, identifiers] index in
            AdAccount(
                id: identifiers.id(.account, index), name: habits.accounts[index].name, currency: Commerce.currency,
                zone: .known(habits.accounts[index].zone))
        }
        for (index, line) in AdLine.lines(of: platform, count: frame.parameters.campaignsPerPlatform).enumerated() {
            campaigns.append(campaign(line, index, frame))
            for place in 0..<(index % 3 == 2 ? 2 : 3) { addAdSet(place, of: index, frame) }
        }
    }

    private func campaign(_ line: AdLine, _ index: Int, _ frame: BusinessFrame) -> AdCampaign {
        var stream = RandomStream(seed: platform.seed(frame), "campaign", index)
        let founding = Double(frame.foundingDays)
        let start = frame.since + Int(line.from * founding)
        let end = line.to.map { frame.since + max(Int($0 * founding) - 1, 0) }
        let budget = Double(frame.parameters.budgetPerCustomer) * frame.dailyCustomers * line.share * habits.size * stream.noise(0.1)
        let cents = max(500, Int64((budget / 10_000).rounded()))
        let created = start.instant - .seconds(86_400 * 3 + stream.below(86_400))
        let edited =
            end.map { ($0 + 1).instant - .seconds(1 + stream.below(3_600)) } ?? start.instant + .seconds(stream.below(frame.foundingDays * 72_000))
        let decay = stream.between(0.2, 0.7)
        let response = AdResponse(
            decay: decay, slope: stream.between(0.9, 1.6), halfSaturation: Double(cents) / 100 / (1 - decay) * stream.between(0.8, 1.6),
            effect: 2 * line.share * habits.size * (1 - frame.parameters.organicShare) * stream.noise(0.25))
        return AdCampaign(
            id: identifiers.id(.campaign, index), account: line.account, name: line.name, objective: line.objective, status: line.status,
            dailyBudget: cents * 10_000, start: start, end: end, created: created, updated: min(edited, frame.horizon - .seconds(60)),
            response: response)
    }

    private mutating func addAdSet(_ place: Int, of campaign: Int, _ frame: BusinessFrame) {
        let parent = campaigns[campaign]
        let index = adSets.count
        var stream = RandomStream(seed: platform.seed(frame), "ad set", index)
        let updated = parent.created + .seconds(60 + stream.below(200_000))
        adSets.append(
            AdSet(
                id: identifiers.id(.adSet, index), campaign: campaign, name: habits.audiences[place], status: parent.status,
                goal: habits.goal(parent.objective),
                bid: place == 2 ? 250_000 * Int64(2 + stream.below(6)) : nil,
                created: parent.created + .seconds(30), updated: updated))
        for creative in 0..<3 { addAd(creative, of: index, frame) }
    }

    private mutating func addAd(_ creative: Int, of adSet: Int, _ frame: BusinessFrame) {
        let campaign = adSets[adSet].campaign
        let parent = campaigns[campaign]
        let index = ads.count
        var stream = RandomStream(seed: platform.seed(frame), "ad", index)
        let late = stream.chance(0.2)
        let start = parent.start + (late ? stream.below(max(1, frame.foundingDays / 4)) : 0)
        let stops = creative == 2 && parent.end == nil && stream.chance(0.35)
        let end = stops ? start + frame.foundingDays / 3 + stream.below(max(1, frame.foundingDays / 4)) : parent.end
        let hasStopped = stops && end.map { $0 < frame.until } == true
        let created = parent.created + .seconds(60 + stream.below(3_600)) + .seconds(86_400 * (start - parent.start))
        let stopped = end.map { ($0 + 1).instant - .seconds(stream.below(7_200) + 1) }
        ads.append(
            Ad(
                id: identifiers.id(.ad, index), campaign: campaign, adSet: adSet, name: "\(habits.creatives[creative]) \(1 + stream.below(9))",
                creative: identifiers.id(.creative, index), status: hasStopped ? .paused : parent.status, weight: stream.between(0.4, 1.6),
                start: start,
                end: end, created: created, updated: hasStopped ? stopped ?? created : created))
    }
}

extension AdPlatform {
    /// Every platform draws from streams of its own; Meta's are those of the business.
    func seed(_ frame: BusinessFrame) -> UInt64 {
        guard let index = Self.allCases.firstIndex(of: self), index > 0 else { return frame.seed }
        return frame.seed &+ UInt64(index) &* 0xD1B5_4A32_D192_ED03
    }
}
