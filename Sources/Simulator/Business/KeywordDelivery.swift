import Core

/// What each keyword did: the facts of an ad group's day, divided.
struct KeywordDelivery: Sendable {
    let keywords: [SimulatedKeyword]
    let facts: [KeywordFact]

    init(_ frame: BusinessFrame, _ google: PlatformAdvertising) {
        keywords = KeywordPlan(frame, google).keywords
        var ofAdSet: [[Int]] = Array(repeating: [], count: google.adSets.count)
        for (index, keyword) in keywords.enumerated() where !keyword.isNegative { ofAdSet[keyword.adSet].append(index) }
        var facts: [KeywordFact] = []
        for offset in 0..<frame.days {
            let day = frame.since + offset
            var sums: [Int: Shares] = [:]
            for fact in google.facts(from: day, through: day) where !ofAdSet[fact.adSet].isEmpty {
                sums[fact.adSet, default: Shares()].add(fact)
            }
            for (adSet, sum) in sums.sorted(by: { $0.key < $1.key }) {
                var stream = RandomStream(seed: AdPlatform.google.seed(frame), "keyword day", adSet, offset)
                let weights = ofAdSet[adSet].indices.map { stream.between(0.3, 1) / Double($0 + 1) }
                for (place, part) in sum.divided(by: weights, &stream).enumerated() where part.impressions > 0 || part.spend > 0 {
                    facts.append(part.fact(ofAdSet[adSet][place], google.adSets[adSet].campaign, adSet, day))
                }
            }
        }
        self.facts = facts
    }

    /// Each keyword's day, divided over what people typed.
    func searchTerms(_ frame: BusinessFrame) -> [SearchTermFact] {
        facts.flatMap { fact -> [SearchTermFact] in
            let keyword = keywords[fact.keyword]
            let terms = Self.terms(of: keyword)
            var stream = RandomStream(seed: AdPlatform.google.seed(frame), "search term", fact.keyword, fact.day - frame.since)
            let weights = terms.indices.map { stream.between(0.2, 1) / Double($0 + 1) }
            return zip(terms, Shares(fact).divided(by: weights, &stream)).compactMap { term, part in
                guard part.impressions > 0 || part.spend > 0 else { return nil }
                return SearchTermFact(
                    day: fact.day, keyword: fact.keyword, term: term, spend: part.spend, impressions: part.impressions, clicks: part.clicks,
                    purchases: part.purchases, value: part.value)
            }
        }
    }

    private static func terms(of keyword: SimulatedKeyword) -> [String] {
        switch keyword.match {
        case "EXACT": [keyword.text]
        case "PHRASE": [keyword.text, "best \(keyword.text)"]
        default: [keyword.text, "\(keyword.text) near me", "\(keyword.text) for women"]
        }
    }
}

/// Figures that are divided so that the parts add up, no part has more clicks than impressions, and value follows purchases.
private struct Shares {
    var spend: Int64 = 0
    var impressions = 0
    var clicks = 0
    var purchases = 0
    var value: Int64 = 0

    init() {}

    init(_ fact: KeywordFact) {
        spend = fact.spend
        impressions = fact.impressions
        clicks = fact.clicks
        purchases = fact.purchases
        value = fact.value
    }

    mutating func add(_ fact: AdFact) {
        spend += fact.spend
        impressions += fact.impressions
        clicks += fact.clicks
        purchases += fact.purchases
        value += fact.value
    }

    func divided(by weights: [Double], _ stream: inout RandomStream) -> [Shares] {
        let clicks = Split.parts(clicks, weights, offset: stream.uniform())
        let unclicked = Split.parts(max(0, impressions - self.clicks), weights, offset: stream.uniform())
        let spend = Split.money(spend, clicks.contains { $0 > 0 } ? clicks.map { Double($0) } : weights)
        let purchases = Split.parts(purchases, clicks.map { Double($0) }, offset: stream.uniform())
        let value = Split.money(value, purchases.map { Double($0) })
        return weights.indices.map { index in
            var part = Shares()
            part.spend = spend[index]
            part.impressions = clicks[index] + unclicked[index]
            part.clicks = clicks[index]
            part.purchases = purchases[index]
            part.value = value[index]
            return part
        }
    }

    func fact(_ keyword: Int, _ campaign: Int, _ adSet: Int, _ day: Day) -> KeywordFact {
        KeywordFact(
            day: day, keyword: keyword, campaign: campaign, adSet: adSet, spend: spend, impressions: impressions, clicks: clicks,
            purchases: purchases, value: value)
    }
}
