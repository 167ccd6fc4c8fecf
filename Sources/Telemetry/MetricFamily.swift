/// What all series of one name share.
struct MetricFamily: Sendable {
    enum Kind: String, Sendable { case counter, gauge, histogram }

    let kind: Kind
    var help: String
    /// Series made so far; bounded, so that a label taken from input can not fill the memory.
    var series = 0
}

/// One series: a family's name and its labels.
struct SeriesKey: Hashable, Sendable {
    let name: String
    let labels: MetricLabels
}

/// What a series is stored in.
enum MetricCell: Sendable {
    case counter(CounterCell)
    case gauge(GaugeCell)
    case histogram(HistogramCell)
}
