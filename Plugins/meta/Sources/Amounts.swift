import ConnectorKit

/// Budgets and bids: whole numbers of the smallest unit that Meta knows for a currency.
enum Amounts {
    /// Currencies that Meta counts in whole units; all others in hundredths, whatever ISO 4217 says (Meta, Marketing API, "Currencies").
    private static let whole: Set<String> = ["CLP", "COP", "CRC", "HUF", "IDR", "ISK", "JPY", "KRW", "PYG", "TWD", "VND"]

    /// The amount; nil for none, which Meta writes as "0", and where the currency is not known.
    static func budget(_ view: JSONView, _ currency: String?) -> Micros? {
        guard let currency, let minor = view.integer, minor != 0 else { return nil }
        return Micros(minor: minor, decimals: decimals(currency))
    }

    /// What Meta is told; nil for an amount that it can not have, and for nothing.
    static func minor(_ amount: Micros, _ currency: String) -> Int64? {
        let unit: Int64 = decimals(currency) == 0 ? 1_000_000 : 10_000
        guard amount > .zero, amount.value % unit == 0 else { return nil }
        return amount.value / unit
    }

    private static func decimals(_ currency: String) -> Int { whole.contains(currency.uppercased()) ? 0 : 2 }
}
