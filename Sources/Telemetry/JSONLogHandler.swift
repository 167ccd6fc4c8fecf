package import Core
package import Logging

/// Writes each log event as one line of JSON (security page: log injection). Metadata keys that name a secret lose their value.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let sink: LogSink
    private let time: TimeSource

    package init(
        label: String, level: Logger.Level = .info, metadataProvider: Logger.MetadataProvider? = nil, sink: LogSink = .standardError,
        time: TimeSource = .wall
    ) {
        self.label = label
        self.logLevel = level
        self.metadataProvider = metadataProvider
        self.sink = sink
        self.time = time
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var merged = metadata
        if let provided = metadataProvider?.get() { merged.merge(provided) { $1 } }
        if let own = event.metadata { if merged.isEmpty { merged = own } else { merged.merge(own) { $1 } } }
        sink.write(LogLine.bytes(time: time.now, label: label, event: event, metadata: merged), isUrgent: event.level >= .warning)
    }
}
