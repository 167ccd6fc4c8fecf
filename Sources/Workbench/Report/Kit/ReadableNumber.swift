/// Numbers as a reader wants them: `1.2 M`, `3.41`, `46 %`.
package enum ReadableNumber {
    /// Three or four significant digits; millions and more with their name. `–` for what is no number.
    package static func text(_ value: Double, unit: String = "") -> String {
        let number = plain(value)
        return unit.isEmpty || !value.isFinite ? number : "\(number) \(unit)"
    }

    /// 0.463 as `46 %`; small and very large parts keep a decimal.
    package static func share(_ part: Double) -> String {
        guard part.isFinite, abs(part) < 1e9 else { return "–" }
        let percent = 100 * part
        return "\(fixed(percent, abs(percent) < 10 && abs(percent - percent.rounded()) > 0.05 ? 1 : 0)) %"
    }

    /// Numbers that stand beside each other, with as many decimals each as the largest needs.
    static func texts(_ values: [Double]) -> [String] {
        let size = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
        guard size >= 0.01, size < 1_000 else { return values.map { text($0) } }
        let places = size < 0.1 ? 4 : size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0
        return values.map { $0.isFinite ? fixed($0, places) : "–" }
    }

    /// Text of a value of an axis' kind.
    static func text(_ value: Double, of axis: PlotAxis) -> String {
        switch axis.kind {
        case .number: text(value)
        case .share: share(value)
        case .day: CalendarText.day(value)
        }
    }

    private static func plain(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let size = abs(value)
        if size != 0, size < 1e-4 || size >= 999.5e12 { return scientific(value) }
        for (unit, name) in [(1e12, "T"), (1e9, "bn"), (1e6, "M")] where size >= 0.9995 * unit {
            let part = size / unit
            return "\(fixed(value / unit, part < 9.995 ? 2 : part < 99.95 ? 1 : 0)) \(name)"
        }
        if size < 1_000, size == size.rounded() { return fixed(value, 0) }
        return NumberText.shown(value, significant: size < 1_000 ? 3 : 4)
    }

    /// `places` decimals, thousands apart.
    static func fixed(_ value: Double, _ places: Int) -> String {
        let scale = power(10, places)
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return scientific(value) }
        let (whole, part) = Int64(scaled).quotientAndRemainder(dividingBy: Int64(scale))
        let digits = String(part)
        let fraction = places > 0 ? "." + String(repeating: "0", count: max(0, places - digits.count)) + digits : ""
        return (value < 0 && scaled > 0 ? "−" : "") + NumberText.grouped(whole) + fraction
    }

    /// `1.2e-7`.
    static func scientific(_ value: Double) -> String {
        guard value != 0, value.isFinite else { return value == 0 ? "0" : "–" }
        var (rest, exponent) = (abs(value), 0)
        while rest >= 9.95 { (rest, exponent) = (rest / 10, exponent + 1) }
        while rest < 0.995 { (rest, exponent) = (rest * 10, exponent - 1) }
        return "\(value < 0 ? "−" : "")\(fixed(rest, 1))e\(exponent)"
    }

    static func power(_ base: Double, _ exponent: Int) -> Double {
        (0..<abs(exponent)).reduce(1) { result, _ in exponent < 0 ? result / base : result * base }
    }
}
