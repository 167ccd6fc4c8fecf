import RealModule

extension ResponseSurface {
    /// Spend, as part of the largest week, below which a Hill curve is a parabola; and reach below which a week is left out.
    static let edge = 1e-3
    static let least = 1e-8

    /// Response of one channel at a weekly spend, added up over the horizon: added to `value`, per draw of every n-th group.
    func add(_ index: Int, spend: Double, stride: Int, value: UnsafeMutablePointer<Double>) {
        let channel = channels[index]
        channel.tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return }
            let sweep = SurfaceSweep(channel, spend, tables)
            for (place, group) in Swift.stride(from: 0, to: groups, by: stride).enumerated() {
                let four = channel.isHill ? sweep.hillValue(group) : sweep.logistic(group).value
                value.store(value.four(4 &* place) + four, 4 &* place)
            }
        }
    }

    /// The same with the derivatives by spend, which are written.
    func add(
        _ index: Int, spend: Double, stride: Int, value: UnsafeMutablePointer<Double>, slope: UnsafeMutablePointer<Double>,
        bend: UnsafeMutablePointer<Double>
    ) {
        let channel = channels[index]
        channel.tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return }
            let sweep = SurfaceSweep(channel, spend, tables)
            for (place, group) in Swift.stride(from: 0, to: groups, by: stride).enumerated() {
                let four = channel.isHill ? sweep.hill(group) : sweep.logistic(group)
                value.store(value.four(4 &* place) + four.value, 4 &* place)
                slope.store(four.slope, 4 &* place)
                bend.store(four.bend, 4 &* place)
            }
        }
    }

    /// Response of four draws with its derivatives by spend.
    struct Four {
        var value, slope, bend: SIMD4<Double>
    }
}
