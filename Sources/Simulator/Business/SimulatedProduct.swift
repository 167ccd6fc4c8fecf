package import Core

/// A thing that is sold, in one to three variants. Prices in micros of the shop's currency, tax included.
package struct SimulatedProduct: Sendable, Hashable {
    package struct Variant: Sendable, Hashable {
        package let number: Int64
        package let sku: String
        package let title: String
        package let price: Int64
        package let cost: Int64
        package let inventory: Int
    }

    /// The platform's number for it.
    package let number: Int64
    package let title: String
    package let handle: String
    package let vendor: String
    package let kind: String
    package let isActive: Bool
    package let created: Instant
    package let updated: Instant
    package let variants: [Variant]
    /// How often it is chosen, relative to the others.
    package let popularity: Double
}

/// The products of a business.
enum Catalogue {
    static func products(_ frame: BusinessFrame) -> [SimulatedProduct] {
        (0..<40).map { product($0, frame) }
    }

    private static func product(_ index: Int, _ frame: BusinessFrame) -> SimulatedProduct {
        var stream = RandomStream(seed: frame.seed, "product", index)
        let thing = index % Words.things.count
        let title = "\(Words.materials[(index * 3 + index / Words.things.count) % Words.materials.count]) \(Words.things[thing])"
        let number = 8_100_000_000_000 + frame.idBase * 10_000 + Int64(index) + 1
        let price = Int64(9 + stream.below(90)) * 1_000_000 - 100_000
        let created = frame.since.instant - .seconds(86_400 * (30 + stream.below(300)))
        let edited = created + .seconds(stream.below(86_400 * (20 + frame.foundingDays)))
        return SimulatedProduct(
            number: number, title: title, handle: "\(title.lowercased().split(separator: " ").joined(separator: "-"))-\(index + 1)",
            vendor: Words.trades[stream.below(Words.trades.count)] + " Works", kind: Words.kinds[thing], isActive: index % 13 != 12, created: created,
            updated: min(edited, frame.horizon - .seconds(1)), variants: (0..<(1 + index % 3)).map { variant($0, of: number, index, price, &stream) },
            popularity: 1 / Double(index % 20 + 2))
    }

    private static func variant(
        _ place: Int, of product: Int64, _ index: Int, _ price: Int64, _ stream: inout RandomStream
    ) -> SimulatedProduct.Variant {
        let own = price + Int64(place) * 5_000_000
        let costCents = Int64(Double(own) / 10_000 * stream.between(0.28, 0.5))
        return SimulatedProduct.Variant(
            number: 44_000_000_000_000 + (product - 8_100_000_000_000) * 10 + Int64(place) + 1, sku: "SKU-\(1_000 + index)-\(place + 1)",
            title: ["Small", "Medium", "Large"][place], price: own, cost: costCents * 10_000, inventory: stream.below(400))
    }
}
