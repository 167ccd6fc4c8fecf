/// Round values along an axis: steps of 1, 2 or 5 times a power of ten.
struct Ticks: Equatable {
    let values: [Double]
    let step: Double

    /// About `count` ticks that lie in the extent. Source of the steps: Heckbert, "Nice numbers for graph labels", Graphics Gems (1990).
    init(_ extent: Extent, count: Int) {
        let step = Ticks.step((extent.high - extent.low) / Double(max(count, 1)))
        self.step = step
        let first = (extent.low / step - 1e-9).rounded(.up)
        let last = (extent.high / step + 1e-9).rounded(.down)
        values = (0...Int(min(max(last - first, 0), 100))).map { (first + Double($0)) * step + 0 }
    }

    private static func step(_ rough: Double) -> Double {
        guard rough.isFinite, rough > 0 else { return 1 }
        var unit = 1.0
        while unit * 10 <= rough { unit *= 10 }
        while unit > rough { unit /= 10 }
        let part = rough / unit
        return (part < 1.5 ? 1 : part < 3 ? 2 : part < 7 ? 5 : 10) * unit
    }

    /// The texts, all with the same number of decimals and the same name of thousands.
    func texts(_ kind: PlotAxis.Kind) -> [String] {
        if kind == .share { return values.map { "\(ReadableNumber.fixed(100 * $0, places(100 * step))) %" } }
        let size = values.reduce(0) { max($0, abs($1)) }
        if size >= 1e15 || size > 0 && size < 1e-4 { return values.map { $0 == 0 ? "0" : ReadableNumber.scientific($0) } }
        let (unit, name) = [(1e12, " T"), (1e9, " bn"), (1e6, " M"), (1e4, " k")].first { size >= $0.0 } ?? (1, "")
        let scale = name == " k" ? 1e3 : unit
        return values.map { $0 == 0 ? "0" : ReadableNumber.fixed($0 / scale, places(step / scale)) + name }
    }

    private func places(_ step: Double) -> Int {
        var (places, rest) = (0, step)
        while rest < 0.999, places < 9 { (places, rest) = (places + 1, rest * 10) }
        return places
    }
}

/// The values from the least to the greatest that an axis must show; never empty, never infinite.
struct Extent: Equatable {
    /// Beyond this, sums and products of a few values could overflow.
    private static let bound = 1e290

    let low, high: Double

    /// What is not a number is passed over. Equal values get room on both sides; none give 0 to 1.
    init(_ values: some Sequence<Double>, withZero: Bool = false) {
        var (low, high) = (Double.infinity, -Double.infinity)
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        if withZero || low > high { (low, high) = (min(low, 0), max(high, 0)) }
        low = max(low, -Extent.bound)
        high = min(high, Extent.bound)
        let least = 1e-9 * max(abs(low), abs(high))
        if high - low <= least {
            let room = low == 0 ? 1 : 0.1 * abs(low)
            (low, high) = withZero || low == 0 ? (min(low, 0), max(high, 0) + (high <= 0 ? room : 0)) : (low - room, high + room)
        }
        (self.low, self.high) = (low, high)
    }

    /// Widened to the next ticks outside, until both ends are ticks of the widened extent.
    func rounded(count: Int) -> Extent {
        var extent = self
        for _ in 0..<3 {
            let step = Ticks(extent, count: count).step
            let next = Extent([(extent.low / step + 1e-9).rounded(.down) * step, (extent.high / step - 1e-9).rounded(.up) * step])
            if next == extent { break }
            extent = next
        }
        return extent
    }
}

/// Values to places on the canvas.
struct LinearScale {
    let extent: Extent
    let from, to: Double

    /// The place of a value, up to a few widths outside; not a number for what is none.
    func callAsFunction(_ value: Double) -> Double {
        guard value.isFinite else { return .nan }
        let part = (value - extent.low) / (extent.high - extent.low)
        return from + min(max(part, -3), 4) * (to - from)
    }

    func contains(_ value: Double) -> Bool { value >= extent.low && value <= extent.high }
}
