import CConnector
import Core

/// The host functions of a connector in this process: each writes the frame that connector-runner would write.
enum InProcessHost {
    static func table(_ context: UnsafeMutableRawPointer) -> tactics_host {
        tactics_host(
            abi_major: UInt32(ConnectorBundle.abiMajor), abi_minor: UInt32(ConnectorBundle.abiMinor), size: MemoryLayout<tactics_host>.size,
            context: context,
            request: { InProcessHost.plugin($0)?.request($1, $2, $3) ?? TACTICS_E_INVALID },
            read_body: { InProcessHost.plugin($0)?.readBody($1, $2, $3) ?? Int64(TACTICS_E_INVALID) },
            emit: { InProcessHost.plugin($0)?.emit($1, $2) ?? TACTICS_E_INVALID },
            reject: { InProcessHost.plugin($0)?.reject($1, $2) ?? TACTICS_E_INVALID },
            checkpoint: { InProcessHost.plugin($0)?.checkpoint($1, $2) ?? TACTICS_E_INVALID },
            estimate: { InProcessHost.plugin($0)?.estimate($1, $2) ?? TACTICS_E_INVALID },
            wait: { InProcessHost.plugin($0)?.wait($1) ?? TACTICS_E_INVALID },
            log: { InProcessHost.plugin($0)?.log($1, $2) },
            cancelled: { InProcessHost.plugin($0)?.cancelled() ?? 1 },
            now: { InProcessHost.plugin($0)?.now() ?? 0 },
            last_error: { InProcessHost.plugin($0)?.lastError.borrowed ?? tactics_bytes() })
    }

    private static func plugin(_ context: UnsafeMutableRawPointer?) -> InProcessPlugin? {
        context.map { Unmanaged<InProcessPlugin>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension InProcessPlugin {
    private func fail(_ code: Int32, _ sentence: String) -> Int32 {
        lastError = LentBytes(Array(sentence.utf8))
        return code
    }

    private func raw(_ bytes: tactics_bytes) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes.data, count: bytes.data == nil ? 0 : bytes.size)
    }

    /// The head of a frame about a stream; nil where the name is none.
    private func head(_ stream: tactics_bytes) -> (name: String, head: JSON)? {
        guard stream.size > 0, stream.size <= HostCall.longestStream, let name = String(validating: raw(stream), as: UTF8.self) else { return nil }
        return (name, ["stream": .string(name)])
    }

    private var noStream: Int32 { fail(TACTICS_E_INVALID, "the stream has no name, or one longer than 128 bytes") }

    /// Sends a frame and waits for its answer; a negative result has its sentence kept for last_error.
    private func ask(
        _ kind: Frame.Kind, head: ArraySlice<UInt8>, body: ArraySlice<UInt8> = [], tooLarge: String
    ) -> (
        result: Int64, head: JSON, body: ArraySlice<UInt8>
    ) {
        lastCall &+= 1
        guard pipe.put(Frame(kind, call: lastCall, head: head, body: body)) else { return (Int64(fail(TACTICS_E_TOO_LARGE, tooLarge)), [:], []) }
        pipe.flush()
        while let frame = pipe.next() {
            if frame.kind == .cancel {
                isCancelled = true
                continue
            }
            guard frame.kind == .reply, frame.call == lastCall, let head = try? JSON(parsing: frame.head, limits: ConnectorError.limits),
                let result = head["result"]?.integer
            else { break }
            lastError = LentBytes(result < 0 ? Array((head["error"]?.string ?? "the host gave no reason").utf8) : [])
            return (result, head, frame.body)
        }
        return (Int64(fail(TACTICS_E_CANCELLED, "the host is gone")), [:], [])
    }

    fileprivate func request(_ request: tactics_bytes, _ body: tactics_bytes, _ response: UnsafeMutablePointer<tactics_response>?) -> Int32 {
        guard let response else { return fail(TACTICS_E_INVALID, "request needs a place for the response") }
        response.pointee = tactics_response()
        let reply = ask(.request, head: Array(raw(request))[...], body: Array(raw(body))[...], tooLarge: "the request is larger than a frame")
        guard reply.result >= 0 else { return Int32(clamping: reply.result) }
        responseHead = LentBytes((["headers": reply.head["headers"] ?? []] as JSON).encoded())
        response.pointee = tactics_response(
            status: Int32(clamping: reply.head["status"]?.integer ?? 0), body: UInt64(clamping: reply.head["body"]?.integer ?? 0),
            head: responseHead.borrowed)
        return 0
    }

    fileprivate func readBody(_ handle: UInt64, _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int) -> Int64 {
        guard let buffer, capacity > 0 else { return Int64(fail(TACTICS_E_INVALID, "read_body needs a buffer")) }
        let capacity = min(capacity, FrameFormat.room - 256)
        let head: JSON = ["body": .integer(handle), "capacity": .integer(capacity)]
        let reply = ask(.readBody, head: head.encoded()[...], tooLarge: "")
        guard reply.result >= 0 else { return reply.result }
        let bytes = reply.body.prefix(capacity)
        bytes.withUnsafeBufferPointer { if let start = $0.baseAddress { buffer.update(from: start, count: $0.count) } }
        return Int64(bytes.count)
    }

    fileprivate func emit(_ stream: tactics_bytes, _ rows: tactics_bytes) -> Int32 {
        guard let (name, head) = head(stream) else { return noStream }
        if isCancelled || pipe.isGone { return fail(TACTICS_E_CANCELLED, "the sync was cancelled") }
        let bytes = raw(rows)
        guard let last = bytes.last else { return 0 }
        guard last == UInt8(ascii: "\n") else { return fail(TACTICS_E_INVALID, "each row must end with a newline") }
        let most = FrameFormat.room - head.encoded().count
        // All or nothing: a row that is too large must not leave the rows before it behind.
        guard let parts = Self.parts(bytes, most: most) else { return fail(TACTICS_E_TOO_LARGE, "a row is larger than 1 MiB") }
        for part in parts { pipe.put(rows: UnsafeRawBufferPointer(rebasing: bytes[part]), of: name, most: most) }
        return 0
    }

    /// Where to cut rows so that each part ends with a row and fits; nil where one row does not.
    private static func parts(_ bytes: UnsafeRawBufferPointer, most: Int) -> [Range<Int>]? {
        var parts: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            var end = min(bytes.count, start + most)
            while end > start, bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
            guard end > start else { return nil }
            parts.append(start..<end)
            start = end
        }
        return parts
    }

    fileprivate func reject(_ stream: tactics_bytes, _ reject: tactics_bytes) -> Int32 {
        guard let (_, head) = head(stream) else { return noStream }
        guard pipe.put(Frame(.reject, head, body: Array(raw(reject))[...])) else {
            return fail(TACTICS_E_TOO_LARGE, "the reject is larger than a frame")
        }
        return 0
    }

    fileprivate func checkpoint(_ stream: tactics_bytes, _ cursor: tactics_bytes) -> Int32 {
        guard let (_, head) = head(stream) else { return noStream }
        let reply = ask(.checkpoint, head: head.encoded()[...], body: Array(raw(cursor))[...], tooLarge: "the cursor is larger than a frame")
        return Int32(clamping: reply.result)
    }

    fileprivate func estimate(_ stream: tactics_bytes, _ rows: UInt64) -> Int32 {
        guard let (_, head) = head(stream) else { return noStream }
        _ = pipe.put(Frame(.estimate, head.setting("rows", .integer(Int64(clamping: rows)))))
        return 0
    }

    fileprivate func wait(_ until: Int64) -> Int32 {
        Int32(clamping: ask(.wait, head: (["until": .integer(until)] as JSON).encoded()[...], tooLarge: "").result)
    }

    fileprivate func log(_ level: Int32, _ text: tactics_bytes) {
        // A line of a log, not a dump.
        let line = Array(raw(text).prefix(8_192))
        _ = pipe.put(Frame(.log, ["level": .integer(min(max(level, 0), 3))], body: line[...]))
    }

    fileprivate func cancelled() -> Int32 {
        while !isCancelled, pipe.isWaiting {
            guard let frame = pipe.next(), frame.kind == .cancel else {
                isCancelled = true
                break
            }
            isCancelled = true
        }
        return isCancelled ? 1 : 0
    }

    fileprivate func now() -> Int64 { max(ask(.now, head: Array("{}".utf8)[...], tooLarge: "").result, 0) }
}
