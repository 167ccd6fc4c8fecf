import RealModule

extension MixWorkspace {
    /// Log density and gradient at a point.
    func evaluate(_ point: UnsafePointer<Double>, _ gradient: Doubles) -> Double {
        var density = shapePriors(point, gradient)
        let split = self.split(point)
        density += split.density
        guard density.isFinite else { return -.infinity }
        for index in 0..<channelCount { density += forward(channels + index) }
        guard density.isFinite else { return -.infinity }

        let sigma = values[noise]
        let squares = residuals(split.intercept)
        let precision = 1 / (sigma * sigma)
        density += -Double(weeks) * (0.5 * Double.log(2 * Double.pi) + Double.log(sigma)) - 0.5 * squares * precision
        gradient[noise] += changes[noise] / sigma * (squares * precision - Double(weeks))

        for index in 0..<channelCount { density += backward(channels + index, precision, gradient) }
        let levelPull = join(split, sum(residual, rows) * precision, gradient)
        for column in 0..<columns {
            let pull = dot(columnValues + column * rows, residual, rows) * precision
            gradient[linear + column] += (pull - levelPull * columnMeans[column]) * columnUnits[column]
        }
        return density
    }

    /// Priors of all parameters but the strengths and the intercept, whose values depend on the others.
    private func shapePriors(_ point: UnsafePointer<Double>, _ gradient: Doubles) -> Double {
        var density = 0.0
        func add(_ index: Int) {
            let term = terms[index].evaluate(point[index])
            values[index] = term.value
            changes[index] = term.change
            gradient[index] = term.slope
            density += term.logDensity
        }
        for channel in 0..<channelCount {
            let places = channels[channel].places
            for index in places.adstock..<places.effect { add(index) }
        }
        for index in linear..<intercept {
            let unit = columnUnits[index - linear]
            let term = terms[index].evaluate(point[index] * unit)
            values[index] = term.value
            gradient[index] = term.slope * unit
            density += term.logDensity
        }
        add(noise)
        return density
    }

    /// Residuals of the scaled outcome; answers the sum of their squares.
    private func residuals(_ constant: Double) -> Double {
        var row = 0
        while row < rows {
            var left = target.four(row) - constant
            for column in 0..<columns { left -= values[linear + column] * columnValues.four(column &* rows &+ row) }
            for channel in 0..<channelCount { left -= channels[channel].beta * channels[channel].curve.four(row) }
            residual.store(left, row)
            row &+= 4
        }
        for row in weeks..<rows { residual[row] = 0 }
        return dot(residual, residual, rows)
    }

    @inline(__always)
    func dot(_ a: Doubles, _ b: Doubles, _ count: Int) -> Double {
        var (first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var row = 0
        while row < count {
            first += a.four(row) * b.four(row)
            second += a.four(row &+ 4) * b.four(row &+ 4)
            row &+= 8
        }
        return (first + second).total
    }

    @inline(__always)
    func sum(_ a: Doubles, _ count: Int) -> Double {
        var (first, second) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        var row = 0
        while row < count {
            first += a.four(row)
            second += a.four(row &+ 4)
            row &+= 8
        }
        return (first + second).total
    }
}
