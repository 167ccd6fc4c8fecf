/// The month of a customer's first order as a column of codes.
public enum Cohorts {
    /// Cohort of every order line and the names `YYYY-MM` in order. `customers` are dense codes (`ProfitLedger.none` = unknown), `days` are days since
    /// 1970-01-01.
    public static func byFirstMonth(customers: ProfitCodes, days: [Int32]) throws -> (codes: ProfitCodes, names: [String]) {
        guard customers.count == days.count else {
            throw Refusal(
                code: "unequal_columns", sentence: "There are \(customers.count) customers for \(days.count) days.",
                advice: "Give one of each per order line.")
        }
        var first: [UInt32: Int32] = [:]
        for (customer, day) in zip(customers, days) where customer != ProfitLedger.none { first[customer] = min(first[customer] ?? .max, day) }
        let months = first.mapValues { month($0) }
        let sorted = Set(months.values).sorted()
        let codes = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, UInt32($0)) })
        let column = customers.map { customer in months[customer].flatMap { codes[$0] } ?? ProfitLedger.none }
        return (column, sorted.map { name($0) })
    }

    /// Months since year 0 (Hinnant, "chrono-compatible low-level date algorithms": civil from days).
    private static func month(_ day: Int32) -> Int {
        let shifted = Int(day) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        return (yearOfEra + era * 400) * 12 + fromMarch + 2
    }

    private static func name(_ month: Int) -> String {
        let (year, part) = (month / 12, month % 12 + 1)
        let digits = String(year)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits + (part < 10 ? "-0" : "-") + String(part)
    }
}
