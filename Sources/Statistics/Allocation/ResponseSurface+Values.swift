import RealModule

extension ResponseSurface {
    /// Response and its derivatives of one channel at a weekly spend, added up over the horizon: added to `value`, written to the others, per draw.
    /// `stride` takes every n-th group of four draws only.
    func add(
        _ index: Int, spend: Double, value: UnsafeMutablePointer<Double>, slope: UnsafeMutablePointer<Double>?,
        bend: UnsafeMutablePointer<Double>?, stride step: Int = 1
    ) {
        let channel = channels[index]
        let scaled = spend / channel.scale
        channel.top.withUnsafeBufferPointer { top in
            channel.first.withUnsafeBufferPointer { first in
                channel.second.withUnsafeBufferPointer { second in
                    channel.carried.withUnsafeBufferPointer { carried in
                        channel.reach.withUnsafeBufferPointer { reach in
                            guard let top = top.baseAddress, let first = first.baseAddress, let second = second.baseAddress,
                                let carried = carried.baseAddress, let reach = reach.baseAddress
                            else { return }
                            let view = View(
                                isHill: channel.isHill, rows: rows, weeks: weeks, scale: 1 / channel.scale, top: top, first: first, second: second,
                                carried: carried, reach: reach)
                            view.add(scaled, value, slope, bend, step)
                        }
                    }
                }
            }
        }
    }

    /// One channel's arrays as pointers.
    private struct View {
        let isHill: Bool
        let rows, weeks: Int
        let scale: Double
        let top, first, second, carried, reach: UnsafePointer<Double>

        @inline(__always)
        func add(
            _ spend: Double, _ value: UnsafeMutablePointer<Double>, _ slope: UnsafeMutablePointer<Double>?, _ bend: UnsafeMutablePointer<Double>?,
            _ step: Int
        ) {
            var row = 0
            while row < rows {
                var (all, first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
                for week in 0..<weeks {
                    let reach = self.reach.four(row &* weeks &+ 4 &* week)
                    let carried = self.carried.four(row &* weeks &+ 4 &* week)
                    // The last weeks of the adstock's tail: a hundred-millionth of the plan's spend.
                    if Swift.all((reach .< 1e-8) .& (carried .< 1e-8)) { continue }
                    if slope == nil {
                        all += isHill ? hillValue(row, carried + reach * spend) : logistic(row, carried + reach * spend).value
                        continue
                    }
                    let curve = isHill ? hill(row, carried + reach * spend) : logistic(row, carried + reach * spend)
                    // What the carried spend alone would bring does not depend on the plan and is left in: it is the same for every plan.
                    all += curve.value
                    first += curve.slope * reach
                    second += curve.bend * reach * reach
                }
                let top = self.top.four(row)
                value.store(value.four(row) + top * all, row)
                slope?.store(top * first * scale, row)
                bend?.store(top * second * (scale * scale), row)
                row &+= 4 &* step
            }
        }

        /// The value that `hill` gives, without its derivatives where no parabola is needed.
        @inline(__always)
        private func hillValue(_ row: Int, _ x: SIMD4<Double>) -> SIMD4<Double> {
            guard Swift.all(x .>= 1e-3) else { return hill(row, x).value }
            return 1 / (1 + Vector.exp(second.four(row) * (first.four(row) - Vector.log(x))))
        }

        /// S = 1 / (1 + (x/κ)^−s), S' = s·S(1−S)/x, S'' = S'·(s(1−2S) − 1)/x. A slope below 1 makes the first coin infinitely good; below a thousandth of
        /// the largest week, which no data resolve, the curve is the parabola through 0 that meets it there in value and slope.
        @inline(__always)
        private func hill(_ row: Int, _ x: SIMD4<Double>) -> (value: SIMD4<Double>, slope: SIMD4<Double>, bend: SIMD4<Double>) {
            let edge = 1e-3
            let low = x .< edge
            let some = x.replacing(with: edge, where: low)
            let s = second.four(row)
            let e = Vector.exp(s * (first.four(row) - Vector.log(some)))
            let value = 1 / (1 + e)
            let inverse = 1 / some
            let slope = s * e * value * value * inverse
            let bend = slope * inverse * (s * (1 - 2 * value) - 1)
            guard Swift.any(low) else { return (value, slope, bend) }
            let chord = value * inverse
            let b = (slope - chord) * inverse
            let a = chord + chord - slope
            return (
                value.replacing(with: x * (a + b * x), where: low), slope.replacing(with: a + 2 * (b * x), where: low),
                bend.replacing(with: b + b, where: low)
            )
        }

        /// S = (1 − e^−u) / (1 + e^−u), u = λx; S' = λ(1 − S²)/2, S'' = −λ S S'.
        @inline(__always)
        private func logistic(_ row: Int, _ x: SIMD4<Double>) -> (value: SIMD4<Double>, slope: SIMD4<Double>, bend: SIMD4<Double>) {
            let rate = first.four(row)
            let e = Vector.exp(-(rate * x))
            let value = (1 - e) / (1 + e)
            let slope = 0.5 * rate * (1 - value * value)
            return (value, slope, -(rate * value * slope))
        }
    }
}
