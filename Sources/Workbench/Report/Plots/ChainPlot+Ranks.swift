/// Rank plots: where chains agree, every chain's draws have all ranks equally often. Source: Vehtari, Gelman, Simpson, Carpenter, Bürkner,
/// "Rank-normalization, folding, and localization", Bayesian Analysis 16 (2021), section 5.
struct RankDrawing: PlotDrawing {
    let plot: ChainPlot
    private static let bins = 20
    private static let strip = 30.0

    var title: String { plot.title }
    var note: String { plot.note }
    var legend: [LegendEntry] { plot.chainLegend + [LegendEntry(name: "equal share", shape: .dash, colour: "t")] }

    func draw(on canvas: inout Canvas) {
        let chains = plot.parameters.map(\.chains.count).max() ?? 1
        let grid = PanelGrid(plot.parameters.count, on: canvas, height: 44 + Self.strip * Double(chains), most: 2)
        canvas.height = grid.height(of: plot.parameters.count) + 4
        for (index, parameter) in plot.parameters.enumerated() {
            let area = grid.area(index)
            canvas.text(Canvas.fitted(parameter.name, grid.width), area.left, area.top + 14, "b")
            let counts = Self.counts(parameter.chains)
            for chain in counts.indices {
                let bottom = area.top + 22 + Self.strip * Double(chain + 1)
                draw(counts[chain], chain, left: area.left, right: area.right, bottom: bottom, on: &canvas)
            }
            canvas.text("least", area.left, area.top + 38 + Self.strip * Double(counts.count))
            canvas.text("greatest", area.right, area.top + 38 + Self.strip * Double(counts.count), anchor: .end)
        }
    }

    private func draw(_ counts: [Int], _ chain: Int, left: Double, right: Double, bottom: Double, on canvas: inout Canvas) {
        let mean = Double(counts.reduce(0, +)) / Double(Self.bins)
        let most = max(Double(counts.max() ?? 0), 1.6 * mean, 1)
        let width = (right - left) / Double(Self.bins)
        for (bin, count) in counts.enumerated() where count > 0 {
            let place = left + width * Double(bin)
            canvas.rectangle(place, bottom, place + width - 1, bottom - (Self.strip - 5) * Double(count) / most, Palette.fill(chain))
        }
        canvas.line(left, bottom, right, bottom, "a")
        canvas.line(left, bottom - (Self.strip - 5) * mean / most, right, bottom - (Self.strip - 5) * mean / most, "m")
    }

    /// Per chain, how many of its draws rank in each twentieth of all draws. Equal values share their mean rank.
    static func counts(_ chains: [[Double]]) -> [[Int]] {
        let all = chains.enumerated().flatMap { chain, draws in draws.filter(\.isFinite).map { (value: $0, chain: chain) } }.sorted {
            $0.value < $1.value
        }
        var counts = [[Int]](repeating: [Int](repeating: 0, count: bins), count: chains.count)
        var first = 0
        while first < all.count {
            var last = first
            while last + 1 < all.count, all[last + 1].value == all[first].value { last += 1 }
            let bin = min((first + last) * bins / (2 * all.count), bins - 1)
            for place in first...last { counts[all[place].chain][bin] += 1 }
            first = last + 1
        }
        return counts
    }

    var alternative: String {
        "How often each chain's draws rank in each twentieth of all draws, of \(plot.parameters.map(\.name).joined(separator: ", ")). Level bars mean agreement."
    }

    var numbers: TextTable {
        TextTable(
            columns: ["parameter", "chain"] + (1...Self.bins).map { "\($0)" },
            rows: plot.parameters.flatMap { parameter in
                Self.counts(parameter.chains).enumerated().map { chain, counts in [parameter.name, "\(chain + 1)"] + counts.map { "\($0)" } }
            })
    }
}
