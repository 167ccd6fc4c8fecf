import RealModule

/// What the model says of customers as a whole: to hold against the data.
extension BGNBD {
    /// E[X(t)] for many ages: the curve of cumulative repeat purchases per customer.
    public func expectedRepeats(within ages: [Double]) -> [Double] {
        PurchaseExpectation(self, frequency: 0).values(ages.map { $0 / (alpha + $0) }, ratios: ages.map { $0 / alpha })
    }

    /// P(no purchase in the next `horizon` | x, t_x, T): the risk that a customer stays away, whether gone or merely waiting.
    /// 1 − P(alive) (1 − ((α + T)/(α + T + t))^(r + x)): λ of a living customer is Gamma(r + x, α + T).
    public func probabilityOfSilence(_ customer: CustomerRecord, in horizon: Double) -> Double {
        let exponent = -(r + Double(customer.frequency)) * Double.log(onePlus: horizon / (alpha + customer.age))
        return 1 + probabilityAlive(customer) * Double.expMinusOne(exponent)
    }

    /// P(X(t) = x) for x below `count`: Fader, Hardie, Lee 2005, equation 8.
    public func frequencyDistribution(age: Double, count: Int) -> [Double] {
        var results: [Double] = []
        // P(k purchases by t) of a customer who never leaves: negative binomial, carried from k to k + 1.
        var living = Double.exp(-r * Double.log(onePlus: age / alpha))
        var below = 0.0
        // B(a, b + x)/B(a, b) and B(a + 1, b + x − 1)/B(a, b).
        var stays = 1.0
        var leaves = a / (a + b)
        for x in 0..<count {
            let k = Double(x)
            results.append(stays * living + (x > 0 ? leaves * max(0, 1 - below) : 0))
            below += living
            living *= (r + k) / (k + 1) * age / (alpha + age)
            if x > 0 { leaves *= (b + k - 1) / (a + b + k) }
            stays *= (b + k) / (a + b + k)
        }
        return results
    }

    /// Customers with 0, 1, … and at least `count` − 1 repeats: observed beside expected. A model that misses here should not be believed elsewhere.
    public func frequencyCheck(_ rows: RepeatRows, count: Int = 8) -> [(observed: Double, expected: Double)] {
        var result = [(observed: Double, expected: Double)](repeating: (0, 0), count: count)
        var byAge: [Double: Double] = [:]
        for group in rows.groups {
            result[min(group.frequency, count - 1)].observed += group.weight
            for row in group.rows where rows.weight[row] > 0 { byAge[rows.age[row], default: 0] += rows.weight[row] }
        }
        for (age, customers) in byAge.sorted(by: { $0.key < $1.key }) {
            let shares = frequencyDistribution(age: age, count: count - 1)
            for x in shares.indices { result[x].expected += customers * shares[x] }
            result[count - 1].expected += customers * (1 - shares.reduce(0, +))
        }
        return result
    }
}
