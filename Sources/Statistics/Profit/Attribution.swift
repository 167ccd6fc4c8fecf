/// How revenue is given to channels. The rule is always named beside the figures.
public enum AttributionRule: Sendable, Equatable {
    /// The channel of the last tagged visit within the window before the order.
    case lastTouch(windowDays: Int)
    /// What each platform says it brought. Platforms claim the same order, so the claims can exceed the revenue.
    case platformClaimed
    /// The share of a marketing-mix model; what is left of 1 is the base that no channel brought.
    case mixShare
}

/// Revenue by channel under one rule; channels and `unattributed` sum to the total exactly.
public struct AttributedRevenue: Sendable, Equatable {
    public let rule: AttributionRule
    /// Micros, one per channel.
    public let channels: [Int64]
    /// What no channel brought; negative where platforms together claim more than there is.
    public let unattributed: Int64
    public let total: Int64

    /// Claims as they are, and what is left of the revenue.
    public static func claimed(_ claims: [Int64], total: Int64) throws -> AttributedRevenue {
        let rest = claims.reduce(Int128(total)) { $0 - Int128($1) }
        guard let unattributed = Int64(exactly: rest) else {
            throw Refusal(code: "overflow", sentence: "The platforms' claims do not fit in 64 bits of micros.", advice: "Look at a shorter period.")
        }
        return AttributedRevenue(rule: .platformClaimed, channels: claims, unattributed: unattributed, total: total)
    }

    /// The total divided by a mix model's shares, to the last unit. Refuses shares that are negative or sum to more than 1.
    public static func shared(_ shares: [Double], total: Int64) throws -> AttributedRevenue {
        let sum = shares.reduce(0, +)
        guard shares.allSatisfy({ $0 >= 0 && $0.isFinite }), sum <= 1 + 1e-9 else {
            throw Refusal(
                code: "bad_shares", sentence: "The channels' shares must be 0 or more and sum to at most 1; they sum to \(sum).",
                advice: "Use each channel's part of all revenue, not of the attributed part.")
        }
        guard let parts = LargestRemainder.divide(total, byFractions: shares + [max(1 - sum, 0)]) else {
            return AttributedRevenue(rule: .mixShare, channels: shares.map { _ in 0 }, unattributed: total, total: total)
        }
        return AttributedRevenue(rule: .mixShare, channels: Array(parts.dropLast()), unattributed: parts[shares.count], total: total)
    }
}

/// Tagged visits, in columns.
public struct Touches: Sendable {
    /// Dense codes of customers.
    public var customers: ProfitCodes
    /// Seconds since 1970-01-01 UTC.
    public var times: [Int64]
    /// Channel codes, read from the visit's UTM parameters.
    public var channels: ProfitCodes

    public init(customers: ProfitCodes, times: [Int64], channels: ProfitCodes) {
        (self.customers, self.times, self.channels) = (customers, times, channels)
    }

    /// The channel code of each order: the customer's last visit at or before the order and within the window; `ProfitLedger.none` where there is none.
    /// Of visits at the same second the one with the greater channel code counts.
    public func lastTouch(orderCustomers: ProfitCodes, orderTimes: [Int64], windowDays: Int = 30) throws -> ProfitCodes {
        guard customers.count == times.count, times.count == channels.count, orderCustomers.count == orderTimes.count else {
            throw Refusal(code: "unequal_columns", sentence: "Visits or orders have columns of unequal length.", advice: "Give one value per row.")
        }
        guard windowDays > 0 else {
            throw Refusal(code: "bad_window", sentence: "A window of \(windowDays) days holds no visit.", advice: "Use 1 day or more.")
        }
        let order = times.indices.sorted { (customers[$0], times[$0], channels[$0]) < (customers[$1], times[$1], channels[$1]) }
        return zip(orderCustomers, orderTimes).map { customer, time in
            let place = upperBound(order, customer: customer, time: time)
            guard customer != ProfitLedger.none, place > 0, customers[order[place - 1]] == customer else { return ProfitLedger.none }
            let last = order[place - 1]
            return Int128(time) - Int128(times[last]) <= Int128(windowDays) * 86_400 ? channels[last] : ProfitLedger.none
        }
    }

    /// The number of visits, in order, at or before this customer and time.
    private func upperBound(_ order: [Int], customer: UInt32, time: Int64) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if (customers[order[middle]], times[order[middle]]) <= (customer, time) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
