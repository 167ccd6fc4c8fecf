import CoreMetrics
import Telemetry
import Testing

@Suite struct MetricsRegistryTests {
    @Test func `Counters, gauges and histograms show in the text format`() {
        let registry = MetricsRegistry()
        registry.counter("requests_total", help: "Requests.", labels: ["route": "/a", "code": "200"]).increment(by: Int64(3))
        registry.gauge("open").set(1.5)
        let histogram = registry.histogram("took_seconds", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7] { histogram.record(value) }

        let text = registry.prometheusText()

        #expect(
            text == """
                # TYPE open gauge
                open 1.5
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{code="200",route="/a"} 3
                # TYPE took_seconds histogram
                took_seconds_bucket{le="0.1"} 2
                took_seconds_bucket{le="1"} 3
                took_seconds_bucket{le="+Inf"} 4
                took_seconds_sum 7.65
                took_seconds_count 4

                """)
    }

    @Test func `Label values are escaped and names are made valid`() {
        let registry = MetricsRegistry()

        registry.counter("9 odd-name", help: "a\\b\nc", labels: ["bad-label": "q\"\\\n"]).increment()

        #expect(registry.prometheusText().contains("# HELP _9_odd_name a\\\\b\\nc\n"))
        #expect(registry.prometheusText().contains("_9_odd_name{bad_label=\"q\\\"\\\\\\n\"} 1\n"))
    }

    @Test func `The same name and labels give the same cell`() {
        let registry = MetricsRegistry()

        registry.counter("a", labels: ["x": "1", "y": "2"]).increment()
        registry.counter("a", labels: ["y": "2", "x": "1"]).increment()

        #expect(registry.counter("a", labels: ["x": "1", "y": "2"]).value == 2)
    }

    @Test func `Label values past the bound are counted together`() {
        let registry = MetricsRegistry(seriesLimit: 3)

        for user in 0..<100 { registry.counter("logins", labels: ["user": "\(user)"]).increment() }

        #expect(registry.counter("logins", labels: ["user": "other"]).value == 97)
        #expect(registry.prometheusText().split(separator: "\n").count == 5)
    }

    @Test func `A name taken by another kind gets a name of its own`() {
        let registry = MetricsRegistry()
        registry.counter("depth").increment()

        registry.gauge("depth").set(7.0)

        #expect(registry.prometheusText().contains("depth 1\n"))
        #expect(registry.prometheusText().contains("depth_gauge 7\n"))
        #expect(registry.gauge("depth").value == 7)
    }

    @Test func `Nothing is lost when many tasks count at once`() async {
        let registry = MetricsRegistry()

        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for step in 0..<2_000 {
                        registry.counter("hits", labels: ["t": "\(step % 4)"]).increment()
                        registry.counter("parts").increment(by: 0.5)
                        registry.histogram("h", bounds: [1]).record(Double(task))
                    }
                }
            }
        }

        #expect((0..<4).map { registry.counter("hits", labels: ["t": "\($0)"]).value }.reduce(0, +) == 16_000)
        #expect(registry.counter("parts").value == 8_000)
        #expect(registry.histogram("h", bounds: [1]).cumulative == [4_000, 16_000])
    }

    @Test func `Metrics of libraries land in the same registry`() {
        let registry = MetricsRegistry()

        Counter(label: "lib.calls", dimensions: [("a", "b")], factory: registry).increment(by: 2)
        Timer(label: "lib.time", dimensions: [], preferredDisplayUnit: .seconds, factory: registry).recordMilliseconds(20)
        Gauge(label: "lib.level", dimensions: [], factory: registry).record(4)

        let text = registry.prometheusText()
        #expect(text.contains("lib_calls{a=\"b\"} 2\n"))
        #expect(text.contains("lib_time_bucket{le=\"0.025\"} 1\n"))
        #expect(text.contains("lib_level 4\n"))
    }

    @Test func `The process shows its memory, files and processor time`() {
        let registry = MetricsRegistry()

        ProcessMetrics.install(in: registry)

        _ = registry.prometheusText()
        #expect(registry.gauge("process_resident_memory_bytes").value > 1_000_000)
        #expect(registry.gauge("process_open_fds").value > 2)
        #expect(registry.gauge("process_max_fds").value > 2)
        #expect(registry.gauge("process_uptime_seconds").value >= 0)
    }
}
