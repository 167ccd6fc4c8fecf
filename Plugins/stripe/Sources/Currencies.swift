import ConnectorKit

/// How Stripe counts each currency. Its list is its own: ISK and UGX come in hundredths although they have none, MGA in whole units (Stripe,
/// "Supported currencies", zero-decimal currencies and special cases).
struct Currencies: Sendable {
    private let whole: Set<String>
    private let thousandths: Set<String>

    static let wholeUnits: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    static let threeDecimals: Set<String> = ["BHD", "JOD", "KWD", "OMR", "TND"]

    init(whole: [String]? = nil, thousandths: [String]? = nil) {
        self.whole = whole.map { Set($0.map { $0.uppercased() }) } ?? Currencies.wholeUnits
        self.thousandths = thousandths.map { Set($0.map { $0.uppercased() }) } ?? Currencies.threeDecimals
    }

    func decimals(of currency: String) -> Int { whole.contains(currency) ? 0 : thousandths.contains(currency) ? 3 : 2 }

    /// An amount of Stripe's, which is a whole number of the smallest unit; nil where it is none.
    func amount(_ view: JSONView, _ currency: String) -> Micros? {
        guard view.kind == .number, let minor = view.integer else { return nil }
        return Micros(minor: minor, decimals: decimals(of: currency))
    }

    /// ISO 4217 in capitals; Stripe writes small letters.
    static func code(_ view: JSONView) -> String? {
        guard let text = view.filledString, text.utf8.count == 3, text.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) else { return nil }
        return text.uppercased()
    }
}
