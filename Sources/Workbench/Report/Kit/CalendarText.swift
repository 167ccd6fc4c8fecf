import Core

/// Days as text, and places on an axis of days.
enum CalendarText {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    /// Days of about the years 0 to 9999; what lies outside is no date.
    private static let range = -719_000.0...2_932_000.0

    static func day(_ number: Double) -> String {
        guard range.contains(number) else { return "–" }
        return Day(number: Int(number.rounded(.down))).description
    }

    /// First days of months, quarters or years between two days, at most about `count`, with their texts. Days apart where the span is short.
    static func ticks(_ low: Double, _ high: Double, count: Int) -> [(value: Double, text: String)] {
        guard range.contains(low), range.contains(high), high > low else { return [] }
        let days = (high - low) / Double(max(count, 1))
        if days < 20 { return dayTicks(low, high, step: [1, 2, 7, 14].first { $0 >= days } ?? 14) }
        let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200]
        return monthTicks(low, high, step: steps.first { Double($0) * 30.5 >= days } ?? 6_000)
    }

    private static func dayTicks(_ low: Double, _ high: Double, step: Double) -> [(value: Double, text: String)] {
        stride(from: low.rounded(.up), through: high, by: step).map { value in
            let parts = Day(number: Int(value)).parts
            return (value, "\(parts.day) \(months[parts.month - 1])")
        }
    }

    private static func monthTicks(_ low: Double, _ high: Double, step: Int) -> [(value: Double, text: String)] {
        let (first, last) = (Day(number: Int(low)).parts, Day(number: Int(high)).parts)
        let (start, end) = ((first.year * 12 + first.month - 1) / step * step, last.year * 12 + last.month - 1)
        return stride(from: start, through: end, by: step).compactMap { place in
            guard let day = Day(year: place / 12, month: place % 12 + 1, day: 1), Double(day.number) >= low, Double(day.number) <= high else {
                return nil
            }
            return (Double(day.number), place % 12 == 0 || step >= 12 ? "\(place / 12)" : months[place % 12])
        }
    }
}
