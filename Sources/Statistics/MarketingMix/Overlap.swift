import RealModule

/// How alike two sets of draws are: the shared area of their densities (Weitzman's overlapping coefficient, 1970), from histograms.
enum Overlap {
    /// On the log scale; values must be positive, others are left out.
    static func ofLogs(_ a: [Double], _ b: [Double]) -> Double {
        of(a.filter { $0 > 0 }.map { Double.log($0) }, b.filter { $0 > 0 }.map { Double.log($0) })
    }

    /// Twenty bins of equal prior and posterior mass together, so that neither tail is hidden in one bin.
    static func of(_ a: [Double], _ b: [Double]) -> Double {
        guard a.count > 1, b.count > 1 else { return 0 }
        let (first, second) = (a.sorted(), b.sorted())
        let edges = stride(from: 0.05, to: 0.96, by: 0.1).flatMap {
            [Quantiles.quantile($0, ofSorted: first), Quantiles.quantile($0, ofSorted: second)]
        }.sorted()
        var (shared, lastFirst, lastSecond) = (0.0, 0.0, 0.0)
        for edge in edges + [.infinity] {
            let (below, also) = (part(first, below: edge), part(second, below: edge))
            shared += min(below - lastFirst, also - lastSecond)
            (lastFirst, lastSecond) = (below, also)
        }
        return shared
    }

    private static func part(_ sorted: [Double], below edge: Double) -> Double {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < edge { low = middle + 1 } else { high = middle }
        }
        return Double(low) / Double(sorted.count)
    }
}

/// Pearson's correlation; 0 where one side does not vary.
func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let count = Double(a.count)
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for index in a.indices {
        let (x, y) = (a[index] - meanA, b[index] - meanB)
        ab += x * y
        aa += x * x
        bb += y * y
    }
    return aa > 0 && bb > 0 ? ab / (aa * bb).squareRoot() : 0
}
