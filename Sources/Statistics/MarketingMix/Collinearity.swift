extension MixModel {
    /// Refuses channels of which one is, but for 1 % of its variance, a combination of the others.
    func checkCollinearity(_ data: MixData) throws {
        let standard = data.channels.map { standardised($0.values) }
        for left in standard.indices {
            for right in 0..<left {
                let correlation = product(standard[left], standard[right])
                guard abs(correlation) > 0.985 else { continue }
                throw collinear("The channels \(data.channels[right].name) and \(data.channels[left].name) always move together.")
            }
        }
        var basis: [[Double]] = []
        for (index, column) in standard.enumerated() {
            var rest = column
            for axis in basis {
                let along = product(rest, axis)
                for row in rest.indices { rest[row] -= along * axis[row] }
            }
            let left = product(rest, rest)
            guard left > 0.01 else {
                throw collinear("The spend of \(data.channels[index].name) is a combination of the spend of the other channels.")
            }
            let length = left.squareRoot()
            basis.append(rest.map { $0 / length })
        }
    }

    private func collinear(_ sentence: String) -> Refusal {
        Refusal(
            code: "collinear_channels", sentence: sentence + " Their effects cannot be told apart.",
            advice: "Join them to one channel, or vary their spend independently for some weeks.")
    }

    private func product(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Mean 0 and length 1.
    private func standardised(_ values: [Double]) -> [Double] {
        let mean = values.reduce(0, +) / Double(values.count)
        let centred = values.map { $0 - mean }
        let length = product(centred, centred).squareRoot()
        return length > 0 ? centred.map { $0 / length } : centred
    }
}
