import Core

/// The keywords of Google's search campaigns: five to bid on in each ad group, and one to stay away from.
struct KeywordPlan: Sendable {
    private let frame: BusinessFrame
    private let google: PlatformAdvertising
    private let brand: String

    init(_ frame: BusinessFrame, _ google: PlatformAdvertising) {
        self.frame = frame
        self.google = google
        brand = Words.name(seed: frame.seed).lowercased()
    }

    var keywords: [SimulatedKeyword] {
        var keywords: [SimulatedKeyword] = []
        for (adSet, group) in google.adSets.enumerated() where google.campaigns[group.campaign].objective == "SEARCH" {
            for place in 0..<6 { keywords.append(keyword(place, of: adSet, index: keywords.count)) }
        }
        return keywords
    }

    private func keyword(_ place: Int, of adSet: Int, index: Int) -> SimulatedKeyword {
        var stream = RandomStream(seed: AdPlatform.google.seed(frame), "keyword", index)
        let campaign = google.adSets[adSet].campaign
        let isNegative = place == 5
        return SimulatedKeyword(
            id: String(300_000_000_000 + frame.idBase * 100_000 + Int64(index) + 1), campaign: campaign, adSet: adSet,
            text: isNegative
                ? ["free", "used", "repair"][adSet % 3] : text(place, adSet, isBrand: google.campaigns[campaign].name.contains("Brand")),
            match: isNegative ? "BROAD" : ["EXACT", "PHRASE", "BROAD", "EXACT", "PHRASE"][place], isNegative: isNegative,
            bid: !isNegative && stream.chance(0.5) ? 10_000 * Int64(30 + stream.below(150)) : nil, quality: 3 + stream.below(8))
    }

    private func text(_ place: Int, _ adSet: Int, isBrand: Bool) -> String {
        let thing = Words.things[(adSet * 5 + place) % Words.things.count].lowercased()
        if isBrand { return [brand, "\(brand) shop", "\(brand) \(thing)", "\(brand) discount", "\(brand) sale"][place] }
        let material = Words.materials[(adSet + place * 3) % Words.materials.count].lowercased()
        return ["\(material) \(thing)", "\(thing) gift", "buy \(thing) online", "\(material) \(thing) sale", "handmade \(thing)"][place]
    }
}
