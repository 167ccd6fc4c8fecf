import ConnectorHost
import Core
import Glibc
import Sealing

/// The rows since the last checkpoint, by the stream that they belong to. Bounded in memory.
struct StagedRows {
    /// Bytes that may wait for a checkpoint.
    static let most = 64 << 20
    /// Rejects that are kept with line and reason between two checkpoints.
    private static let mostRejects = 1_000

    private let kinds: [String: CanonicalStream]
    private var stagers: [CanonicalStream: RowStager] = [:]
    private let ids: EntityIDs
    private let keys: TenantKeyring
    private(set) var rowsRead: Int64 = 0
    private(set) var rejected: Int64 = 0
    private(set) var rejects: [JSON] = []

    init(_ manifest: ConnectorManifest, ids: EntityIDs, keys: TenantKeyring) {
        self.ids = ids
        self.keys = keys
        var kinds: [String: CanonicalStream] = [:]
        for stream in manifest.streams {
            if let kind = stream.kind.flatMap(CanonicalStream.init(rawValue:)) { kinds[stream.name] = kind }
        }
        // Streams that come along with another one: order lines with orders, for example.
        for entry in manifest.document["streams"]?.array ?? [] {
            for name in entry["emits"]?.array ?? [] {
                if let name = name.string, kinds[name] == nil, let kind = CanonicalStream(rawValue: name) { kinds[name] = kind }
            }
        }
        self.kinds = kinds
    }

    var isEmpty: Bool { rowsRead == 0 && rejected == 0 && stagers.values.allSatisfy(\.isEmpty) }

    /// Takes lines of JSON in. A row with a fault is counted and left out.
    /// - Throws: `SyncFault` for an unknown stream, or for more than may wait for a checkpoint.
    mutating func add(_ rows: ArraySlice<UInt8>, of stream: String) throws(SyncFault) {
        guard let kind = kinds[stream] else {
            throw SyncFault(
                .contract, "The connector sent rows of the stream \"\(stream)\", which its manifest does not name or this host does not store.")
        }
        var stager = stagers.removeValue(forKey: kind) ?? RowStager(kind, ids: ids, keys: keys)
        var faults: [(RowFault, RowRange)] = []
        var count: Int64 = 0
        rows.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var start = 0
            while start < bytes.count {
                let found = memchr(base + start, 0x0A, bytes.count - start)
                let end = found.map { $0 - UnsafeMutableRawPointer(mutating: base) } ?? bytes.count
                if end > start {
                    count += 1
                    do throws(RowFault) { try stager.add(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) } catch {
                        faults.append((error, RowRange(start: start, end: end)))
                    }
                }
                start = end + 1
            }
        }
        let size = stager.lines.count
        stagers[kind] = stager
        rowsRead += count
        for (fault, range) in faults { note(fault, stream, kind, rows[(rows.startIndex + range.start)..<(rows.startIndex + range.end)]) }
        guard size <= Self.most else {
            throw SyncFault(.contract, "The connector sent more than \(Self.most >> 20) MiB of rows without a checkpoint.")
        }
    }

    private struct RowRange {
        let start: Int
        let end: Int
    }

    private mutating func note(_ fault: RowFault, _ stream: String, _ kind: CanonicalStream, _ row: ArraySlice<UInt8>) {
        rejected += 1
        guard rejects.count < Self.mostRejects else { return }
        // A row of a customer is personal.
        let sample = kind == .customers ? nil : String(decoding: row.prefix(200), as: UTF8.self)
        rejects.append(Self.reject(stream, line: nil, field: fault.field, reason: fault.reason, sample: sample))
    }

    /// Takes a row that the connector could not read.
    mutating func reject(_ reject: JSON, of stream: String) {
        rowsRead += 1
        rejected += 1
        guard rejects.count < Self.mostRejects else { return }
        let isPersonal = kinds[stream] == .customers
        rejects.append(
            Self.reject(
                stream, line: reject["line"]?.integer, field: reject["field"]?.string, reason: reject["reason"]?.string ?? "It could not be read.",
                sample: isPersonal ? nil : reject["sample"]?.string))
    }

    private static func reject(_ stream: String, line: Int64?, field: String?, reason: String, sample: String?) -> JSON {
        func text(_ text: String?, _ most: Int) -> JSON { text.map { .string(String(SyncFault.plain($0).prefix(most))) } ?? .null }
        return [
            "stream": text(stream, 128), "line": line.map { .integer($0) } ?? .null, "field": text(field, 200), "reason": text(reason, 500),
            "sample": text(sample, 200),
        ]
    }

    /// What there is to store.
    var parts: [SyncBatch.Part] {
        CanonicalStream.allCases.compactMap { kind in
            guard let stager = stagers[kind], !stager.isEmpty else { return nil }
            return SyncBatch.Part(
                stream: kind, lines: stager.lines, count: stager.count, tombstones: stager.tombstones, replacements: stager.replacements,
                days: stager.days, repeats: stager.repeats, accounts: stager.accounts)
        }
    }

    /// Forgets what is stored now.
    mutating func reset() {
        for kind in Array(stagers.keys) { stagers[kind]?.reset() }
        rowsRead = 0
        rejected = 0
        rejects = []
    }
}
