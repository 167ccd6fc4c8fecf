import CConnector

/// The host's side of the boundary over a `Replay`.
enum ReplayTable {
    static func host(context: UnsafeMutableRawPointer) -> tactics_host {
        tactics_host(
            abi_major: UInt32(TACTICS_ABI_MAJOR), abi_minor: UInt32(TACTICS_ABI_MINOR), size: MemoryLayout<tactics_host>.size, context: context,
            request: { ReplayTable.replay($0)?.request($1, $2, $3) ?? TACTICS_E_INVALID },
            read_body: { ReplayTable.replay($0)?.readBody($1, $2, $3) ?? Int64(TACTICS_E_INVALID) },
            emit: { ReplayTable.replay($0)?.emit($1, $2) ?? TACTICS_E_INVALID },
            reject: { ReplayTable.replay($0)?.reject($1, $2) ?? TACTICS_E_INVALID },
            checkpoint: { ReplayTable.replay($0)?.checkpoint($1, $2) ?? TACTICS_E_INVALID },
            estimate: { ReplayTable.replay($0)?.estimate($1, $2) ?? TACTICS_E_INVALID },
            wait: { ReplayTable.replay($0)?.wait($1) ?? TACTICS_E_INVALID },
            log: { ReplayTable.replay($0)?.logs.append("\($1) " + ReplayTable.text($2)) },
            cancelled: { ReplayTable.replay($0)?.fault?("cancelled") == nil ? 0 : 1 },
            now: { ReplayTable.replay($0)?.now.microseconds ?? 0 },
            last_error: { ReplayTable.replay($0)?.borrowedError ?? tactics_bytes() })
    }

    static func replay(_ context: UnsafeMutableRawPointer?) -> Replay? {
        context.map { Unmanaged<Replay>.fromOpaque($0).takeUnretainedValue() }
    }

    static func raw(_ bytes: tactics_bytes) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes.data, count: bytes.data == nil ? 0 : bytes.size)
    }

    static func text(_ bytes: tactics_bytes) -> String { String(decoding: raw(bytes), as: UTF8.self) }
}

/// Bytes at an address of their own, lent to the connector until the next call.
final class ReplayBytes {
    private let start: UnsafeMutablePointer<UInt8>
    private let count: Int

    init(_ bytes: [UInt8] = []) {
        start = .allocate(capacity: max(bytes.count, 1))
        start.initialize(from: bytes, count: bytes.count)
        count = bytes.count
    }

    deinit { start.deallocate() }

    var borrowed: tactics_bytes { tactics_bytes(data: UnsafePointer(start), size: count) }
}

extension Replay {
    private func refuse(_ function: String) -> Int32? {
        guard let code = fault?(function) else { return nil }
        setError("told to fail at \(function)")
        return code.rawValue
    }

    private func setError(_ text: String) { lastError = ReplayBytes(Array(text.utf8)) }

    fileprivate var borrowedError: tactics_bytes { lastError.borrowed }

    fileprivate func request(_ document: tactics_bytes, _ body: tactics_bytes, _ response: UnsafeMutablePointer<tactics_response>?) -> Int32 {
        if let refusal = refuse("request") { return refusal }
        guard let view = try? JSONDocument([UInt8](ReplayTable.raw(document))).root, let url = view["url"].string, let response else {
            return TACTICS_E_INVALID
        }
        let headers = view["headers"].elements.map { (name: ($0[0].string ?? "").lowercased(), value: $0[1].string ?? "") }
        let sent = Sent(
            method: view["method"].string ?? "GET", url: url, headers: headers, credential: view["credential"].string,
            idempotent: view["idempotent"].boolean ?? false, body: [UInt8](ReplayTable.raw(body)))
        requests.append(sent)
        guard let place = script.firstIndex(where: { $0.left > 0 && $0.matches(sent) }) else {
            setError("no answer is scripted for \(sent.method) \(url)")
            return TACTICS_E_FAILED
        }
        if script[place].left != Int.max { script[place].left -= 1 }
        let answer = script[place].answer(sent)
        let handle = UInt64(requests.count)
        bodies = [handle: Body(bytes: answer.body, pieces: answer.pieces)]
        head = ReplayBytes(Row.bytes { $0.pairs("headers", answer.headers) })
        response.pointee = tactics_response(status: Int32(answer.status), body: handle, head: head.borrowed)
        return TACTICS_OK
    }

    fileprivate func readBody(_ handle: UInt64, _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int) -> Int64 {
        if let refusal = refuse("read_body") { return Int64(refusal) }
        guard var body = bodies.removeValue(forKey: handle), let buffer else { return Int64(TACTICS_E_INVALID) }
        if body.position == body.bytes.count, let pieces = body.pieces {
            body.bytes = pieces()
            body.position = 0
        }
        let count = min(capacity, pieceSize, body.bytes.count - body.position)
        body.bytes.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { buffer.update(from: start + body.position, count: count) }
        }
        body.position += count
        bodies[handle] = body
        return Int64(count)
    }

    fileprivate func emit(_ stream: tactics_bytes, _ rows: tactics_bytes) -> Int32 {
        if let refusal = refuse("emit") { return refusal }
        let bytes = ReplayTable.raw(rows)
        guard bytes.last == 0x0A else { return TACTICS_E_INVALID }
        rowBytes += bytes.count
        guard keepsRows else {
            for byte in bytes where byte == 0x0A { rowCount += 1 }
            return TACTICS_OK
        }
        let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        rowCount += lines.count
        self.rows[ReplayTable.text(stream), default: []].append(contentsOf: lines)
        return TACTICS_OK
    }

    fileprivate func reject(_ stream: tactics_bytes, _ document: tactics_bytes) -> Int32 {
        if let refusal = refuse("reject") { return refusal }
        rejects.append(Rejected(stream: ReplayTable.text(stream), document: ReplayTable.text(document)))
        return TACTICS_OK
    }

    fileprivate func checkpoint(_ stream: tactics_bytes, _ cursor: tactics_bytes) -> Int32 {
        if let refusal = refuse("checkpoint") { return refusal }
        checkpoints.append(Checkpoint(stream: ReplayTable.text(stream), cursor: ReplayTable.text(cursor), rows: rowCount))
        return TACTICS_OK
    }

    fileprivate func estimate(_ stream: tactics_bytes, _ rows: UInt64) -> Int32 {
        estimates[ReplayTable.text(stream)] = Int(rows)
        return TACTICS_OK
    }

    fileprivate func wait(_ until: Int64) -> Int32 {
        if let refusal = refuse("wait") { return refusal }
        let instant = Instant(microseconds: until)
        if instant > now.adding(seconds: longestWait) { return TACTICS_E_PARK }
        waits.append(instant)
        now = max(now, instant)
        return TACTICS_OK
    }
}
