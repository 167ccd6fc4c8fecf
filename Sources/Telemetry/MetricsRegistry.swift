import Synchronization

/// All metrics of the process. Cells are found under one of 16 locks and then used without any; keep a cell where it is used often.
package final class MetricsRegistry: Sendable {
    private final class Shard: Sendable {
        let cells = Mutex<[SeriesKey: MetricCell]>([:])
    }

    private let shards = (0..<16).map { _ in Shard() }
    private let families = Mutex<[String: MetricFamily]>([:])
    private let collectors = Mutex<[@Sendable (MetricsRegistry) -> Void]>([])
    private let seriesLimit: Int

    /// - Parameter seriesLimit: series of one name; further label values are counted under `other`.
    package init(seriesLimit: Int = 1_000) { self.seriesLimit = seriesLimit }

    /// Finds or makes a counter. Convention: the name ends in `_total`.
    package func counter(_ name: String, help: String = "", labels: MetricLabels = [:]) -> CounterCell {
        let cell = find(name, .counter, help, labels) { .counter(CounterCell()) }
        if case .counter(let counter) = cell { return counter }
        return CounterCell()
    }

    /// Finds or makes a gauge.
    package func gauge(_ name: String, help: String = "", labels: MetricLabels = [:]) -> GaugeCell {
        let cell = find(name, .gauge, help, labels) { .gauge(GaugeCell()) }
        if case .gauge(let gauge) = cell { return gauge }
        return GaugeCell()
    }

    /// Finds or makes a histogram; the bounds of its first use stay.
    package func histogram(
        _ name: String, help: String = "", labels: MetricLabels = [:], bounds: [Double] = HistogramCell.seconds
    ) -> HistogramCell {
        let cell = find(name, .histogram, help, labels) { .histogram(HistogramCell(bounds: bounds)) }
        if case .histogram(let histogram) = cell { return histogram }
        return HistogramCell(bounds: bounds)
    }

    /// Runs at every scrape, before the text is made: for gauges that are read and not counted.
    package func onScrape(_ collect: @escaping @Sendable (MetricsRegistry) -> Void) { collectors.withLock { $0.append(collect) } }

    /// Every series with what it belongs to, sorted by name and labels.
    func snapshot() -> [(key: SeriesKey, family: MetricFamily, cell: MetricCell)] {
        for collect in collectors.withLock({ $0 }) { collect(self) }
        let known = families.withLock { $0 }
        return shards.flatMap { $0.cells.withLock { Array($0) } }
            .compactMap { key, cell in known[key.name].map { (key, $0, cell) } }
            .sorted { ($0.key.name, $0.key.labels.sortKey) < ($1.key.name, $1.key.labels.sortKey) }
    }

    private func find(
        _ name: String, _ kind: MetricFamily.Kind, _ help: String, _ labels: MetricLabels, _ make: () -> MetricCell
    ) -> MetricCell {
        let key = SeriesKey(name: MetricName.metric(name), labels: labels)
        if let cell = shard(of: key).cells.withLock({ $0[key] }), cell.kind == kind { return cell }
        return register(key, kind, help, make)
    }

    /// Makes a series. A name that is taken by another kind gets the kind appended, so that neither spoils the other.
    private func register(_ wanted: SeriesKey, _ kind: MetricFamily.Kind, _ help: String, _ make: () -> MetricCell) -> MetricCell {
        families.withLock { families in
            var key = wanted
            if let other = families[key.name], other.kind != kind { key = SeriesKey(name: "\(key.name)_\(kind.rawValue)", labels: key.labels) }
            var family = families[key.name] ?? MetricFamily(kind: kind, help: help)
            if family.help.isEmpty { family.help = help }
            if family.series >= seriesLimit, existing(key) == nil { key = SeriesKey(name: key.name, labels: key.labels.overflow) }
            if let cell = existing(key) { return cell }
            let cell = make()
            family.series += 1
            families[key.name] = family
            shard(of: key).cells.withLock { $0[key] = cell }
            return cell
        }
    }

    private func existing(_ key: SeriesKey) -> MetricCell? { shard(of: key).cells.withLock { $0[key] } }

    private func shard(of key: SeriesKey) -> Shard { shards[Int(UInt(bitPattern: key.hashValue) % 16)] }
}

extension MetricCell {
    var kind: MetricFamily.Kind {
        switch self {
        case .counter: .counter
        case .gauge: .gauge
        case .histogram: .histogram
        }
    }
}

extension MetricLabels {
    var sortKey: String { pairs.map { "\($0.name)\u{1}\($0.value)" }.joined(separator: "\u{2}") }
}
