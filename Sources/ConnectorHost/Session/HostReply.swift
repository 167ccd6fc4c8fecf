import Core

/// The host's answer to a call.
struct HostReply {
    private var head: [JSON.Member]
    private var body: ArraySlice<UInt8> = []

    init(result: Int64) { head = [JSON.Member("result", .integer(result))] }

    init(bytes: ArraySlice<UInt8>) {
        self.init(result: Int64(bytes.count))
        body = bytes
    }

    init(_ refusal: HostRefusal) {
        self.init(result: Int64(refusal.code.rawValue))
        head.append(JSON.Member("error", .string(String(refusal.sentence.prefix(500)))))
    }

    init(_ response: HostResponse, handle: UInt64) {
        self.init(result: 0)
        head.append(JSON.Member("status", .integer(response.status)))
        head.append(JSON.Member("body", .integer(handle)))
        head.append(JSON.Member("headers", .array(response.headers.map { [.string($0.name), .string($0.value)] })))
    }

    /// The frame of this answer. Headers that no frame can hold are left out, the last ones first.
    func frame(_ call: UInt32) -> Frame {
        let frame = Frame(.reply, call: call, .object(head), body: body)
        guard frame.head.count + frame.body.count > FrameFormat.room, case .array(let headers)? = head.last?.value, !headers.isEmpty else {
            return frame
        }
        var shorter = self
        shorter.head[head.count - 1] = JSON.Member("headers", .array(Array(headers.prefix(headers.count / 2))))
        return shorter.frame(call)
    }
}
