import ConnectorKit

/// The statistics that are asked for, and what they are called in a row.
enum Statistics {
    static let names = [
        "recipients", "delivered", "opens", "opens_unique", "clicks", "clicks_unique", "bounced", "unsubscribes", "spam_complaints", "conversions",
        "conversion_value",
    ]
}

/// Figures of a message on a day. Klaviyo writes every number as a double; all are read exactly.
struct Figures: Equatable {
    private var sums: [String: Micros] = [:]
    /// The text of the revenue where it has more than six decimals and is the only part of the sum.
    private(set) var revenueText: String?
    private var parts = 0

    /// Adds the numbers of a row; the name of one that can not be read.
    mutating func add(_ value: (String) -> JSONView) -> String? {
        parts += 1
        for name in Statistics.names {
            let view = value(name)
            guard view.exists else { continue }
            guard let decimal = view.decimal, let sum = (sums[name] ?? .zero).adding(decimal.micros) else { return name }
            sums[name] = sum
            if name == "conversion_value" { revenueText = parts == 1 && !decimal.exact ? view.string : nil }
        }
        return nil
    }

    /// Nothing happened.
    var isEmpty: Bool { sums.values.allSatisfy { $0 == .zero } }

    func row(_ key: FigureKey, _ account: KlaviyoAccount) -> MessageDailyRow {
        MessageDailyRow(
            day: key.day, messageID: key.message, channel: Messages.channel(key.channel), timeZone: account.zone.name, currency: account.currency,
            recipients: count("recipients"), delivered: count("delivered"), opens: count("opens"), uniqueOpens: count("opens_unique"),
            clicks: count("clicks"), uniqueClicks: count("clicks_unique"), bounces: count("bounced"), unsubscribes: count("unsubscribes"),
            spamComplaints: count("spam_complaints"), conversions: sums["conversions"], revenue: sums["conversion_value"])
    }

    private func count(_ name: String) -> Int64? { sums[name].map { $0.value / 1_000_000 } }
}

/// What figures belong to.
struct FigureKey: Hashable {
    let day: Day
    let message: String
    let channel: String?
}
