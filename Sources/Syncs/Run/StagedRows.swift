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
    /// The connector's own streams, with the members of their keys.
    private let own: [String: [String]]
    private var stagers: [CanonicalStream: RowStager] = [:]
    private var records = RecordStager()
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
        own = Dictionary(
            uniqueKeysWithValues: manifest.streams.compactMap { $0.kind == nil && $0.schema != nil ? ($0.name, $0.primaryKey) : nil })
    }

    var isEmpty: Bool { rowsRead == 0 && rejected == 0 && records.count == 0 && stagers.values.allSatisfy(\.isEmpty) }

    /// Takes lines of JSON in. A row with a fault is counted and left out.
    /// - Throws: `SyncFault` for an unknown stream, or for more than may wait for a checkpoint.
    mutating func add(_ rows: ArraySlice<UInt8>, of stream: String) throws(SyncFault) {
        let size: Int
        if let kind = kinds[stream] {
            // The stager is taken out meanwhile, so that its lines are not copied.
            var stager = stagers.removeValue(forKey: kind) ?? RowStager(kind, ids: ids, keys: keys)
            let refusals = takeLines(rows) { (row) throws(RowFault) in try stager.add(row) }
            size = stager.lines.count
            stagers[kind] = stager
            note(refusals, stream, rows)
        } else if let key = own[stream] {
            var stager = RecordStager()
            swap(&stager, &records)
            let refusals = takeLines(rows) { (row) throws(RowFault) in try stager.add(row, of: stream, key: key) }
            size = stager.lines.count
            swap(&stager, &records)
            note(refusals, stream, rows)
        } else {
            throw SyncFault(
                .contract, "The connector sent rows of the stream \"\(stream)\", which its manifest does not name or this host does not store.")
        }
        guard size <= Self.most else {
            throw SyncFault(.contract, "The connector sent more than \(Self.most >> 20) MiB of rows without a checkpoint.")
        }
    }

    /// A row that was left out, and where it stands among the rows that came with it.
    private struct Refusal {
        let fault: RowFault
        let range: Range<Int>
    }

    /// Bytes of the lines to be stored.
    var size: Int { stagers.values.reduce(records.lines.count) { $0 + $1.lines.count } }

    /// Whether rows say that they are all there is of something.
    var replaces: Bool { stagers.values.contains { !$0.replacements.isEmpty } }

    /// Gives each line to `take`, and keeps why it refused some.
    private mutating func takeLines(_ rows: ArraySlice<UInt8>, _ take: (UnsafeRawBufferPointer) throws(RowFault) -> Void) -> [Refusal] {
        var refusals: [Refusal] = []
        var count: Int64 = 0
        rows.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var start = 0
            while start < bytes.count {
                let found = memchr(base + start, 0x0A, bytes.count - start)
                let end = found.map { $0 - UnsafeMutableRawPointer(mutating: base) } ?? bytes.count
                if end > start {
                    count += 1
                    do throws(RowFault) { try take(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) } catch {
                        refusals.append(Refusal(fault: error, range: start..<end))
                    }
                }
                start = end + 1
            }
        }
        rowsRead += count
        return refusals
    }

    private mutating func note(_ refusals: [Refusal], _ stream: String, _ rows: ArraySlice<UInt8>) {
        for refusal in refusals {
            rejected += 1
            guard rejects.count < Self.mostRejects else { continue }
            let row = rows[(rows.startIndex + refusal.range.lowerBound)..<(rows.startIndex + refusal.range.upperBound)]
            let sample = isPersonal(stream) ? nil : String(decoding: row.prefix(200), as: UTF8.self)
            rejects.append(Self.reject(stream, line: nil, field: refusal.fault.field, reason: refusal.fault.reason, sample: sample))
        }
    }

    /// Whether rows of a stream may hold what is personal: those of people do, and of a connector's own nobody here knows.
    private func isPersonal(_ stream: String) -> Bool { kinds[stream].map { $0.personalTable != nil } ?? true }

    /// Takes a row that the connector could not read.
    mutating func reject(_ reject: JSON, of stream: String) {
        rowsRead += 1
        rejected += 1
        guard rejects.count < Self.mostRejects else { return }
        rejects.append(
            Self.reject(
                stream, line: reject["line"]?.integer, field: reject["field"]?.string, reason: reject["reason"]?.string ?? "It could not be read.",
                sample: isPersonal(stream) ? nil : reject["sample"]?.string))
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
        var parts = CanonicalStream.allCases.compactMap { kind -> SyncBatch.Part? in
            guard let stager = stagers[kind], !stager.isEmpty else { return nil }
            return SyncBatch.Part(
                merge: kind.merge, lines: stager.lines, count: stager.count, tombstones: stager.tombstones, replacements: stager.replacements,
                days: stager.days, repeats: stager.repeats, accounts: stager.accounts)
        }
        guard records.count > 0 else { return parts }
        parts.append(
            SyncBatch.Part(
                merge: RecordMerge.self, lines: records.lines, count: records.count, tombstones: [], replacements: [], days: nil, repeats: true,
                accounts: []))
        return parts
    }

    /// Forgets everything, the numbers of rows as well: nothing that was staged before may still wait.
    mutating func restart() {
        stagers = [:]
        records = RecordStager()
        reset()
    }

    /// Forgets what is stored now.
    mutating func reset() {
        for kind in Array(stagers.keys) { stagers[kind]?.reset() }
        records.reset()
        rowsRead = 0
        rejected = 0
        rejects = []
    }
}
