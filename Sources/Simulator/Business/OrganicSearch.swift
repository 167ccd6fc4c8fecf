import Core

/// What people searched for before they came by `google / organic`: the day's visits, divided over queries, countries and devices; and the
/// impressions that nobody clicked on.
struct OrganicSearch {
    private let frame: BusinessFrame
    private let queries: [Query]

    private struct Query {
        let text: String
        let page: String
        let weight: Double
        /// Clicks for each impression, and the mean position.
        let clickRate: Double
        let position: Double
    }

    private static let places: [(country: String, device: String, share: Double)] = [
        ("deu", "MOBILE", 0.42), ("deu", "DESKTOP", 0.22), ("deu", "TABLET", 0.03), ("aut", "MOBILE", 0.1), ("aut", "DESKTOP", 0.05),
        ("che", "MOBILE", 0.07), ("che", "DESKTOP", 0.03), ("fra", "MOBILE", 0.04), ("gbr", "DESKTOP", 0.02), ("nld", "MOBILE", 0.02),
    ]

    init(_ frame: BusinessFrame, _ products: [SimulatedProduct]) {
        self.frame = frame
        queries = Self.queries(frame, products)
    }

    private static func queries(_ frame: BusinessFrame, _ products: [SimulatedProduct]) -> [Query] {
        let name = Words.name(seed: frame.seed).lowercased()
        let site = SimulatedBusiness.site(seed: frame.seed)
        var queries = [
            Query(text: name, page: site, weight: 9, clickRate: 0.45, position: 1.1),
            Query(text: "\(name) shop", page: site, weight: 3, clickRate: 0.4, position: 1.2),
            Query(text: "\(name) returns", page: "\(site)pages/returns", weight: 1, clickRate: 0.5, position: 1.1),
        ]
        for (index, product) in products.enumerated() where product.isActive {
            var stream = RandomStream(seed: frame.seed, "query", index)
            let page = "\(site)products/\(product.handle)"
            let position = stream.between(2.5, 18)
            let rate = 0.28 / position
            queries.append(Query(text: product.title.lowercased(), page: page, weight: 4 * product.popularity, clickRate: rate, position: position))
            queries.append(
                Query(
                    text: "best \(product.title.lowercased())", page: page, weight: product.popularity, clickRate: rate * 0.6,
                    position: position + stream.between(1, 8)))
        }
        return queries
    }

    func facts(_ sessions: [SessionFact]) -> [SearchFact] {
        var clicks = Array(repeating: 0, count: frame.days)
        for visit in sessions where visit.source == "google" && visit.medium == "organic" { clicks[visit.day - frame.since] += visit.sessions }
        return clicks.enumerated().flatMap { offset, total in day(offset, clicks: total) }
    }

    private func day(_ offset: Int, clicks total: Int) -> [SearchFact] {
        var stream = RandomStream(seed: frame.seed, "search day", offset)
        let weights = queries.flatMap { query in Self.places.map { query.weight * $0.share * stream.noise(0.3) } }
        let clicks = Split.parts(total, weights, offset: stream.uniform())
        let sum = weights.reduce(0, +)
        var facts: [SearchFact] = []
        for index in weights.indices {
            let query = queries[index / Self.places.count]
            let place = Self.places[index % Self.places.count]
            let expected = Double(total) * weights[index] / sum / query.clickRate
            let impressions = clicks[index] + stream.poisson(mean: expected * (1 - query.clickRate))
            guard impressions > 0 else { continue }
            let position = max(1_000, Int(query.position * 1_000 * stream.noise(0.08)))
            facts.append(
                SearchFact(
                    day: frame.since + offset, query: query.text, page: query.page, country: place.country, device: place.device,
                    clicks: clicks[index], impressions: impressions, position: position))
        }
        return facts.sorted {
            ($1.clicks, $1.impressions, $0.query, $0.country, $0.device) < ($0.clicks, $0.impressions, $1.query, $1.country, $1.device)
        }
    }
}

extension SimulatedBusiness {
    /// The shop's address, with a slash at its end.
    package var site: String { Self.site(seed: seed) }

    static func site(seed: UInt64) -> String {
        "https://www.\(Words.name(seed: seed).lowercased().split(separator: " ").joined(separator: "-")).example/"
    }
}
